/// \file
/// report.html: one file that holds everything, for light and dark, wide and narrow screens, and asks nothing of the
/// net.
#pragma once

#include <string>
#include <vector>

#include "selfsame/report/figures.hpp"
#include "selfsame/report/run_info.hpp"

namespace selfsame::report {

/// What the page shows, from top to bottom.
struct Page {
  std::string title;                            ///< its heading
  std::string introduction;                     ///< may be empty
  std::vector<std::vector<std::string>> table;  ///< header row first; may be empty
  std::string table_caption;                    ///< what the table's numbers are
  std::vector<std::string> notes;               ///< a list below the table; may be empty
  std::vector<Figure> figures;                  ///< those without SVG are named as missing
  RunInfo run;                                  ///< how this was made
};

/// The page as HTML. Texts are escaped; SVG is inlined as it is.
std::string html_page(const Page& page);

}  // namespace selfsame::report
