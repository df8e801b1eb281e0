/// \file
/// Encoders that learnt without labels, made once for all cells and kept for a resumed run.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "protocol/cell.hpp"
#include "protocol/networks.hpp"
#include "selfsame/eval/linear_probe.hpp"

namespace selfsame::tutorials {

/// A pre-trained encoder and what it cost.
struct Pretrained {
  std::unique_ptr<nn::Encoder> encoder;  ///< trained without labels
  report::Cost cost;                     ///< of training it
  std::string name;                      ///< of the method: "simclr"; rows begin with it
  MakeEncoder make = make_encoder;       ///< makes another encoder of this kind
};

/// An encoder that `train` has trained without labels, and what that cost. Labels play no part in it, so one serves
/// every number of labels and every split. It is kept as FILE-encoder.safetensors in the report's directory, where a
/// resumed run finds it.
/// \param train  changes the encoder it is given and returns its cost
/// \param make   makes the encoder
/// \param file   empty: the name. Where each split has its own encoder, each needs a file of its own
Pretrained pretrain(const Cell& cell, const std::string& name, const std::function<report::Cost(nn::Encoder&)>& train,
                    const MakeEncoder& make = make_encoder, const std::string& file = "");

/// Whether the report's directory has such a file, of this run or one that it resumes; of several ranks, the first's.
bool has_kept(const report::Report& report, const std::string& name);

/// A classifier that starts as a pre-trained encoder with the linear probe of its features as head, for instance the
/// one that `add_probe_row` returns: a random head would tear the features down before it fits (Kumar et al. 2022,
/// "LP-FT").
std::unique_ptr<nn::Classifier> probed_classifier(const Cell& cell, const Pretrained& pretrained,
                                                  const eval::LinearProbe& probe);

/// \name The encoders of the lessons, by the methods' recipes
/// \{
Pretrained rotation_encoder(const Cell& cell);       ///< "rotation"
Pretrained simclr_encoder(const Cell& cell);         ///< "simclr"
Pretrained pirl_rotation_encoder(const Cell& cell);  ///< "pirl_rotation"
Pretrained pirl_jigsaw_encoder(const Cell& cell);    ///< "pirl_jigsaw"
Pretrained masked_encoder(const Cell& cell);         ///< "masked": a vision transformer
/// \}

}  // namespace selfsame::tutorials
