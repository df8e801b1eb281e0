/// \file
/// The colour of each method, in all figures of reports and of the documentation.
#pragma once

#include <string>

#include "selfsame/report/series_style.hpp"

namespace selfsame::tutorials {

/// How a row or a curve of this name is drawn: in the colour of the longest method of the table that its name is, or
/// begins with, before "_", " ", "," or "@". What is built on a method, "simclr_probe" on "simclr", is dashed.
report::SeriesStyle method_style(const std::string& name);

}  // namespace selfsame::tutorials
