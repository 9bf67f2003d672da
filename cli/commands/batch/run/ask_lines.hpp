#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>

#include <anthropic/create_all.hpp>
#include <anthropic/messages.hpp>

#include "commands/batch/run/ledger.hpp"
#include "io/signals.hpp"

namespace anthropic::internal::cli {

/// Asks the lines that are still to be asked, some at once, and keeps the answers. Ctrl-C once finishes what
/// is in flight, twice ends that, too.
class AskLines {
 public:
  /// `region` is that of Bedrock's runtime, for what an alias costs there; empty on other platforms.
  AskLines(const Messages& messages, BatchLedger& ledger, Interrupts& interrupts, std::string region = {});

  struct Limits {
    int max_concurrency = 8;
    double max_per_second = 0;
  };
  /// Why it ended early, where that was not the input's end, Ctrl-C or the ledger' failure: what would befall
  /// every line alike, such as missing credentials. Of kind none otherwise.
  Error run(const Limits& limits);

  /// Calls under way; any thread may ask.
  std::uint64_t in_flight() const;

 private:
  std::optional<CreateRequest> take();
  void keep(std::uint64_t index, const CreateRequest& request, Result<Message> result);
  void end_early(Error why);

  struct Asked {
    LineKey key = {};
    std::string model = {};
    std::uint64_t room = 0;  ///< That is kept for the answer.
  };

  const Messages& messages_;
  BatchLedger& ledger_;
  Interrupts& interrupts_;
  const std::string region_;
  std::stop_source finish_;
  std::stop_source stop_;
  mutable std::mutex mutex_;
  std::uint64_t taken_ = 0;
  std::uint64_t room_ = 0;
  std::unordered_map<std::uint64_t, Asked> asked_;
  int unreachable_in_a_row_ = 0;
  Error ended_early_;
};

}  // namespace anthropic::internal::cli
