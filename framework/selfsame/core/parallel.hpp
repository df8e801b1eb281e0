/// \file
/// One thread pool for everything: our loops and OpenBLAS both run on OpenMP's threads.
#pragma once

#include <functional>

#include "selfsame/core/types.hpp"

namespace selfsame {

/// Threads that loops and matrix products use from now on; 0 and less mean one per core, and more than `most_threads()`
/// are as many as that: further ones would only wait for a core, and each takes memory.
void set_num_threads(int threads);

/// The most threads that `set_num_threads` grants: the cores this process may run on; without OpenMP, 1.
int most_threads();

/// Threads that loops and matrix products use.
int num_threads();

/// Calls `body(begin, end)` for disjoint ranges that cover 0..n-1, on several threads where there is enough work.
///
/// \param n      number of items
/// \param grain  fewest items worth a thread of their own; below 2 * grain everything runs in the caller
/// \param body   must not depend on where the ranges are cut. An exception it throws reaches the caller.
///
/// Called from inside another parallel loop it runs in the calling thread.
void parallel_for(Index n, Index grain, const std::function<void(Index begin, Index end)>& body);

/// Cuts 0..n-1 into `chunks` ranges that depend only on n and `chunks`, and calls `body(chunk, begin, end)` for each.
///
/// Sums that are accumulated per chunk and added up in chunk order are the same bits for any number of threads.
void parallel_chunks(Index n, Index chunks, const std::function<void(Index chunk, Index begin, Index end)>& body);

}  // namespace selfsame
