#include "selfsame/debug/summary.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "selfsame/core/grad_mode.hpp"

namespace selfsame::debug {
namespace {

using OutputShapes = std::unordered_map<const nn::Module*, Shape>;

constexpr std::size_t columns = 5;
using Row = std::array<std::string, columns>;

// Sets the training flags of a tree back when it goes.
class KeptFlags {
 public:
  explicit KeptFlags(nn::Module& module) { remember(module); }
  ~KeptFlags() {  // parents first: each call also changes everything below
    for (const auto& [module, training] : flags_) module->train(training);
  }
  KeptFlags(const KeptFlags&) = delete;
  KeptFlags& operator=(const KeptFlags&) = delete;

 private:
  void remember(nn::Module& module) {
    flags_.emplace_back(&module, module.training());
    for (const auto& [name, child] : module.children()) remember(*child);
  }
  std::vector<std::pair<nn::Module*, bool>> flags_;
};

class ObserverScope {
 public:
  explicit ObserverScope(nn::CallObserver observer) : before_(nn::Module::observe_calls(std::move(observer))) {}
  ~ObserverScope() { nn::Module::observe_calls(std::move(before_)); }
  ObserverScope(const ObserverScope&) = delete;
  ObserverScope& operator=(const ObserverScope&) = delete;

 private:
  nn::CallObserver before_;
};

OutputShapes pass_through(nn::Module& module, const Shape& example_input) {
  OutputShapes shapes;
  const NoGrad no_grad;
  const KeptFlags flags(module);
  const ObserverScope scope([&shapes](const nn::Module& m, const Tensor& y) { shapes.emplace(&m, y.shape()); });
  module.eval();
  module(zeros(example_input));
  return shapes;
}

std::string grouped(Index n) {  // 1,234,567
  std::string text = std::to_string(n);
  for (Index at = static_cast<Index>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

// The parameters of the module itself: those whose name has no dot.
void add_rows(const nn::Module& module, const std::string& path, const OutputShapes& outputs, std::vector<Row>& rows) {
  std::string shapes;
  Index own = 0;
  for (const auto& [name, tensor] : module.named_parameters()) {
    if (name.find('.') != std::string::npos) continue;
    shapes += concat(shapes.empty() ? "" : ", ", name, " ", tensor.shape(), tensor.requires_grad() ? "" : " frozen");
    own += tensor.numel();
  }
  const auto output = outputs.find(&module);
  rows.push_back({path.empty() ? "(model)" : path, module.type(), shapes, own ? grouped(own) : "",
                  output == outputs.end() ? "" : to_string(output->second)});
  for (const auto& [name, child] : module.children()) {
    add_rows(*child, path.empty() ? name : path + "." + name, outputs, rows);
  }
}

std::string table_of(const std::vector<Row>& rows) {
  std::array<std::size_t, columns> width{};
  for (const Row& row : rows) {
    for (std::size_t c = 0; c < columns; ++c) width[c] = std::max(width[c], row[c].size());
  }
  constexpr std::size_t number_column = 3;
  std::string table;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < columns; ++c) {
      if (width[c] == 0) continue;
      const std::string space(width[c] - row[c].size(), ' ');
      line += (c ? "  " : "") + (c == number_column ? space + row[c] : row[c] + space);
    }
    table += line.erase(line.find_last_not_of(' ') + 1) + "\n";
  }
  return table;
}

}  // namespace

std::string summary(nn::Module& module, const Shape& example_input) {
  const OutputShapes outputs = example_input.empty() ? OutputShapes{} : pass_through(module, example_input);
  std::vector<Row> rows{{"module", "type", "parameters", "count", outputs.empty() ? "" : "output"}};
  add_rows(module, "", outputs, rows);
  Index trained = 0;
  Index frozen = 0;
  for (const auto& [name, tensor] : module.named_parameters()) {
    (tensor.requires_grad() ? trained : frozen) += tensor.numel();
  }
  Index buffers = 0;
  for (const auto& [name, tensor] : module.named_buffers()) buffers += tensor.numel();
  return table_of(rows) + "trained " + grouped(trained) + ", frozen " + grouped(frozen) + ", in buffers " +
         grouped(buffers) + "\n";
}

}  // namespace selfsame::debug
