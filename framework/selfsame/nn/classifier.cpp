#include "selfsame/nn/classifier.hpp"

namespace selfsame::nn {

Classifier::Classifier(std::unique_ptr<Encoder> made_encoder, Index classes, Generator& random)
    : encoder(*made_encoder),
      head((add_child("encoder", std::move(made_encoder)),
            add<Linear>("head", encoder.features(), classes, true, random))) {}

Tensor Classifier::forward(const Tensor& x) { return head(encoder(x)); }

}  // namespace selfsame::nn
