#include "selfsame/optim/lbfgs.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>

#include "selfsame/core/error.hpp"

namespace selfsame::optim {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

// y + factor * x
Vector plus(const Vector& y, double factor, const Vector& x) {
  Vector sum(y);
  for (std::size_t i = 0; i < y.size(); ++i) sum[i] += factor * x[i];
  return sum;
}

double largest(const Vector& x) {
  double most = 0;
  for (const double v : x) most = std::abs(v) <= most ? most : std::abs(v);  // NaN stays
  return most;
}

struct Pair {
  Vector move, change;  // s: from one point to the next; y: of the gradient along it
  double scale;         // 1 / <s, y>
};

// Where to go: minus the gradient, times the inverse curvature that the pairs tell (algorithm 7.4, the two loops).
Vector direction(const Vector& gradient, const std::deque<Pair>& pairs) {
  Vector q = plus(Vector(gradient.size(), 0), -1, gradient);
  Vector alpha(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    alpha[i] = pairs[i].scale * dot(pairs[i].move, q);
    q = plus(q, -alpha[i], pairs[i].change);
  }
  if (!pairs.empty()) {
    const double shrink = 1 / (pairs.back().scale * dot(pairs.back().change, pairs.back().change));
    for (double& v : q) v *= shrink;
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    q = plus(q, alpha[i] - pairs[i].scale * dot(pairs[i].change, q), pairs[i].move);
  }
  return q;
}

struct Point {
  Vector at, gradient;
  double value;
};

Point evaluated(const Objective& function, Vector at) {
  Point point{std::move(at), {}, 0};
  point.gradient.resize(point.at.size());
  point.value = function(point.at, point.gradient);
  return point;
}

// The point along `way` that is low enough and past the steep part; `from` itself if rounding hides every descent.
Point lower(const Objective& function, const Point& from, const Vector& way, double length) {
  const double slope = dot(from.gradient, way);
  double too_short = 0;
  double too_long = std::numeric_limits<double>::infinity();
  for (int trial = 0; trial < 50; ++trial) {
    Point point = evaluated(function, plus(from.at, length, way));
    if (!(point.value <= from.value + 1e-4 * length * slope)) {
      too_long = length;
    } else if (dot(point.gradient, way) < 0.9 * slope) {
      too_short = length;
    } else {
      return point;
    }
    length = std::isfinite(too_long) ? (too_short + too_long) / 2 : 2 * too_short;
  }
  return from;
}

}  // namespace

Minimum lbfgs(const Objective& function, std::vector<double> start, const LbfgsOptions& options) {
  Point here = evaluated(function, std::move(start));
  require<Error>(std::isfinite(here.value) && std::isfinite(largest(here.gradient)), "lbfgs: value ", here.value,
                 " and largest gradient ", largest(here.gradient),
                 " at the start; finite numbers are expected: look for NaN or infinity in what the function reads");
  std::deque<Pair> pairs;
  Index step = 0;
  for (; step < options.steps && largest(here.gradient) > options.tolerance; ++step) {
    const Vector way = direction(here.gradient, pairs);
    const double length = pairs.empty() ? std::min(1.0, 1 / std::sqrt(dot(way, way))) : 1;
    Point next = lower(function, here, way, length);
    Pair pair{plus(next.at, -1, here.at), plus(next.gradient, -1, here.gradient), 0};
    const double curvature = dot(pair.move, pair.change);
    if (!(curvature > 0)) break;  // it did not move
    pair.scale = 1 / curvature;
    pairs.push_back(std::move(pair));
    if (pairs.size() > options.memory) pairs.pop_front();
    here = std::move(next);
  }
  return {here.at, here.value, largest(here.gradient), step};
}

}  // namespace selfsame::optim
