#include "selfsame/report/gnuplot.hpp"

#include <iostream>
#include <mutex>

#include "selfsame/core/error.hpp"
#include "selfsame/report/external.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {

namespace {

// Attributes are what every viewer reads; the rules below override them where the reader prefers dark pages.
// gnuplot writes the same colour in several ways.
const char* const style = R"css(<style>
.selfsame text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
@media (prefers-color-scheme: dark) {
  .selfsame [fill="#ffffff"] { fill: #171b22 }
  .selfsame [stroke="rgb( 31,  41,  55)"], .selfsame [stroke="#1f2937"] { stroke: #e5e7eb }
  .selfsame [fill="rgb(31,41,55)"], .selfsame [fill="rgb( 31,  41,  55)"], .selfsame [fill="#1f2937"] { fill: #e5e7eb }
  .selfsame [stroke="rgb(209, 213, 219)"] { stroke: #3a424f }
}
</style>
)css";

}  // namespace

bool have_gnuplot() { return have_program("gnuplot"); }

void note_missing_gnuplot() {
  static std::once_flag said;
  std::call_once(said, [] {
    std::cerr << "note: gnuplot is not on the PATH, so figures are left out; their numbers are in results.csv and "
                 "metrics.csv (Debian: apt install gnuplot-nox)\n";
  });
}

std::string gnuplot_string(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c == '\n' ? ' ' : c);
  return quoted + "'";
}

std::string svg_head(int width, int height, const std::string& alt) {
  return concat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" class=\"selfsame\" "
      "viewBox=\"0 0 ",
      width, " ", height, "\" role=\"img\" aria-label=\"", escaped(alt), "\">\n", style, "<rect width=\"", width,
      "\" height=\"", height, "\" fill=\"#ffffff\"/>\n");
}

std::string svg_text(const std::string& words, double x, double y, const char* anchor, int size, const char* more) {
  return concat("<text x=\"", x, "\" y=\"", y, "\" text-anchor=\"", anchor, "\" font-size=\"", size, "\" fill=\"", ink,
                "\"", more, ">", escaped(words), "</text>\n");
}

std::string gnuplot_svg(const std::string& script, int width, int height, const std::string& id,
                        const std::string& alt) {
  const std::string full_script =
      concat("set terminal svg size ", width, ",", height, " dynamic noenhanced font 'DejaVu Sans,13' linewidth 1\n",
             "set border 3 linecolor rgb '", ink, "'\nset tics nomirror scale 0.5 textcolor rgb '", ink, "'\n",
             "set title font ',15' offset 0,0.3 textcolor rgb '", ink, "'\nset xlabel textcolor rgb '", ink,
             "'\nset ylabel textcolor rgb '", ink, "'\nset grid linecolor rgb '", grid_gray,
             "' linetype 1 linewidth 1\nset key textcolor rgb '", ink,
             "' Left reverse samplen 2 spacing 1.15 height 0.6\n", script);
  std::string svg = output_of("gnuplot", full_script, "the figure " + id);
  const std::size_t canvas = svg.find("<g id=\"gnuplot_canvas\">");
  require<Error>(canvas != std::string::npos, "gnuplot: what it drew as the figure ", id, " is not the SVG expected");
  svg = svg_head(width, height, alt) + svg.substr(canvas);
  // The same ids in several figures of a page would be one id.
  for (const char* mark : {"id='gp", "id=\"gnuplot_", "href='#gp"}) {
    const std::string text = mark;
    const std::size_t at = text.find('g', text.find_first_of("'\""));
    replace_all(svg, text, text.substr(0, at) + id + "-" + text.substr(at));
  }
  return svg;
}

}  // namespace selfsame::report
