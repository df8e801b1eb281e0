#include "selfsame/report/run_info.hpp"

#if __has_include("selfsame_build_info.hpp")
#include "selfsame_build_info.hpp"  // made by cmake/build_info.cmake at every build
#else
#define SELFSAME_VERSION "unknown"
#define SELFSAME_COMMIT "unknown"
#define SELFSAME_SOURCE_HASH "unknown"
#define SELFSAME_COMPILER "unknown"
#define SELFSAME_FLAGS "unknown"
#endif

namespace selfsame::report {

BuildInfo build_info() {
  return {SELFSAME_VERSION, SELFSAME_COMMIT, SELFSAME_SOURCE_HASH, SELFSAME_COMPILER, SELFSAME_FLAGS};
}

}  // namespace selfsame::report
