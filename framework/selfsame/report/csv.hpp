/// \file
/// Comma-separated values as RFC 4180 describes them: enough to write our tables and to read them back.
#pragma once

#include <string>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::report {

/// One row of a CSV file.
struct CsvRow {
  std::vector<std::string> cells;
  Index line = 0;  ///< where it begins in the file, counted from 1
};

/// The cells as one line with its line break; cells with commas, quotes or line breaks are quoted.
std::string csv_line(const std::vector<std::string>& cells);

/// The number with just as many digits as it takes to read the same number back.
std::string exact(double number);

/// The rows below the header.
/// \throws Error  that names the file and the line if the header is another one or a row has another number of cells
std::vector<CsvRow> read_csv(const std::string& path, const std::vector<std::string>& header);

}  // namespace selfsame::report
