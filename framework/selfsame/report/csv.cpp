#include "selfsame/report/csv.hpp"

#include <charconv>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"

namespace selfsame::report {

namespace {

std::vector<CsvRow> parse(const std::string& text) {
  std::vector<CsvRow> rows;
  CsvRow row;
  std::string cell;
  Index line = 1;
  bool quoted = false, begun = false;
  const auto end_cell = [&] { row.cells.push_back(cell), cell.clear(); };
  const auto end_row = [&] {
    if (begun) end_cell(), rows.push_back(row);
    row = CsvRow{};
    begun = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!begun && c != '\n' && c != '\r') begun = true, row.line = line;
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  end_row();
  return rows;
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    if (cells[i].find_first_of(",\"\r\n") == std::string::npos) {
      line += cells[i];
      continue;
    }
    line += '"';
    for (const char c : cells[i]) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\n";
}

std::string exact(double number) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  return error == std::errc() ? std::string(buffer, end) : std::to_string(number);
}

std::vector<CsvRow> read_csv(const std::string& path, const std::vector<std::string>& header, bool growing) {
  std::string text = io::read_file(path);
  if (growing) text.erase(text.rfind('\n') + 1);  // all of it where there is no line break
  return csv_rows(text, header, path);
}

std::vector<CsvRow> csv_rows(const std::string& text, const std::vector<std::string>& header, const std::string& path) {
  std::vector<CsvRow> rows = parse(text);
  require<Error>(!rows.empty() && rows[0].cells == header, path, ": its first line is not the expected header ",
                 csv_line(header).substr(0, csv_line(header).size() - 1),
                 "; remove the file or start without --resume");
  rows.erase(rows.begin());
  for (const CsvRow& row : rows) {
    require<Error>(row.cells.size() == header.size(), path, ":", row.line, ": ", row.cells.size(), " cells, expected ",
                   header.size(), "; remove the file or start without --resume");
  }
  return rows;
}

data::LabelCount labels_in(const CsvRow& row, std::size_t column, const std::vector<std::string>& header,
                           const std::string& path) {
  return row.cells[column] == "all" ? data::all_labels : data::LabelCount(number_in<Index>(row, column, header, path));
}

}  // namespace selfsame::report
