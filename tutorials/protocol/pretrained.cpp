#include "protocol/pretrained.hpp"

#include <algorithm>
#include <filesystem>

#include "recipes/pretext.hpp"
#include "selfsame/eval/update_bn.hpp"
#include "selfsame/io/safetensors.hpp"

namespace selfsame::tutorials {
namespace {

const char* const cost_entry = "training.cost";  // (3): updates, images seen, seconds

Pretrained pirl_encoder(const Cell& cell, Pretext pretext, const std::string& name, const std::string& log_name) {
  return pretrain(cell, name, [&](nn::Encoder& encoder) {
    return train_pirl(encoder, cell.data, cell.split.unlabelled, pirl_recipe(cell.situation(), pretext), cell.seed,
                      cell.pretext_log(log_name));
  });
}

}  // namespace

Pretrained pretrain(const Cell& cell, const std::string& name, const std::function<report::Cost(nn::Encoder&)>& train,
                    const MakeEncoder& make) {
  Pretrained result{make(cell.data, cell.seed), {}, name, make};
  const std::string path = cell.report.file(name + "-encoder.safetensors");
  if (cell.report.resumes() && !path.empty() && std::filesystem::exists(path)) {
    nn::StateDict state = io::load_safetensors(path);
    const auto cost =
        std::find_if(state.begin(), state.end(), [](const auto& entry) { return entry.first == cost_entry; });
    require<Error>(cost != state.end() && count(cost->second) == 3, path,
                   ": holds no cost of training; start without --resume");
    result.cost = {static_cast<Index>(cost->second(0)), static_cast<Index>(cost->second(1)), double{cost->second(2)}};
    state.erase(cost);
    result.encoder->load_state_dict(state);
    return result;
  }
  result.cost = train(*result.encoder);
  eval::update_bn(*result.encoder, cell.data, cell.data.train, cell.split.unlabelled);
  if (!path.empty()) {
    nn::StateDict state = result.encoder->state_dict();
    state.emplace_back(cost_entry, tensor({3}, {static_cast<double>(result.cost.updates),
                                                static_cast<double>(result.cost.images_seen), result.cost.seconds})
                                       .data());
    io::save_safetensors(path, state);
  }
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
