#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <anthropic/result.hpp>

#include "commands/batch/remote/remote_answers.hpp"
#include "commands/batch/run/batch_options.hpp"
#include "commands/batch/run/ledger.hpp"
#include "io/signals.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// What a line costs, of what it costs when it is asked by itself.
constexpr double kRemotePriceFactor = 0.5;

/// What a run of the command works with. All of it outlives the run.
struct RemoteRun {
  const BatchOptions& options;
  BatchLedger& ledger;
  Interrupts& interrupts;
  Console& console;
  OpenLines open_lines = {};  ///< The lines that wait for an answer.
  bool has_lost_answers = false;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

/// Lines that somebody else asks: a batch inference job of Bedrock, or Message
/// Batches of Anthropic's own API.
class RemoteBatch {
 public:
  struct Progress {
    std::uint64_t succeeded = 0;
    std::uint64_t failed = 0;
    std::uint64_t total = 0;  ///< 0: not known
    std::string status = {};  ///< In a word or two.
    bool has_ended = false;
  };

  virtual ~RemoteBatch() = default;

  /// Sends the ledger's lines that no earlier run has sent, and adds them to `open_lines`.
  virtual Result<void> submit() = 0;
  /// Whether anything was sent, now or earlier.
  virtual bool is_under_way() const = 0;
  /// Ends it early. What has ended already is no failure.
  virtual Result<void> stop() = 0;
  virtual Result<Progress> progress() = 0;
  /// Stores the answers of what has ended, and forgets it.
  virtual Result<void> fetch_results() = 0;

  /// "the job goes on without this program; …"
  virtual std::string continues() const = 0;
  virtual void add_hint(Error&) const {}
};

/// The ledger of a run, ready to be added to. Fails with a usage error.
Result<std::unique_ptr<BatchLedger>> open_remote_ledger(const BatchOptions& options,
                                                        LedgerOptions ledger_options, Console& console);

/// Submits, follows until all has ended, and fetches the results. Returns the exit code.
int run_remote_batch(RemoteBatch& batch, RemoteRun& run);

/// Reads and settles the answers of one source, and reports what was passed over.
Result<void> take_answers(RemoteRun& run, const std::string& source,
                          const std::function<Result<void>(RemoteAnswers& answers)>& take);

/// The failure of a source that says that it has answered, and has nothing.
/// `what` would be asked anew without `state_file`.
Error no_answers(const RemoteRun& run, std::string message, const std::string& what,
                 const std::string& state_file);

}  // namespace anthropic::internal::cli
