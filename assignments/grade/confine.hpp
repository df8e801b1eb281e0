/// \file
/// What a process that runs a student's code may do.
#pragma once

#include <string>

namespace grade {

/// Limits on one process.
struct Limits {
  double seconds = 2;    ///< that a case may take; see processor_seconds and wall_seconds
  int memory_mb = 2000;  ///< address space; 0 for no limit, as AddressSanitizer needs
};

/// Processor time on two cores together. It is what ends a loop, since it does not run faster on a busy machine.
inline double processor_seconds(const Limits& limits) { return 2 * limits.seconds; }

/// Time on the clock for a case that waits: that computes for less than a hundredth of it.
inline double wall_seconds(const Limits& limits) { return 5 * limits.seconds; }

/// The same for one that computes: generous, so that no case fails because the machine is busy with other things.
inline double busy_wall_seconds(const Limits& limits) { return 40 * limits.seconds; }

/// What a system has for confining a process beyond limits. All of it is used; tests take some away.
struct Confinement {
  bool calls = true;  ///< a filter of system calls (seccomp): no processes, signals, debugging, network
  bool files = true;  ///< Landlock: reads what a program needs, and writes in its own folder
  bool user = true;   ///< the right to become nobody, who may not read what is closed to others: root's alone
};

/// Confines the calling process, for good: limits on processor time, memory, size and number of files; then what `use`
/// names and the system has. No new processes (threads are allowed), no signals to others, no debugging of others, no
/// network. Of the files, it reads the system's, `program`, and a folder `readable` beside it, and writes in `folder`;
/// where there is no Landlock, it becomes nobody.
/// \return what holds
Confinement confine(const Limits& limits, const Confinement& use, const std::string& program,
                    const std::string& folder);

/// What of `use` this system has, found out by a process that confines itself and ends.
Confinement available(const Confinement& use);

/// What somebody who grades others must know of a system that lacks something, a line each; empty where nothing lacks.
/// \param held  the folder of tests that nobody is to read; empty if there is none
std::string warnings(const Confinement& holds, const std::string& held);

}  // namespace grade
