/// \file
/// Numbers and tables as people read them: thousands separators, durations, aligned columns.
#pragma once

#include <string>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::report {

/// "1,234,567".
std::string thousands(Index number);

/// The number with this many digits after the point: `fixed(71.25, 1)` is "71.2"; not a number gives "-".
std::string fixed(double number, int digits);

/// The number as short as it can be while keeping `significant` digits: 0.142, 12.3, 1.5e-05.
std::string compact(double number, int significant = 3);

/// Minutes and seconds, "0:42", with hours where needed, "1:02:03". Negative or not finite: "-:--".
std::string duration(double seconds);

/// Columns that a text takes up: UTF-8 characters, not bytes.
Index display_width(const std::string& text);

/// The text with spaces behind it up to `width` columns; longer texts are returned as they are.
std::string left_aligned(const std::string& text, Index width);

/// The text with spaces in front of it up to `width` columns; longer texts are returned as they are.
std::string right_aligned(const std::string& text, Index width);

/// Rows of cells as lines of aligned columns, two spaces apart: the first `text_columns` columns to the left,
/// the others, which are numbers, to the right. Rows may be shorter than the first one. Ends with a line break.
std::string text_table(const std::vector<std::vector<std::string>>& rows, Index text_columns = 1);

/// The text with `& < > "` and the apostrophe written so that HTML and SVG show them.
std::string escaped(const std::string& text);

}  // namespace selfsame::report
