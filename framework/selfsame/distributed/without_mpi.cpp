// What stands for MPI where it was not found, or not wanted, when this was built.
#include "selfsame/core/error.hpp"
#include "selfsame/distributed/mpirun.hpp"

namespace selfsame::distributed {

std::unique_ptr<Transport> mpirun() {
  require<UsageError>(launched_processes() == 1, "started in ", launched_processes(),
                      " processes, but built without MPI: install libopenmpi-dev, configure with -DSELFSAME_MPI=ON and "
                      "build again, or start it without mpirun");
  return nullptr;
}

}  // namespace selfsame::distributed
