#include "confine.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstddef>
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

}  // namespace

bool confine(const Limits& limits) {
  const auto megabytes = [](int n) { return static_cast<rlim_t>(n) << 20; };
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<rlim_t>(std::ceil(processor_seconds(limits))), 2);  // without slack only SIGKILL comes
  limit(RLIMIT_FSIZE, megabytes(16));
  limit(RLIMIT_NOFILE, 128);
  if (limits.memory_mb > 0) limit(RLIMIT_AS, megabytes(limits.memory_mb));
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
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

}  // namespace grade
