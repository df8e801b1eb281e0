#include "protocol/method_colors.hpp"

namespace selfsame::tutorials {
namespace {

struct MethodColor {
  const char* method;
  const char* color;
};

// Readable on light and dark pages. docs/site/method_colors.py reads this table, too.
constexpr MethodColor method_colors[] = {
    {"random_probe", "#64748b"},
    {"supervised", "#3b82f6"},
    {"rotation", "#16a34a"},
    {"simclr", "#8b5cf6"},
    {"pirl", "#b7791f"},
    {"pirl_rotation", "#b7791f"},
    {"self_training", "#d946ef"},
    {"fixmatch", "#e8871e"},
    {"simclr_graph", "#0ea5a4"},
    {"simclr_graph_fixmatch", "#d14d8b"},
    {"simclr_pixels_graph", "#6b8e23"},
    {"vit_supervised", "#0891b2"},
    {"masked", "#dc2626"},
};

}  // namespace

report::SeriesStyle method_style(const std::string& name) {
  report::SeriesStyle style;
  std::size_t longest = 0;
  for (const auto& [method, color] : method_colors) {
    const std::string known = method;
    if (known.size() <= longest || name.compare(0, known.size(), known) != 0) continue;
    const char next = name.size() == known.size() ? '@' : name[known.size()];
    if (std::string("_ ,@").find(next) == std::string::npos) continue;
    longest = known.size();
    style = {color, next == '_' ? 2 : 1};
  }
  return style;
}

}  // namespace selfsame::tutorials
