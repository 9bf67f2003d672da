#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <signal.h>
#include <stop_token>
#include <thread>

namespace anthropic::internal::cli {

/// Keeps signals from this thread, and from those it starts, while it lives: SIGINT and SIGTERM if none are
/// named.
class SignalMask {
 public:
  SignalMask();
  explicit SignalMask(int signal);
  explicit SignalMask(const sigset_t& signals);
  ~SignalMask();
  SignalMask(const SignalMask&) = delete;
  SignalMask& operator=(const SignalMask&) = delete;

  /// Throws away a masked SIGINT that came meanwhile.
  static void forget_interrupt();
  /// Waits until SIGINT or SIGTERM comes, both masked, and returns which.
  static int wait();

 private:
  sigset_t before_;
};

/// While it lives, Ctrl-C (and SIGTERM) ends the work that was given its token instead of the program. Only
/// one at a time; made on the main thread.
class Interrupts {
 public:
  enum class SecondTime {
    ends_program,  ///< at once, for the impatient
    is_ignored,
    stops_work,  ///< Asks second_token() to stop; the third time ends the program.
  };

  explicit Interrupts(SecondTime second_time);
  ~Interrupts();

  std::stop_token token() const { return stop_.get_token(); }
  /// Asked to stop by the second signal, where `stops_work` was chosen.
  std::stop_token second_token() const { return second_stop_.get_token(); }
  void stop() { stop_.request_stop(); }
  /// The signal that came first; 0 if none did.
  int signal() const { return signal_.load(); }

 private:
  void wait_for_signals(SecondTime second_time);

  SignalMask mask_;
  std::stop_source stop_;
  std::stop_source second_stop_;
  std::atomic<int> signal_ = 0;
  std::thread thread_;
};

/// Interrupts of work in which questions are asked: while one is open, Ctrl-C is a key of the line editor,
/// and SIGTERM ends the program as at any prompt. Of work that was stopped the second signal is ignored.
class PausableInterrupts {
 public:
  /// `stop` is asked to stop by a signal, and outlives this.
  explicit PausableInterrupts(std::stop_source& stop);

  void pause();
  void resume();
  /// The signal that came first; 0 if none did.
  int signal() const;

 private:
  std::stop_source& stop_;
  int signal_before_ = 0;
  std::optional<Interrupts> interrupts_;
  std::optional<std::stop_callback<std::function<void()>>> forward_;
};

/// Lets writes to a closed pipe, or over the limit of a file's size, fail instead of ending the program.
void let_writes_fail();

}  // namespace anthropic::internal::cli
