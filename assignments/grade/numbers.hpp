/// \file
/// The numbers of a report, looked up again in what was measured: results.csv and run.json.
#pragma once

#include <string>
#include <vector>

#include "process.hpp"

namespace grade {

/// Compares `folder`/report.md with results.csv and run.json beside it, as a program of Selfsame wrote them. The report
/// has two tables, which begin with `| dataset | method | labels | metric | splits | mean | sd |` and
/// `| setting | value |`; the handout says what is in them. A case that fails names the row, what was claimed and what
/// was found. Where the report is as it was handed out, or a file is missing, every case is TODO. Whether results.csv
/// was measured and not written by hand it cannot know.
std::vector<CaseResult> check_numbers(const std::string& folder);

}  // namespace grade
