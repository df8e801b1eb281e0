#include "confine.hpp"

#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace grade {
namespace {

#if defined(__x86_64__)
constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned architecture = 0;  // unknown: no filter
#endif

// `slack` is what lies between the limit that warns by a signal and the one that kills.
void limit(__rlimit_resource resource, rlim_t value, rlim_t slack = 0) {
  const rlimit soft_and_hard{value, value + slack};
  setrlimit(resource, &soft_and_hard);
}

using Program = std::vector<sock_filter>;

void step(Program& program, int code, unsigned value, int if_true = 0, int if_false = 0) {
  program.push_back({static_cast<unsigned short>(code), static_cast<unsigned char>(if_true),
                     static_cast<unsigned char>(if_false), value});
}

void load(Program& program, std::size_t offset) {
  step(program, BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset));
}

unsigned refused(int error) { return SECCOMP_RET_ERRNO | static_cast<unsigned>(error); }

// Refuses a system call; expects its number to be loaded.
void refuse(Program& program, long call, int error = EPERM) {
  step(program, BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1);
  step(program, BPF_RET | BPF_K, refused(error));
}

// Refuses a system call unless its first argument is `value`, which little-endian machines have in front.
void refuse_unless_first_is(Program& program, long call, unsigned value) {
  step(program, BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 4);
  load(program, offsetof(seccomp_data, args));
  step(program, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
  step(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  step(program, BPF_RET | BPF_K, refused(EPERM));
}

bool filter_calls() {
  if (architecture == 0) return false;
  Program program;
  load(program, offsetof(seccomp_data, arch));
  step(program, BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0);
  step(program, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  load(program, offsetof(seccomp_data, nr));
  const auto self = static_cast<unsigned>(getpid());
  refuse_unless_first_is(program, SYS_kill, self);
  refuse_unless_first_is(program, SYS_tgkill, self);
  refuse(program, SYS_tkill);
  refuse(program, SYS_rt_sigqueueinfo);
  refuse(program, SYS_rt_tgsigqueueinfo);
  refuse(program, SYS_pidfd_send_signal);
  refuse(program, SYS_ptrace);
  refuse(program, SYS_process_vm_writev);
  refuse(program, SYS_process_vm_readv);
  refuse(program, SYS_socket);
  refuse(program, SYS_setsid);
  refuse(program, SYS_setpgid);
  refuse(program, SYS_clone3, ENOSYS);  // its flags cannot be seen here; the C library goes on with clone
#ifdef SYS_fork
  refuse(program, SYS_fork);
  refuse(program, SYS_vfork);
#endif
  // clone only for threads
  step(program, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3);
  load(program, offsetof(seccomp_data, args));
  step(program, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
  step(program, BPF_RET | BPF_K, refused(EPERM));
  step(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

// What a program needs of the system: the loader, libraries, data sets, and what OpenMP asks about the machine.
constexpr std::array<const char*, 9> systems_folders{"/usr", "/lib",  "/lib64", "/etc", "/opt",
                                                     "/nix", "/proc", "/sys",   "/dev"};

constexpr std::uint64_t read_rights =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t first_rights = (1U << 13) - 1;  // those of Landlock's first version
constexpr std::uint64_t truncate_right = 1U << 14;      // from its third
constexpr std::uint64_t rights_on_a_file =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;

// LLVM's OpenMP registers itself in /dev/shm while it starts, and before release 19 it hangs where it may not.
#if defined(__clang__) && __clang_major__ < 19
constexpr bool openmp_needs_shared_memory = true;
#else
constexpr bool openmp_needs_shared_memory = false;
#endif

// Gives these rights on a path and what is below; a path that does not exist needs none.
bool allow(int rules, const std::string& path, std::uint64_t rights) {
  const int place = open(path.c_str(), O_PATH | O_CLOEXEC);
  if (place < 0) return true;
  const landlock_path_beneath_attr rule{rights, place};
  const bool added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close(place);
  return added;
}

bool hide_files(const std::string& program, const std::string& folder) {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = first_rights | (version >= 3 ? truncate_right : 0);
  const auto rules = static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (rules < 0) return false;
  bool good = true;
  for (const char* const path : systems_folders) good = allow(rules, path, read_rights) && good;
  good = allow(rules, "/dev/null", rights_on_a_file) && good;
  good = allow(rules, program, rights_on_a_file & read_rights) && good;
  good = allow(rules, program.substr(0, program.rfind('/')) + "/readable", read_rights) && good;
  good = allow(rules, folder, handled.handled_access_fs) && good;
  if (openmp_needs_shared_memory) good = allow(rules, "/dev/shm", handled.handled_access_fs) && good;
  good = good && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return good;
}

bool become_nobody(const std::string& folder) {
  constexpr unsigned nobody = 65534;
  return geteuid() == 0 && chown(folder.c_str(), nobody, nobody) == 0 && setgroups(0, nullptr) == 0 &&
         setgid(nobody) == 0 && setuid(nobody) == 0;
}

}  // namespace

Confinement confine(const Limits& limits, const Confinement& use, const std::string& program,
                    const std::string& folder) {
  const auto megabytes = [](int n) { return static_cast<rlim_t>(n) << 20; };
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<rlim_t>(std::ceil(processor_seconds(limits))), 2);  // without slack only SIGKILL comes
  limit(RLIMIT_FSIZE, megabytes(16));
  limit(RLIMIT_NOFILE, 128);
  if (limits.memory_mb > 0) limit(RLIMIT_AS, megabytes(limits.memory_mb));
  Confinement holds{false, false, false};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return holds;
  holds.files = use.files && hide_files(program, folder);
  holds.user = !holds.files && use.user && become_nobody(folder);
  holds.calls = use.calls && filter_calls();
  return holds;
}

Confinement available(const Confinement& use) {
  std::string folder = "/tmp/grade_XXXXXX";
  const pid_t child = mkdtemp(folder.data()) ? fork() : -1;
  if (child == 0) {
    const Confinement holds = confine({}, use, "/usr/bin/true", folder);
    _exit(holds.calls + 2 * holds.files + 4 * holds.user);
  }
  int status = 0;
  const bool ended = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status);
  rmdir(folder.c_str());
  const int bits = ended ? WEXITSTATUS(status) : 0;
  return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
}

std::string warnings(const Confinement& holds, const std::string& held) {
  std::string text;
  if (!holds.calls) {
    text +=
        "this system has no filter of system calls (seccomp): only limits on time, memory and files hold, and a "
        "submission can start processes and open connections\n";
  }
  if (!held.empty() && !holds.files && !holds.user) {
    text += "this system has no Landlock, and the grader does not run as root: a submission can read the held tests\n";
  }
  for (const std::string folder : systems_folders) {
    if (holds.files && held.rfind(folder + "/", 0) == 0) {
      text += "the held tests lie in " + folder + ", where programs may read: a submission can read them; move them\n";
    }
  }
  return text;
}

}  // namespace grade
