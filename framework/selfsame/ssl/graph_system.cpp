#include "selfsame/ssl/graph_system.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "selfsame/core/parallel.hpp"

namespace selfsame::ssl::detail {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// Sums over nodes are made in a fixed number of pieces, so that they are the same bits for any number of threads.
constexpr Index pieces = 32;

template <class Row>
void for_rows(Index n, Row row) {
  parallel_chunks(n, pieces, [&](Index, Index begin, Index end) {
    for (Index i = begin; i < end; ++i) row(i);
  });
}

// sum_i a_ic b_ic, for each column c.
std::vector<double> dots(Index n, Index columns, const Matrix& a, const Matrix& b) {
  std::vector<double> partial(at(pieces * columns), 0);
  parallel_chunks(n, pieces, [&](Index piece, Index begin, Index end) {
    double* sum = partial.data() + piece * columns;
    for (Index i = begin; i < end; ++i) {
      for (Index c = 0; c < columns; ++c) sum[c] += a[at(i * columns + c)] * b[at(i * columns + c)];
    }
  });
  std::vector<double> total(at(columns), 0);
  for (Index j = 0; j < pieces * columns; ++j) total[at(j % columns)] += partial[at(j)];
  return total;
}

// image = (D - alpha W) x on the free nodes, 0 on others. As a sum of differences: d x_i - sum_j w_ij x_j of numbers
// that hardly differ would lose a weak edge behind the rounding of the strong ones.
void multiply(const GraphSystem& system, Index columns, const Matrix& x, Matrix& image) {
  const NeighbourGraph& graph = system.graph;
  for_rows(graph.nodes(), [&](Index i) {
    double* out = image.data() + i * columns;
    std::fill(out, out + columns, 0.0);
    if (!system.is_free[at(i)]) return;
    const double* own = x.data() + i * columns;
    for (Index e = graph.first[at(i)]; e < graph.first[at(i + 1)]; ++e) {
      const double* in = x.data() + graph.neighbours[at(e)] * columns;
      for (Index c = 0; c < columns; ++c) out[c] += graph.weights[at(e)] * (own[c] - system.alpha * in[c]);
    }
  });
}

// The largest |residual| of a free node, as a multiple of its degree and scale.
double largest(const GraphSystem& system, Index columns, const Matrix& residual, const std::vector<double>& scale) {
  std::vector<double> partial(at(pieces), 0);
  parallel_chunks(system.graph.nodes(), pieces, [&](Index piece, Index begin, Index end) {
    double& most = partial[at(piece)];
    for (Index i = begin; i < end; ++i) {
      if (!system.is_free[at(i)]) continue;
      for (Index c = 0; c < columns; ++c) {
        const double ratio = std::abs(residual[at(i * columns + c)]) / (system.degree[at(i)] * scale[at(i)]);
        most = std::isnan(ratio) ? std::numeric_limits<double>::infinity() : std::max(most, ratio);  // 0 / 0: unknown
      }
    }
  });
  return *std::max_element(partial.begin(), partial.end());
}

// [conjugate gradients]
// Brings x closer to the solution until `largest` residual is at most `target`, or `left` iterations are used up;
// returns that ratio. One system a column, all in step, so that the graph is walked once an iteration. Conjugate
// gradients for positive definite matrices, preconditioned by the diagonal D (Shewchuk 1994, section 12).
double refine(const GraphSystem& system, Index columns, const Matrix& right, const ScaleOf& scale_of, double target,
              Matrix& x, Index& left) {
  const Index n = system.graph.nodes();
  Matrix residual(right.size()), scaled(right.size()), image(right.size());
  while (true) {
    multiply(system, columns, x, image);
    for_rows(n, [&](Index i) {
      for (Index j = i * columns; j < (i + 1) * columns; ++j) {
        residual[at(j)] = system.is_free[at(i)] ? right[at(j)] - image[at(j)] : 0;
      }
    });
    const double worst = largest(system, columns, residual, scale_of(x));
    if (worst <= target || left <= 0) return worst;

    const auto precondition = [&] {  // scaled = D^-1 residual
      for_rows(n, [&](Index i) {
        for (Index j = i * columns; j < (i + 1) * columns; ++j) {
          scaled[at(j)] = system.is_free[at(i)] ? residual[at(j)] / system.degree[at(i)] : 0;
        }
      });
      return dots(n, columns, residual, scaled);
    };
    std::vector<double> size = precondition();  // squared length of the residual, in the preconditioner's measure
    Matrix direction = scaled;
    // The residual that is carried along drifts away from the true one, so the loop around this one looks at that.
    do {
      --left;
      multiply(system, columns, direction, image);
      std::vector<double> step = dots(n, columns, direction, image);
      for (Index c = 0; c < columns; ++c) step[at(c)] = step[at(c)] > 0 ? size[at(c)] / step[at(c)] : 0;
      for_rows(n, [&](Index i) {
        for (Index c = 0; c < columns; ++c) {
          x[at(i * columns + c)] += step[at(c)] * direction[at(i * columns + c)];
          residual[at(i * columns + c)] -= step[at(c)] * image[at(i * columns + c)];
        }
      });
      const std::vector<double> before = size;
      size = precondition();
      for_rows(n, [&](Index i) {
        for (Index c = 0; c < columns; ++c) {
          const double keep = before[at(c)] > 0 ? size[at(c)] / before[at(c)] : 0;
          double& d = direction[at(i * columns + c)];
          d = scaled[at(i * columns + c)] + keep * d;
        }
      });
    } while (left > 0 && largest(system, columns, residual, scale_of(x)) > target);
  }
}
// [conjugate gradients]

}  // namespace

// A small residual is no small error: where a cluster hangs on by an edge of weight 1e-5, a residual of 1e-6 can mean
// that nothing has come over yet. What it can mean at most is known. The inverse of A = D - alpha W has no negative
// number, so of |A e| <= ratio D s follows |e| <= ratio A^-1 D s: another system, with one column, whose solution needs
// to be right only up to a factor of 2. With alpha = 1 and s = 1 it is the mean number of steps in which a walk from
// the node reaches one that is not free.
Matrix solve(const char* method, const GraphSystem& system, Index columns, const Matrix& right, const ScaleOf& scale_of,
             const PropagationOptions& options) {
  const Index n = system.graph.nodes();
  Matrix x(right.size(), 0), reach(at(n), 0), source(at(n), 0);
  Index left = options.iterations;
  double target = options.tolerance;
  double error = std::numeric_limits<double>::infinity();
  while (true) {
    const double ratio = refine(system, columns, right, scale_of, target, x, left);
    std::vector<double> scale = scale_of(x);
    for (Index i = 0; i < n; ++i) source[at(i)] = system.is_free[at(i)] ? system.degree[at(i)] * scale[at(i)] : 0;
    if (refine(
            system, 1, source, [&](const Matrix&) { return scale; }, 0.5, reach, left) <= 0.5) {
      error = 0;
      for (Index i = 0; i < n; ++i) {
        if (system.is_free[at(i)]) error = std::max(error, 2 * ratio * reach[at(i)] / scale[at(i)]);
      }
      if (error <= options.tolerance) return x;
      target = ratio * options.tolerance / error / 2;
    }
    // A sum of a few numbers is rounded by more than 1e-17 of them.
    require<Error>(left > 0 && target > 1e-17, method, ": after ", options.iterations - left,
                   " iterations of conjugate gradients the error may still be ", error, ", a tolerance of ",
                   options.tolerance,
                   " is asked for; part of the graph hangs on by very weak edges: leave these out, "
                   "or allow more iterations or a larger tolerance");
  }
}

}  // namespace selfsame::ssl::detail
