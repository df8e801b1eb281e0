#include "t10_transductive/spreading.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "selfsame/core/error.hpp"
#include "selfsame/data/planes.hpp"

namespace selfsame::tutorials {
namespace {

using Matrix = std::vector<double>;  // (n, classes)

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// Y: 1 / (labels of this class) at the class of each labelled node.
Matrix label_rows(Index nodes, const ssl::KnownNodes& known, Index classes) {
  require(known.nodes.size() == known.labels.size(), "spread_by_steps: ", known.nodes.size(), " labelled nodes and ",
          known.labels.size(), " labels; as many of each are expected");
  Matrix y(at(nodes * classes));
  for (std::size_t i = 0; i < known.nodes.size(); ++i) {
    const Index node = known.nodes[i], label = known.labels[i];
    require(0 <= node && node < nodes && 0 <= label && label < classes, "spread_by_steps: label ", label, " of node ",
            node, "; less than ", classes, " and ", nodes, " are expected");
    y[at(node * classes + label)] =
        1 / static_cast<double>(std::count(known.labels.begin(), known.labels.end(), label));
  }
  return y;
}

Array shares_of(const Matrix& f, Index classes) {
  Array scores = empty({static_cast<Index>(f.size()) / classes, classes});
  std::transform(f.begin(), f.end(), scores.begin(), [](double v) { return static_cast<Scalar>(v); });
  return ssl::row_shares(scores);
}

// The cosine of two points after this, (cos dx + cos dy) / 2, is about 1 - distance^2 / 4: who is nearest in the plane,
// is nearest in angle.
Array wound_up(const Array& points) {
  Array features = empty({points.shape()[0], 4});
  for (Index i = 0; i < points.shape()[0]; ++i) {
    for (Index d = 0; d < 2; ++d) {
      features(i, 2 * d) = std::cos(points(i, d));
      features(i, 2 * d + 1) = std::sin(points(i, d));
    }
  }
  return features;
}

// The point of this class that lies farthest to the left.
Index leftmost(const data::PlanePoints& moons, Index label) {
  Index best = label;  // classes come in turn
  for (Index i = label; i < moons.points.shape()[0]; i += data::plane_classes) {
    if (moons.points(i, 0) < moons.points(best, 0)) best = i;
  }
  return best;
}

}  // namespace

// [spreading by steps]
std::vector<report::StepShares> spread_by_steps(const ssl::NeighbourGraph& graph, const ssl::KnownNodes& known,
                                                Index classes, double alpha, const Indices& steps) {
  require(!steps.empty() && steps[0] >= 0 && std::is_sorted(steps.begin(), steps.end()),
          "spread_by_steps: steps must ascend, from 0 or more");
  const std::vector<double> degree = ssl::degrees(graph);
  const Matrix y = label_rows(graph.nodes(), known, classes);
  Matrix f(y.size(), 0);
  std::vector<report::StepShares> said;
  for (Index step = 0; step <= steps.back(); ++step) {
    if (std::binary_search(steps.begin(), steps.end(), step)) said.push_back({step, shares_of(f, classes)});
    Matrix next = y;
    for (double& v : next) v *= 1 - alpha;
    for (Index i = 0; i < graph.nodes(); ++i) {
      for (Index e = graph.first[at(i)]; e < graph.first[at(i + 1)]; ++e) {
        const Index j = graph.neighbours[at(e)];
        const double s = graph.weights[at(e)] / std::sqrt(degree[at(i)] * degree[at(j)]);  // S_ij
        for (Index c = 0; c < classes; ++c) next[at(i * classes + c)] += alpha * s * f[at(j * classes + c)];
      }
    }
    f = std::move(next);
  }
  return said;
}
// [spreading by steps]

report::Figure spreading_figure() {
  const data::PlanePoints moons = data::draw_plane("moons", 240, 25);
  const ssl::NeighbourGraph graph = ssl::neighbour_graph(wound_up(moons.points));
  const ssl::KnownNodes known{{leftmost(moons, 0), leftmost(moons, 1)}, {0, 1}};
  const Indices steps{0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 50, 60, 70, 80, 100, 300};
  return report::graph_steps(
      "spreading", "Label spreading on two moons, step by step", {moons.points, graph, moons.labels, known.nodes},
      spread_by_steps(graph, known, data::plane_classes, 0.99, steps), 9,
      "Two labelled points, ringed, one in each moon; lines join each point to its ten nearest. Blue and orange are "
      "the two answers, pale where unsure; empty ones have none yet, crosses are wrong. The slider chooses the step.");
}

}  // namespace selfsame::tutorials
