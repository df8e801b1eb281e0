#include "selfsame/report/graphviz.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/report/external.hpp"
#include "selfsame/report/gnuplot.hpp"

namespace selfsame::report {

bool have_graphviz() { return have_program("dot"); }

Figure graph_figure(const std::string& name, const std::string& title, const std::string& dot,
                    const std::string& caption, const std::string& alt) {
  const std::string options = concat(" -Gbgcolor=transparent -Nfontsize=12 -Ncolor='", ink, "' -Nfontcolor='", ink,
                                     "' -Ecolor='", ink, "' -Earrowsize=0.7");
  std::string svg = output_of("dot -Tsvg" + options, dot, "the graph " + name);
  // <svg width="206pt" height="188pt" viewBox="0.00 0.00 206.00 188.00" ...><g id="graph0" ...>...</svg>
  const std::size_t box = svg.find("viewBox=\"0.00 0.00 "), body = svg.find("<g id=\"graph0\"");
  require<Error>(box != std::string::npos && body != std::string::npos, "dot: what it drew as the graph ", name,
                 " is not the SVG expected");
  double width = 0, height = 0;  // by from_chars: in a German locale, strtod ends at the point
  const char* const end = svg.data() + svg.size();
  const char* const height_text = std::from_chars(svg.data() + box + 19, end, width).ptr + 1;
  std::from_chars(height_text, end, height);
  const int page = std::max(760, static_cast<int>(std::lround(width)) + 20);
  const int page_height = static_cast<int>(std::lround(height)) + 20;
  svg = concat(svg_head(page, page_height, alt), "<svg x=\"", std::lround((page - width) / 2), "\" y=\"10\" width=\"",
               width, "\" height=\"", height, "\" viewBox=\"0 0 ", width, " ", height, "\">\n", svg.substr(body),
               "</svg>\n");
  replace_all(svg, " id=\"", " id=\"" + name + "-");  // the same ids in several figures of a page would be one id
  return {name, title, caption, alt, svg};
}

}  // namespace selfsame::report
