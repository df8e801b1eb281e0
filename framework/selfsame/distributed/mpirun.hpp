/// \file
/// Programs that `mpirun -np N` starts in several processes, on one machine or many. The library `selfsame_distributed`
/// holds it: whoever does not link that needs no MPI.
#pragma once

#include <memory>

#include "selfsame/core/ranks.hpp"

/// Training in several processes.
namespace selfsame::distributed {

/// Joins the processes that mpirun, or Slurm's srun, has started of this program. To be called once, before anything is
/// computed; where the transport ends, the process leaves them.
/// \code
/// const std::unique_ptr<Transport> ranks = distributed::mpirun();
/// std::optional<UseTransport> together;
/// if (ranks) together.emplace(*ranks);
/// \endcode
/// \return null where the program is one process: then MPI is left alone
/// \throws UsageError  if there are several and this library was built without MPI
std::unique_ptr<Transport> mpirun();

}  // namespace selfsame::distributed
