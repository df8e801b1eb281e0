#include "selfsame/report/together.hpp"

#include <algorithm>

#include "selfsame/core/hash.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {
namespace {

std::uint64_t hash_of_text(const std::string& text, std::uint64_t hash) {
  return hash_of(text.data(), text.size() + 1, hash);  // with the zero behind it, that tells "ab", "c" from "a", "bc"
}

// Of what no rank may have of its own: names, shapes, images.
std::uint64_t hash_of_kind(const std::vector<io::Checkpoint>& states) {
  std::uint64_t hash = 0;
  for (const io::Checkpoint& state : states) {
    for (const auto& [name, array] : state.arrays) hash = hash_of_text(concat(name, array.shape()), hash);
    const auto data = state.facts.find("data");
    if (data != state.facts.end()) hash = hash_of_text(data->second, hash);
  }
  return hash;
}

std::vector<io::Checkpoint> states_of(const std::vector<Stateful>& all) {
  std::vector<io::Checkpoint> states;
  for (const Stateful& one : all) states.push_back(one.state());
  return states;
}

}  // namespace

void take_first_ranks_state(const std::vector<Stateful>& all) {
  std::vector<io::Checkpoint> states = states_of(all);
  require_same_on_ranks(hash_of_kind(states), "networks, data or recipes");
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (auto& [name, array] : states[i].arrays) {
      transport().broadcast(array.data(), count(array) * static_cast<Index>(sizeof(Scalar)));
    }
    for (auto& [name, text] : states[i].facts) text = first_ranks(text);
    if (!is_first_rank()) all[i].load_state(states[i]);
  }
}

void require_same_state(const std::vector<Stateful>& all, Index step) {
  std::uint64_t hash = 0;
  for (const io::Checkpoint& state : states_of(all)) {
    for (const auto& [name, array] : state.arrays) hash = hash_of(array.data(), array.size() * sizeof(Scalar), hash);
    for (const auto& [name, text] : state.facts) hash = hash_of_text(text, hash);
  }
  require_same_on_ranks(hash, concat("weights after step ", step));
}

std::string slow_rank(const std::vector<double>& waited, double seconds) {
  const auto least = std::min_element(waited.begin(), waited.end());
  std::vector<double> others(waited.begin(), waited.end());
  std::nth_element(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(others.size() / 2), others.end());
  const double share = (others[others.size() / 2] - *least) / std::max(seconds, 1e-9);
  if (share < 0.2) return "";
  return concat("rank ", least - waited.begin(), " is slow: the others waited for it ", fixed(100 * share, 0),
                " % of the time");
}

}  // namespace selfsame::report
