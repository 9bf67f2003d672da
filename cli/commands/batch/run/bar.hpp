#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "commands/batch/run/tally.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// How fast a batch goes, from what was done in the last half minute.
class Pace {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void note(Time now, std::uint64_t done);
  /// Lines a second; 0 while nothing is known.
  double per_second() const;

 private:
  std::deque<std::pair<Time, std::uint64_t>> notes_;
};

/// "[#####-----]  50 %  500/1,000  12.5/s  1.2M tokens in, 34k out  ~$1.23  3 failed  40 s left". A line that
/// is wrapped could not be written over, so what would be longer than `columns` is said with less, or is cut
/// off.
std::string bar_text(const Tally& tally, double per_second, std::string_view note, std::size_t columns);
/// The same for a log: without the bar.
std::string progress_text(const Tally& tally, double per_second, std::string_view note);

/// "1:02:03", "2:03", "3 s"
std::string duration_text(std::chrono::seconds duration);
/// "$0.0012", "$12.34": two digits that say something.
std::string dollars_text(double dollars);

/// Shows how a batch goes while it lives: on a terminal with colours a bar that is written over, else a line
/// now and then: at each tenth, and once a minute.
class ProgressView {
 public:
  struct View {
    Tally tally = {};
    std::string note = {};  ///< What else there is to say, in a word or two.
  };

  /// `look` is called here, then from a thread of its own.
  ProgressView(Output& err, std::function<View()> look);
  ~ProgressView();
  ProgressView(const ProgressView&) = delete;
  ProgressView& operator=(const ProgressView&) = delete;

  /// Prints a line of its own, above the bar.
  void say(const std::string& line);

 private:
  void run(const std::stop_token& stop);
  void show(const View& view);

  Output& err_;
  const std::function<View()> look_;
  const bool has_bar_;
  std::mutex mutex_;
  Pace pace_;
  std::uint64_t last_tenth_ = 0;
  std::string last_note_;
  std::chrono::steady_clock::time_point next_line_;
  bool is_shown_ = false;
  std::jthread thread_;
};

}  // namespace anthropic::internal::cli
