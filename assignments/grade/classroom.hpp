/// \file
/// Grading a folder of submissions, one folder a student.
#pragma once

#include <string>
#include <vector>

#include "grading.hpp"

namespace grade {

/// Two submissions that share lines which were not handed out.
struct Overlap {
  std::string first, second;
  double share = 0;       ///< lines that both have, of the lines that either has
  std::size_t lines = 0;  ///< how many both have
};

/// Pairs that share at least `least` of what they wrote, most alike first. Blanks do not count, nor lines shorter than
/// a dozen characters. A short task has few right answers, so that this is a place to look, and no proof.
std::vector<Overlap> overlaps(const std::string& starter, const std::vector<std::string>& submissions, double least);

/// Grades every folder in `all` with the starter's tests, and prints a row for each as it is done: the points of every
/// task and their sum; a folder without student/ gets none. Then prints the pairs of `overlaps`.
void grade_class(const GradeOptions& options, const std::string& all);

}  // namespace grade
