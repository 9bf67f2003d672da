#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <anthropic/message_batches.hpp>
#include <anthropic/result.hpp>

#include "commands/batch/remote/state_file.hpp"

namespace anthropic::internal::cli {

/// What must be known of the Message Batches that are under way for a file of results.
struct MessageBatchesState {
  struct Submitted {
    std::string id = {};
    std::uint64_t last_line = 0;  ///< It has the lines up to this one, from
                                  ///< where the batch before it ends.
  };
  std::vector<Submitted> submitted = {};
  /// One that was being sent: how many requests it has, up to which line, and since when. 0: none.
  std::int64_t pending_requests = 0;
  std::uint64_t pending_last_line = 0;
  std::string pending_since = {};

  Json to_json() const;
  std::uint64_t last_line() const { return submitted.empty() ? 0 : submitted.back().last_line; }
};

/// "answers.jsonl.batches"
StateFile message_batches_file(const std::string& out);
/// Empty if there is no file. Fails with a usage error.
Result<MessageBatchesState> read_message_batches(const StateFile& file);

/// Whether the batch that was being sent has arrived: then it is among the submitted ones afterwards.
Result<void> settle_pending(const MessageBatches& batches, MessageBatchesState& state,
                            const RequestOptions& options);

}  // namespace anthropic::internal::cli
