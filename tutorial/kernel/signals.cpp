#include "tutorial/kernel/signals.hpp"

#include <csignal>
#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace anthropic::internal::kernel {

Signals::Signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  descriptor_ = Descriptor(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

Signals::Taken Signals::take() {
  Taken taken;
  signalfd_siginfo signal = {};
  while (read(descriptor_.get(), &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
    if (signal.ssi_signo == SIGINT) taken.interrupt = true;
    if (signal.ssi_signo == SIGTERM) taken.end = true;
  }
  return taken;
}

}  // namespace anthropic::internal::kernel
