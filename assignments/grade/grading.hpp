/// \file
/// Grading a whole assignment: build, run every case, add up points.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "assignment.hpp"
#include "build.hpp"
#include "process.hpp"

namespace grade {

/// How a task went.
struct TaskResult {
  Task task;
  State state = State::missing;  ///< PASS if every case passed; otherwise that of the first that did not
  double score = 0;              ///< the task's points times the share of cases that passed, rounded down to halves
  double seconds = 0;            ///< of all its cases
  std::string note;              ///< the first useful line
  std::vector<CaseResult> cases;
};

/// How an assignment went.
struct Grade {
  Assignment assignment;
  std::vector<TaskResult> tasks;
  double seconds = 0;    ///< building and running
  bool held = false;     ///< whether held-out tests took part
  std::string warnings;  ///< what this system lacks for confining a submission, a line each

  double score() const;    ///< points reached
  double maximum() const;  ///< points of the tasks that were graded, whatever became of them
};

/// What to grade.
struct GradeOptions {
  BuildOptions build;
  std::vector<std::string> only;  ///< these tasks; empty for all
  bool rerun_crashes = false;     ///< once more under AddressSanitizer, whose words become the note
  int variant = -1;               ///< of the tests' random inputs; negative: as the starter says
  Confinement use;                ///< beyond limits
};

/// Builds and runs. \throws Fault if the grader cannot do its work, for instance if a test checks nothing
Grade grade_assignment(const GradeOptions& options);

/// What to grade where `student/` of a submission takes the place of the starter's: a copy beside the starter's build,
/// one for all submissions, so that only what differs is compiled. Every other file stays the lecturer's; a file that
/// the submission does not have is as it was handed out. \throws Fault if there is no student/
GradeOptions with_submission(GradeOptions options, const std::string& submission);

}  // namespace grade
