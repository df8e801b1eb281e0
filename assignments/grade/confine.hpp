/// \file
/// What a process that runs a student's code may do.
#pragma once

namespace grade {

/// Limits on one process.
struct Limits {
  double seconds = 2;    ///< wall time; processor time may be as much, and a second more, on each of two cores
  int memory_mb = 2000;  ///< address space; 0 for no limit, as AddressSanitizer needs
};

/// Confines the calling process, for good: limits on processor time, memory, size and number of files; no new processes
/// (threads are allowed), no signals to others, no debugging of others, no network. Returns false where the system
/// offers no filter of system calls; then the limits alone hold.
bool confine(const Limits& limits);

}  // namespace grade
