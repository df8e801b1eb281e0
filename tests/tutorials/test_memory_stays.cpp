#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <mutex>

#include "selfsame/core/memory.hpp"
#include "threads.hpp"
#include "tutorials/every_method.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// Resident memory of this process in bytes; 0 where /proc does not say.
double resident() {
  double all = 0, pages = 0;
  std::ifstream("/proc/self/statm") >> all >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

// Bytes during some steps in a row.
struct Held {
  double least = std::numeric_limits<double>::infinity();  // of arrays, as between two steps
  double most = 0;                                         // of arrays, as at the end of a forward pass
  double resident = 0;                                     // of the whole process
};

struct Course {
  Held early, late;           // the second to fourth and the seventh to ninth tenth of the steps
  std::size_t before, after;  // of arrays, around the training
  bool sanitized;             // freed memory is not used again, so that what is resident grows
};

// Looks at memory from within: an augmentation that changes nothing is called for each image that is loaded.
Course course_of(const Method& method, Index steps) {
  SmallTask task;
  task.batch = 2;
  task.channels = {4, 8};
  std::mutex one_at_a_time;
  Index images = 0, all = std::numeric_limits<Index>::max();
  Course course{};
  task.augment = data::compose({[&](const data::ImageView&, data::Scratch&, Generator&) {
    const std::lock_guard<std::mutex> lock(one_at_a_time);
    const Index tenth = 10 * images++ / all;
    if (tenth % 5 == 0 || tenth % 5 == 4) return;
    Held& held = tenth < 5 ? course.early : course.late;
    const auto in_use = static_cast<double>(memory_use().in_use);
    held = {std::min(held.least, in_use), std::max(held.most, in_use), resident()};
  }});
  task.steps = 20;
  left_by(method, task);  // counts what 20 steps load, and all that is made once is made
  all = images * steps / task.steps;
  images = 0;
  task.steps = steps;
  release_cached_memory();
  course.before = memory_use().in_use;
  left_by(method, task);
  course.after = memory_use().in_use;
  course.sanitized = memory_use().cached == 0;
  return course;
}

}  // namespace

TEST_CASE("no step of a method holds on to its graph, and a training gives all memory back") {
  const Threads one(1);
  for (const Method& method : every_method()) {
    CAPTURE(method.name);
    const Course course = course_of(method, 60);
    CHECK(course.late.most > 0);
    CHECK(course.late.most < 2.5 * course.early.most);  // graphs that stay would make it three to four times as much
    CHECK(course.after == course.before);
  }
}

// With the long tests: ctest -C Long.
TEST_CASE("memory stays flat over two thousand steps of each method" * doctest::skip()) {
  const Threads one(1);
  for (const Method& method : every_method()) {
    CAPTURE(method.name);
    const Course course = course_of(method, 2000);
    CHECK(course.late.most > 0);
    CHECK(course.late.least < course.early.least + 48 * 1024);  // an array a step would be 64 KiB
    if (!course.sanitized) CHECK(course.late.resident < course.early.resident + 512 * 1024);
    CHECK(course.after == course.before);
  }
}
