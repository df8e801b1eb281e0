#include "selfsame/nn/pool.hpp"

#include "selfsame/ops/pool.hpp"

namespace selfsame::nn {

MaxPool2d::MaxPool2d(Index kernel, Index stride, Index padding)
    : kernel_(kernel), stride_(stride ? stride : kernel), padding_(padding) {}

Tensor MaxPool2d::forward(const Tensor& x) { return max_pool2d(x, kernel_, stride_, padding_); }

AvgPool2d::AvgPool2d(Index kernel, Index stride, Index padding)
    : kernel_(kernel), stride_(stride ? stride : kernel), padding_(padding) {}

Tensor AvgPool2d::forward(const Tensor& x) { return avg_pool2d(x, kernel_, stride_, padding_); }

Tensor GlobalAvgPool::forward(const Tensor& x) { return global_avg_pool(x); }

}  // namespace selfsame::nn
