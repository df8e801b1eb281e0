/// \file
/// What stands where a solution is missing. Included by every file that a student edits.
#pragma once

/// Throws: the task is not solved yet. `task` is the assignment and the task, "a1.t1".
[[noreturn]] void todo(const char* task);

// Says from which folder the object file around it was compiled, so that a test can prove whose code ran.
#ifdef COURSE_CANARY
extern "C" {
extern const char* const COURSE_CANARY;
const char* const COURSE_CANARY = COURSE_FOLDER;
}
#endif
