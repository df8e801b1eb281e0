/// \file
/// What an assignment asks for: its manifest and the names of its test cases, read from files before anything is run.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

/// The grader of the course's assignments.
namespace grade {

/// The grader itself cannot go on. The program exits with 2.
class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One task of a manifest.
struct Task {
  std::string id;                  ///< "t1"
  std::string title;               ///< a few words
  std::string file;                ///< the student's file, "student/selfsame/core/broadcast.cpp"; empty if it has none
  double points = 0;               ///< of all its cases together
  double seconds = 2;              ///< that each case may take, see Limits
  int memory_mb = 2000;            ///< limit on each case's address space
  std::vector<std::string> needs;  ///< other tasks whose files are linked as well
  bool report = false;             ///< its work is student/report/, whose numbers are looked up; it has no program
  std::string page;                ///< where to read about it
  std::string difficulty;          ///< "easy", "medium" or "hard"
  int minutes = 0;                 ///< how long it takes
  std::vector<std::string> hints;  ///< each clearer than the one before
};

/// An assignment, as assignment.json says.
struct Assignment {
  std::string id;
  std::string title;
  std::vector<Task> tasks;
  unsigned variant = 0;  ///< which random inputs the tests draw; strip --variant writes it
  double by_people = 0;  ///< points that people give, beside those of the tasks

  double points() const;                            ///< of all tasks: the maximum
  const Task& task(const std::string& name) const;  ///< by "t1" or "a1.t1". \throws Fault if there is none
};

/// Reads `folder`/assignment.json. \throws Fault naming the file and what is wrong
Assignment read_assignment(const std::string& folder);

/// Names of the TEST_CASEs in a source file, in order. \throws Fault if the file has none
std::vector<std::string> cases_in(const std::string& path);

/// The whole file. \throws Fault if it cannot be read
std::string read_file(const std::string& path);

/// Writes the whole file at once, beside it first: what somebody else put there, a link for instance, is replaced.
/// \throws Fault if it cannot be written
void write_file(const std::string& path, const std::string& text);

}  // namespace grade
