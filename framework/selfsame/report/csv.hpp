/// \file
/// Comma-separated values as RFC 4180 describes them: enough to write our tables and to read them back.
#pragma once

#include <charconv>
#include <string>
#include <vector>

#include "selfsame/core/error.hpp"
#include "selfsame/core/types.hpp"
#include "selfsame/data/label_count.hpp"

namespace selfsame::report {

/// One row of a CSV file.
struct CsvRow {
  std::vector<std::string> cells;  ///< without quotes
  Index line = 0;                  ///< where it begins in the file, counted from 1
};

/// The cells as one line with its line break; cells with commas, quotes or line breaks are quoted.
std::string csv_line(const std::vector<std::string>& cells);

/// The number with just as many digits as it takes to read the same number back.
std::string exact(double number);

/// The rows below the header.
/// \param growing  lines are appended to this file: a last one without a line break is not finished, and left out
/// \throws Error  that names the file and the line if the header is another one or a row has another number of cells
std::vector<CsvRow> read_csv(const std::string& path, const std::vector<std::string>& header, bool growing = false);

/// The same from the text of a file. \param path  for errors
std::vector<CsvRow> csv_rows(const std::string& text, const std::vector<std::string>& header, const std::string& path);

/// One cell of a row as a number. \throws Error that names file, line and column, and what stands there instead
template <class Number>
Number number_in(const CsvRow& row, std::size_t column, const std::vector<std::string>& header,
                 const std::string& path) {
  const std::string& text = row.cells[column];
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  require<Error>(error == std::errc() && end == text.data() + text.size(), path, ":", row.line, ": ", header[column],
                 " is \"", text, "\", expected a number; remove the file or start without --resume");
  return number;
}

/// One cell of a row as a number of labels, or "all". \throws Error as `number_in`
data::LabelCount labels_in(const CsvRow& row, std::size_t column, const std::vector<std::string>& header,
                           const std::string& path);

}  // namespace selfsame::report
