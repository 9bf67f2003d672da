#include "io/signals.hpp"

#include <ctime>
#include <pthread.h>
#include <unistd.h>

#include "errors/exit_codes.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr int kEnd = SIGUSR2;  // tells the waiting thread to end; sent to it alone

sigset_t waited_for() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, kEnd);
  return set;
}

}  // namespace

SignalMask::SignalMask() : SignalMask(waited_for()) {}

SignalMask::SignalMask(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, &before_);
}

SignalMask::SignalMask(const sigset_t& signals) {
  pthread_sigmask(SIG_BLOCK, &signals, &before_);
}

SignalMask::~SignalMask() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void SignalMask::forget_interrupt() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  const timespec now = {0, 0};
  while (sigtimedwait(&set, nullptr, &now) == SIGINT) {
  }
}

int SignalMask::wait() {
  const sigset_t set = waited_for();
  int received = 0;
  while (sigwait(&set, &received) != 0 || received == kEnd) {
  }
  return received;
}

// A stop_source may not be used in a signal handler, so a thread waits for the signals.
Interrupts::Interrupts(SecondTime second_time)
    : thread_([this, second_time] { wait_for_signals(second_time); }) {}

Interrupts::~Interrupts() {
  pthread_kill(thread_.native_handle(), kEnd);
  thread_.join();
}

void Interrupts::wait_for_signals(SecondTime second_time) {
  const sigset_t set = waited_for();
  int received = 0;
  while (sigwait(&set, &received) == 0 && received != kEnd) {
    int none = 0;
    const bool is_first = signal_.compare_exchange_strong(none, received);
    if (is_first) {
      stop_.request_stop();
    } else if (second_time == SecondTime::stops_work && second_stop_.request_stop()) {
      continue;
    } else if (second_time != SecondTime::is_ignored) {
      _exit(kExitFirstSignal + received);
    }
  }
}

PausableInterrupts::PausableInterrupts(std::stop_source& stop) : stop_(stop) {
  resume();
}

void PausableInterrupts::pause() {
  signal_before_ = signal();
  forward_.reset();
  interrupts_.reset();
}

void PausableInterrupts::resume() {
  interrupts_.emplace(Interrupts::SecondTime::is_ignored);
  forward_.emplace(interrupts_->token(), [this] { stop_.request_stop(); });
}

int PausableInterrupts::signal() const {
  if (signal_before_ != 0 || !interrupts_) return signal_before_;
  return interrupts_->signal();
}

void let_writes_fail() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

}  // namespace anthropic::internal::cli
