// a3.t4: NT-Xent as matrices, with its gradient.
#include "views.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

double loss_of(const Array& first, const Array& second, double temperature) {
  return double{selfsame::ssl::nt_xent(Tensor(first), Tensor(second), static_cast<Scalar>(temperature)).item()};
}

}  // namespace

TEST_CASE("two images in two views: the page's numbers") {
  const Tensor loss = selfsame::ssl::nt_xent(Tensor(course::page_first), Tensor(course::page_second), 1);
  check(loss.dim() == 0, "the loss has shape " + selfsame::to_string(loss.shape()) + ", expected one number, ()");
  auto mistakes = course::page_mistakes;
  mistakes.push_back({(std::log(1 + 2 * std::exp(-3.0)) + std::log(1 + 2 * std::exp(-2.0))) / 2,
                      "these are products, not cosines: are the rows normalised before they are multiplied?"});
  check_close("NT-Xent of views [[1, 0], [0, 2]] and [[3, 0], [0, 1]], tau = 1", double{loss.item()}, course::page_loss,
              mistakes);
}

TEST_CASE("length does not count") {
  const Array a = random_array({3, 4}, 1), b = random_array({3, 4}, 2);
  Array longer = a;
  for (Scalar& v : longer) v *= 5;
  const double expected = course::nt_xent_of(a, b, 1), got = loss_of(longer, b, 1);
  check(std::abs(got - expected) < 1e-5, "first view five times as long: got " + std::to_string(got) + ", expected " +
                                             std::to_string(expected) +
                                             ": are the rows normalised before they are multiplied?");
}

TEST_CASE("the temperature divides the similarities") {
  check_close("the page's views with tau = 0.5", loss_of(course::page_first, course::page_second, 0.5),
              std::log(std::exp(2.0) + 2) - 2,
              {{course::page_loss, "the temperature has no effect"},
               {std::log(std::exp(0.5) + 2) - 0.5, "you multiplied by the temperature; divide by it"}});
}

TEST_CASE("random views, against loops") {
  const Index n = random_size(4, 5), width = random_size(2, 3);
  const Array a = random_array({n, width}, 1), b = random_array({n, width}, 2);
  for (const double temperature : {0.1, 1.0}) {
    check_close(concat("NT-Xent of ", n, " images, tau = ", temperature), loss_of(a, b, temperature),
                course::nt_xent_of(a, b, temperature));
  }
}

TEST_CASE("its gradient reaches both views, against finite differences") {
  const Index n = random_size(2, 3), width = random_size(7, 8);
  const Array a = random_array({n, width}, 1), b = random_array({n, width}, 2), one = selfsame::filled({}, 1);
  Tensor first(a, true), second(b, true);
  const Tensor loss = selfsame::ssl::nt_xent(first, second, Scalar(0.5));
  check(loss.requires_grad(), "the loss is cut off from its views: compute with tensors, not with their data()");
  loss.backward();
  const auto number = [](double value) { return selfsame::filled({}, static_cast<Scalar>(value)); };
  const auto of_first = [&](const Array& v) { return number(course::nt_xent_of(v, b, 0.5)); };
  const auto of_second = [&](const Array& v) { return number(course::nt_xent_of(a, v, 0.5)); };
  check(first.has_grad() && second.has_grad(), "a view got no gradient: is one of them detached?");
  check_close(concat("gradient of the first view ", a.shape()), first.grad(), course::differences(of_first, a, one), {},
              1e-4);
  check_close(concat("gradient of the second view ", b.shape()), second.grad(), course::differences(of_second, b, one),
              {}, 1e-4);
}
