#include <doctest/doctest.h>

#include "methods/transfer.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/eval/predict.hpp"
#include "t07_transfer/rows.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

Options of_shapes() {
  Options options;
  options.dataset = "shapes";
  return options;
}

}  // namespace

TEST_CASE("source and target of one data set share no class") {
  const SourceAndTarget data = source_and_target(of_shapes(), "");
  for (const std::string& name : data.source.class_names) {
    for (const std::string& other : data.target.class_names) CHECK(name != other);
  }
}

TEST_CASE("rows are named by source and depth") {
  CHECK(transfer_row("simclr", 0, 3) == "simclr_probe");
  CHECK(transfer_row("simclr", 2, 3) == "simclr_last2");
  CHECK(transfer_row("simclr", 3, 3) == "simclr_all");
}

TEST_CASE("training changes the last blocks and leaves the frozen ones as they were, running statistics included") {
  const SourceAndTarget data = source_and_target(of_shapes(), "");
  report::Report report;
  const Cell target = cell_of(data.target, report, 0, 2);
  const Pretrained pretrained{make_encoder(data.source, 1), {1, 1, 0}, "some"};
  const nn::StateDict before = pretrained.encoder->state_dict();
  for (const Index trained : {1, 2}) {
    const auto classifier = add_transfer(target, pretrained, trained);
    const nn::StateDict after = classifier->encoder.state_dict();
    for (std::size_t i = 0; i < before.size(); ++i) {
      const std::string& name = before[i].first;  // "norm2.running_mean": the digit is the block
      const Index block = name[4] - '0';
      CHECK_MESSAGE((before[i].second == after[i].second) == (block <= 3 - trained), name);
    }
  }
}

TEST_CASE("where all blocks learn, none is frozen; more blocks than there are cannot") {
  const SourceAndTarget data = source_and_target(of_shapes(), "");
  const auto encoder = make_encoder(data.source, 1);
  CHECK(block_count(*encoder) == 3);
  freeze_below(*encoder, 3);
  for (const auto& [name, child] : encoder->children()) CHECK(!child->frozen());
  CHECK_THROWS_WITH_AS(freeze_below(*encoder, 4), "freeze_below: 4 blocks shall be trained, there are 3", UsageError);
}

TEST_CASE("the labelled source teaches the encoder and hands over no head") {
  const SourceAndTarget data = source_and_target(of_shapes(), "");
  report::Report report;
  const Cell source = cell_of(data.source, report, 0, 2);
  const Pretrained labelled = labelled_encoder(source);
  CHECK(labelled.cost.updates == 2);
  CHECK(eval::weights_hash(*labelled.encoder) != eval::weights_hash(*make_encoder(data.source, source.seed)));
}
