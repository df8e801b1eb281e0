#include "selfsame/report/html.hpp"

#include <charconv>
#include <cstring>

#include "selfsame/core/error.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {

namespace {

const char* const style = R"css(
:root { color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #1f2937; --soft: #5b6472; --line: #e2e5ea; --accent: #2563eb }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0e1116; --card: #171b22; --ink: #e5e7eb; --soft: #9aa4b2; --line: #2b323d; --accent: #7aa7ff }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
main { max-width: 58rem; margin: 0 auto; padding: 2.2rem 1.2rem 4rem }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.01em }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .8rem }
p { max-width: 44rem; margin: .5rem 0 }
.soft, figcaption, caption { color: var(--soft) }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: .4rem 1.1rem; overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
caption { caption-side: bottom; text-align: left; padding: .6rem 0 .5rem; font-size: .9rem }
th, td { padding: .5rem .4rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap }
tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0 }
th:first-child, td:first-child { text-align: left }
thead th { color: var(--soft); font-weight: 600; font-size: .86rem }
tbody th { font-weight: 600 }
td.gain-up { color: #15803d } td.gain-down { color: #b91c1c }
@media (prefers-color-scheme: dark) { td.gain-up { color: #4ade80 } td.gain-down { color: #f87171 } }
figure { margin: 0 0 1.4rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: .8rem .9rem 1rem; overflow-x: auto }
figure svg { display: block; width: 100%; min-width: 26rem; max-width: 760px; height: auto; margin: 0 auto }
figcaption { font-size: .93rem; max-width: 44rem; margin: .6rem .2rem 0 }
details { margin-top: .8rem } summary { cursor: pointer; color: var(--accent); padding: .4rem 0 }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr;
  gap: .25rem 1.2rem; margin: .6rem 0; font-size: .93rem }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
@media (max-width: 40rem) {
  main { padding: 1.4rem .7rem 3rem } h1 { font-size: 1.5rem } .card { padding: .3rem .7rem }
  figure { padding: .6rem .5rem .8rem }
  table { font-size: .84rem } th, td { padding: .45rem .25rem }
}
ul { max-width: 44rem; padding-left: 1.2rem } code { font-size: .92em; overflow-wrap: anywhere }
)css";

// The number that begins at `at`, with or without a plus; 0 where none does. Unlike std::stod, it is the same
// in every country.
double number_at(const std::string& text, std::size_t at) {
  if (text[at] == '+') ++at;
  double number = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), number);
  return number;
}

// "+4.2 ± 0.8" is a gain, "-8.2" a loss; neither where it lies within its own standard deviation.
std::string cell_class(const std::string& column, const std::string& cell) {
  if (column != "gain" || cell.size() < 2) return "";
  const double gain = number_at(cell, 0);
  const std::size_t spread = cell.find("± ");
  const double stddev = spread == std::string::npos ? 0 : number_at(cell, spread + std::strlen("± "));
  if (gain > stddev) return " class=\"gain-up\"";
  return gain < -stddev ? " class=\"gain-down\"" : "";
}

std::string table_html(const Page& page) {
  if (page.table.empty()) return "";
  std::string html = "<div class=\"card\"><table>\n";
  if (!page.table_caption.empty()) html += "<caption>" + escaped(page.table_caption) + "</caption>\n";
  html += "<thead><tr>";
  for (const std::string& cell : page.table[0]) html += "<th scope=\"col\">" + escaped(cell) + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 1; r < page.table.size(); ++r) {
    html += "<tr>";
    for (std::size_t c = 0; c < page.table[r].size(); ++c) {
      const std::string& cell = page.table[r][c];
      html += c == 0 ? "<th scope=\"row\" style=\"text-align:left\">" + escaped(cell) + "</th>"
                     : "<td" + cell_class(page.table[0][c], cell) + ">" + escaped(cell) + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string figure_html(const Figure& figure) {
  std::string html = "<figure id=\"" + escaped(figure.name) + "\">\n";
  html += figure.svg.empty()
              ? "<p class=\"soft\">" + escaped(figure.title) + ": not drawn, because gnuplot was not there.</p>\n"
              : figure.svg;
  return html + "<figcaption>" + escaped(figure.caption) + "</figcaption>\n</figure>\n";
}

std::string list_html(const OptionList& entries) {
  std::string html = "<dl>\n";
  for (const auto& [name, value] : entries) {
    html += "<dt>" + escaped(name) + "</dt><dd>" + (value.empty() ? "&ndash;" : escaped(value)) + "</dd>\n";
  }
  return html + "</dl>\n";
}

}  // namespace

std::string html_page(const Page& page) {
  const BuildInfo build = build_info();
  const MachineInfo machine = machine_info();
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  html += "<title>" + escaped(page.title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<main>\n";
  html += "<h1>" + escaped(page.title) + "</h1>\n";
  if (!page.introduction.empty()) html += "<p>" + escaped(page.introduction) + "</p>\n";
  html += concat("<p class=\"soft\">", escaped(page.run.program), " · ", page.run.started.substr(0, 10), " · ",
                 duration(page.run.wall_seconds), " on ", escaped(machine.cpu), ", ", page.run.threads,
                 page.run.threads == 1 ? " thread" : " threads", "</p>\n");
  if (!page.table.empty()) html += "<h2>Results</h2>\n" + table_html(page);
  if (!page.notes.empty()) {
    html += "<ul>\n";
    for (const std::string& note : page.notes) html += "<li>" + escaped(note) + "</li>\n";
    html += "</ul>\n";
  }
  if (!page.figures.empty()) html += "<h2>Figures</h2>\n";
  for (const Figure& figure : page.figures) html += figure_html(figure);
  html += "<h2>How this was made</h2>\n<div class=\"card\">\n";
  html += list_html({{"program", page.run.program},
                     {"started", page.run.started},
                     {"took", duration(page.run.wall_seconds)},
                     {"processor", machine.cpu},
                     {"threads", std::to_string(page.run.threads)},
                     {"commit", build.commit}});
  html += "<details><summary>All options and the build</summary>\n" + list_html(page.run.options) +
          list_html({{"version", build.version},
                     {"source hash", build.source_hash},
                     {"compiler", build.compiler},
                     {"flags", build.flags},
                     {"system", machine.system}}) +
          "</details>\n";
  html +=
      "<p class=\"soft\">Every measurement is a row of <code>results.csv</code>, every training step one of "
      "<code>metrics.csv</code>, beside this page.</p>\n</div>\n</main>\n</body>\n</html>\n";
  return html;
}

}  // namespace selfsame::report
