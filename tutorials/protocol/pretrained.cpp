#include "protocol/pretrained.hpp"

#include <charconv>
#include <filesystem>

#include "recipes/pretext.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/eval/update_bn.hpp"
#include "selfsame/io/checkpoint.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/together.hpp"

namespace selfsame::tutorials {
namespace {

std::map<std::string, std::string> facts_of(const report::Cost& cost) {
  return {{"updates", std::to_string(cost.updates)},
          {"images seen", std::to_string(cost.images_seen)},
          {"seconds", report::exact(cost.seconds)}};
}

report::Cost cost_of(const io::Checkpoint& kept) {
  report::Cost cost;
  const auto read = [&kept](const std::string& name, auto& number) {
    const std::string& text = kept.fact(name);
    std::from_chars(text.data(), text.data() + text.size(), number);
  };
  read("updates", cost.updates);
  read("images seen", cost.images_seen);
  read("seconds", cost.seconds);
  return cost;
}

void load_kept(const std::string& path, Pretrained& result) {
  try {
    const io::Checkpoint kept = io::load_checkpoint(path);
    result.encoder->load_state_dict(kept.arrays);
    result.cost = cost_of(kept);
  } catch (const io::DamagedFile& damage) {
    throw Error(concat(damage.what(), "; remove it and resume again"));
  }
}

std::string kept_as(const std::string& name) { return name + "-encoder.safetensors"; }

Pretrained pirl_encoder(const Cell& cell, Pretext pretext, const std::string& name, const std::string& log_name) {
  return pretrain(cell, name, [&](nn::Encoder& encoder) {
    return train_pirl(encoder, cell.data, cell.split.unlabelled, pirl_recipe(cell.situation(), pretext), cell.seed,
                      cell.pretext_log(log_name));
  });
}

}  // namespace

bool has_kept(const report::Report& report, const std::string& name) {
  const std::string path = report.file(kept_as(name));  // of several ranks the first alone has files
  return first_ranks(!path.empty() && std::filesystem::exists(path));
}

Pretrained pretrain(const Cell& cell, const std::string& name, const std::function<report::Cost(nn::Encoder&)>& train,
                    const MakeEncoder& make, const std::string& file) {
  Pretrained result{make(cell.data, cell.seed), {}, name, make};
  const std::string kept = kept_as(file.empty() ? name : file);
  if (has_kept(cell.report, file.empty() ? name : file)) {
    if (is_first_rank()) load_kept(cell.report.file(kept), result);
    report::take_first_ranks_state({*result.encoder});
    transport().broadcast(&result.cost, sizeof result.cost);
    return result;
  }
  result.cost = train(*result.encoder);
  eval::update_bn(*result.encoder, cell.data, cell.data.train, cell.split.unlabelled);
  cell.report.keep(kept, io::checkpoint_bytes({result.encoder->state_dict(), facts_of(result.cost)}));
  return result;
}

std::unique_ptr<nn::Classifier> probed_classifier(const Cell& cell, const Pretrained& pretrained,
                                                  const eval::LinearProbe& probe) {
  auto classifier = make_classifier(cell.data, cell.seed, pretrained.make);
  classifier->encoder.load_state_dict(pretrained.encoder->state_dict());
  probe.copy_to(classifier->head);
  return classifier;
}

Pretrained rotation_encoder(const Cell& cell) {
  return pretrain(cell, "rotation", [&](nn::Encoder& encoder) {
    return train_rotation(encoder, cell.data, cell.split.unlabelled, rotation_recipe(cell.situation()), cell.seed,
                          cell.pretext_log("rotation"));
  });
}

Pretrained simclr_encoder(const Cell& cell) {
  return pretrain(cell, "simclr", [&](nn::Encoder& encoder) {
    return train_simclr(encoder, cell.data, cell.split.unlabelled, simclr_recipe(cell.situation()), cell.seed,
                        cell.pretext_log("simclr"));
  });
}

Pretrained pirl_rotation_encoder(const Cell& cell) {
  return pirl_encoder(cell, Pretext::rotation, "pirl_rotation", "pirl rotation");
}

Pretrained pirl_jigsaw_encoder(const Cell& cell) {
  return pirl_encoder(cell, Pretext::jigsaw, "pirl_jigsaw", "pirl jigsaw");
}

Pretrained masked_encoder(const Cell& cell) {
  const auto train = [&](nn::Encoder& encoder) {
    auto& transformer = dynamic_cast<nn::VisionTransformer&>(encoder);
    return train_masked(transformer, *make_decoder(transformer, cell.seed), cell.data, cell.split.unlabelled,
                        masked_recipe(cell.situation()), cell.seed, cell.pretext_log("masked"));
  };
  return pretrain(cell, "masked", train, make_transformer);
}

}  // namespace selfsame::tutorials
