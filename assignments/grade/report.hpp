/// \file
/// A grade, for people and for other programs.
#pragma once

#include <string>

#include "grading.hpp"

namespace grade {

/// The table: task, title, state, score, seconds, first useful line; below it a bar and the sum.
std::string table(const Grade& grade, std::size_t columns);

/// Gradescope's results.json.
std::string results_json(const Grade& grade);

/// JUnit XML, one test case for each case.
std::string junit_xml(const Grade& grade);

}  // namespace grade
