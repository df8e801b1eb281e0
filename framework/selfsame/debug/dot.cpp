#include "selfsame/debug/dot.hpp"

#include <unordered_map>

#include "selfsame/core/graph.hpp"

namespace selfsame::debug {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

}  // namespace

std::string to_dot(const Tensor& output, const std::vector<std::pair<std::string, Tensor>>& names) {
  std::unordered_map<const GradSlot*, std::string> name_of;
  for (const auto& [name, tensor] : names) name_of.emplace(tensor.slot().get(), name);

  std::string dot = "digraph graph_of_output {\n  rankdir=TB;\n  node [fontname=\"sans-serif\"];\n";
  // Numbered in the order in which the walk meets them. No recursion: graphs are deep.
  std::vector<const GradSlot*> found;
  std::unordered_map<const GradSlot*, std::size_t> number;
  const auto number_of = [&](const GradSlot* slot) {
    const auto [entry, is_new] = number.emplace(slot, found.size());
    if (is_new) found.push_back(slot);
    return std::to_string(entry->second);
  };
  if (output.slot()) {
    number_of(output.slot().get());
  } else {
    dot += "  n0 [shape=box, label=" + quoted("constant " + to_string(output.shape())) + "];\n";
  }
  for (std::size_t next = 0; next < found.size(); ++next) {
    const GradSlot* slot = found[next];
    const auto name = name_of.find(slot);
    const std::string title = slot->producer ? slot->producer->op : name == name_of.end() ? "leaf" : name->second;
    dot += "  n" + std::to_string(next) + " [shape=" + (slot->producer ? "ellipse" : "box") +
           ", label=" + quoted(title + " " + to_string(slot->shape)) + "];\n";
    if (!slot->producer) continue;
    for (const auto& input : slot->producer->inputs) {
      if (input) dot += "  n" + number_of(input.get()) + " -> n" + std::to_string(next) + ";\n";
    }
  }
  return dot + "}\n";
}

}  // namespace selfsame::debug
