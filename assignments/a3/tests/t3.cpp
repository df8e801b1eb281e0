// a3.t3: NT-Xent as loops.
#include "views.hpp"

using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::Index;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

double loss_of(const Array& first, const Array& second, double temperature) {
  return selfsame::ssl::nt_xent_plain(Tensor(first), Tensor(second), temperature);
}

}  // namespace

TEST_CASE("two images in two views: the page's numbers") {
  check_close("NT-Xent of views [[1, 0], [0, 2]] and [[3, 0], [0, 1]], tau = 1",
              loss_of(course::page_first, course::page_second, 1), course::page_loss, course::page_mistakes);
}

TEST_CASE("the temperature divides the similarities") {
  const double e2 = std::exp(2.0);
  check_close("the same with tau = 0.5", loss_of(course::page_first, course::page_second, 0.5), std::log(e2 + 2) - 2,
              {{course::page_loss, "the temperature has no effect"},
               {std::log(std::exp(0.5) + 2) - 0.5, "you multiplied by the temperature; divide by it"},
               {std::log(e2 + 2) - 1, "the temperature is missing in the partner's term"},
               {std::log(std::exp(1.0) + 2) - 2, "the temperature is missing in the sum"}});
}

TEST_CASE("one image: nothing to push away") {
  check_close("NT-Xent of one image", loss_of(random_array({1, 3}, 1), random_array({1, 3}, 2), 0.5), 0,
              {{std::log(2.0), "a view is compared with itself"}});
}

TEST_CASE("all views alike: ln(2N - 1)") {
  const Array same = selfsame::filled({4, 2}, 1);
  check_close("NT-Xent of four images that all look alike", loss_of(same, same, 0.1), std::log(7.0),
              {{std::log(8.0), "a view is compared with itself: there are 2N - 1 others, not 2N"},
               {std::log(6.0), "the partner is missing in the sum"}});
}

TEST_CASE("random views, against another way") {
  const Index n = random_size(4, 5), width = random_size(2, 3);
  const Array a = random_array({n, width}, 1), b = random_array({n, width}, 2);
  for (const double temperature : {0.2, 1.0}) {
    check_close(selfsame::concat("NT-Xent of ", n, " images, tau = ", temperature), loss_of(a, b, temperature),
                course::nt_xent_of(a, b, temperature), {}, 1e-4);
  }
  check_close("the views exchanged", loss_of(b, a, 0.2), loss_of(a, b, 0.2));
}
