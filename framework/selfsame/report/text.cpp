#include "selfsame/report/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace selfsame::report {

namespace {

// As printf's %.*f and %.*g, with a point in every country: printf would take the comma of a German locale.
std::string printed(std::chars_format format, int digits, double number) {
  char buffer[400];  // the longest double has 309 digits before the point
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, number, format, digits).ptr};
}

}  // namespace

std::string thousands(Index number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t end = digits.size(); end > first + 3;) {
    end -= 3;
    digits.insert(end, ",");
  }
  return digits;
}

std::string fixed(double number, int digits) {
  if (!std::isfinite(number)) return "-";
  const std::string text = printed(std::chars_format::fixed, digits, number);
  const bool is_zero = text.find_first_not_of("-0.") == std::string::npos;
  return is_zero && text[0] == '-' ? text.substr(1) : text;
}

std::string compact(double number, int significant) {
  if (std::isnan(number)) return "nan";
  return printed(std::chars_format::general, significant, number);
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "-:--";
  const long long total = std::llround(std::min(seconds, 1e9));
  char buffer[64];
  if (total < 3600) {
    std::snprintf(buffer, sizeof buffer, "%lld:%02lld", total / 60, total % 60);
  } else {
    std::snprintf(buffer, sizeof buffer, "%lld:%02lld:%02lld", total / 3600, total / 60 % 60, total % 60);
  }
  return buffer;
}

Index display_width(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

std::string left_aligned(const std::string& text, Index width) {
  return text + std::string(static_cast<std::size_t>(std::max<Index>(0, width - display_width(text))), ' ');
}

std::string right_aligned(const std::string& text, Index width) {
  return std::string(static_cast<std::size_t>(std::max<Index>(0, width - display_width(text))), ' ') + text;
}

std::string text_table(const std::vector<std::vector<std::string>>& rows, Index text_columns) {
  std::vector<Index> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string table;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      line += static_cast<Index>(i) < text_columns ? left_aligned(row[i], widths[i]) : right_aligned(row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    table += line + "\n";
  }
  return table;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

}  // namespace selfsame::report
