#include <doctest/doctest.h>

#include <clocale>
#include <locale>
#include <string>

#include "selfsame/core/error.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/text.hpp"

using namespace selfsame;

TEST_CASE("numbers have a point and no groups whatever the program around has made of its locale") {
  struct German : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new German));
  const char* c_before = std::setlocale(LC_NUMERIC, nullptr);
  const std::string c_name = c_before == nullptr ? "C" : c_before;
  std::setlocale(LC_NUMERIC, "de_DE.UTF-8");  // where it is installed
  const std::string written = report::fixed(1234.5, 1) + " " + report::compact(1234.5, 6) + " " +
                              report::thousands(1500) + " " +
                              report::csv_line({std::to_string(1500), report::exact(0.5)});
  const std::string described = concat("split-", Index{1000}, "-", 0.5);
  std::setlocale(LC_NUMERIC, c_name.c_str());
  std::locale::global(before);
  CHECK(written == "1234.5 1234.5 1,500 1500,0.5\n");
  CHECK(described == "split-1000-0.5");
}
