#include "typed_results.hpp"

#include <sstream>
#include <utility>

namespace {

// The text without what stands between each pair of marks, the marks included.
std::string without(const std::string& text, const std::string& opening, const std::string& closing) {
  std::string rest;
  std::size_t from = 0;
  for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, from)) {
    rest.append(text, from, at - from);
    const auto end = text.find(closing, at + opening.size());
    if (end == std::string::npos) return rest;
    from = end + closing.size();
  }
  return rest.append(text, from);
}

bool has_decimal(const std::string& line) {
  const auto digit = [&line](std::size_t at) { return at < line.size() && line[at] >= '0' && line[at] <= '9'; };
  for (std::size_t point = line.find('.'); point != std::string::npos; point = line.find('.', point + 1)) {
    if (point > 0 && digit(point - 1) && digit(point + 1)) return true;
  }
  return false;
}

}  // namespace

std::string typed_result(const std::string& page, const std::string& name) {
  const std::string section = name.substr(0, name.find('_')) + "_results";
  const auto begin = page.find("\\section " + section + " ");
  if (begin == std::string::npos) return {};
  std::string text = page.substr(begin, page.find("\n\\section ", begin) - begin);
  const std::pair<std::string, std::string> no_results[] = {{"\\verbatim", "\\endverbatim"},
                                                            {"\\code", "\\endcode"},
                                                            {"`", "`"},
                                                            {"\\f$", "\\f$"},
                                                            {"\\f[", "\\f]"},
                                                            {"\\result", "}"}};
  for (const auto& [opening, closing] : no_results) text = without(text, opening, closing);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("    ", 0) != 0 && has_decimal(line)) return line;
  }
  return {};
}
