/// \file
/// What a process that runs a student's code may do.
#pragma once

namespace grade {

/// Limits on one process.
struct Limits {
  double seconds = 2;    ///< that a case may take; see processor_seconds and wall_seconds
  int memory_mb = 2000;  ///< address space; 0 for no limit, as AddressSanitizer needs
};

/// Processor time on two cores together. It is what ends a loop, since it does not run faster on a busy machine.
inline double processor_seconds(const Limits& limits) { return 2 * limits.seconds; }

/// Time on the clock: generous, so that no case fails because the machine is busy with other things.
inline double wall_seconds(const Limits& limits) { return 5 * limits.seconds; }

/// Confines the calling process, for good: limits on processor time, memory, size and number of files; no new processes
/// (threads are allowed), no signals to others, no debugging of others, no network. Returns false where the system
/// offers no filter of system calls; then the limits alone hold.
bool confine(const Limits& limits);

}  // namespace grade
