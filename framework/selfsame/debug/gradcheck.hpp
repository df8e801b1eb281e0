/// \file
/// Are the gradients right? Compares backward with finite differences.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "selfsame/core/tensor.hpp"

/// Tools for finding out what a network does and why it does not learn.
namespace selfsame::debug {

/// Options of `gradcheck`.
struct GradcheckOptions {
  double eps = 1e-6;          ///< distance by which an input element is moved in each direction
  double rtol = 1e-4;         ///< largest difference allowed, relative to the larger of the two gradients
  double atol = 1e-7;         ///< largest difference allowed besides
  Index full_elements = 500;  ///< up to this many inputs times outputs, every output element is checked by itself too
  std::uint64_t seed = 1;     ///< of the random weights with which outputs are summed up
};

/// What `gradcheck` found; true where everything agrees.
struct GradcheckResult {
  bool ok = true;         ///< whether everything agrees
  std::size_t input = 0;  ///< of the first disagreement: which input,
  Shape position;         ///< where in it,
  double got = 0;         ///< what backward says
  double expected = 0;    ///< and what finite differences say
  std::string what;       ///< the comparison that failed

  explicit operator bool() const { return ok; }  ///< whether the gradients agree

  /// "ok", or one line on the first disagreement.
  std::string message() const;
};

/// Gradients by measurement: central differences of sum(weights * f(inputs)), one for each element of each input.
///
/// \param f        must depend on nothing but its inputs
/// \param inputs   are left as they were
/// \param weights  in the shape of f's output
/// \param eps      distance by which an element is moved in each direction
/// \return         one array an input, in its shape; zeros for inputs that do not require a gradient
std::vector<Array> finite_differences(const std::function<Tensor(const std::vector<Tensor>&)>& f,
                                      const std::vector<Tensor>& inputs, const Array& weights, double eps = 1e-6);

/// Compares the gradients that backward gives with central differences, (f(x + eps) - f(x - eps)) / (2 eps), for every
/// element of every input that requires a gradient.
///
/// Outputs of any shape are summed up with random weights, so that no error can hide in a symmetric sum; of a small
/// function, every output element is also checked by itself. Then it checks that gradients add up over two backward
/// calls, and over two uses in one graph.
///
/// \param f       must depend on nothing but its inputs: no dropout, and no running statistics that feed the output
/// \param inputs  values at which `f` is differentiable: no ties under max, no 0 under relu. Those that do not require
///                a gradient are constants. They are left as they were.
/// \throws Error  in the float library, whose 7 digits do not suffice: link selfsame_f64; and if no input requires a
///                gradient
/// \code
/// CHECK(gradcheck([](const auto& in) { return matmul(in[0], in[1]); }, {a, b}));
/// \endcode
GradcheckResult gradcheck(const std::function<Tensor(const std::vector<Tensor>&)>& f, const std::vector<Tensor>& inputs,
                          const GradcheckOptions& options = {});

}  // namespace selfsame::debug
