#include <optional>
#include <utility>

#include <anthropic/messages.hpp>

#include "base/option_check.hpp"
#include "client/background/create_all_run.hpp"
#include "client/clients/effective_options.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

std::optional<Error> find_fault(const CreateAllOptions& options) {
  return OptionCheck()
      .count("max_concurrency", options.max_concurrency, 1)
      .rate("max_per_second", options.max_per_second)
      .count("max_throttle_rounds", options.max_throttle_rounds, 0)
      .fault();
}

/// Gives those the error that have no answer because of it: their calls were cancelled, or not begun.
void explain(const Error& error, std::vector<Result<Message>>& results) {
  for (Result<Message>& result : results) {
    if (result.error().kind == ErrorKind::user_abort) result = error;
  }
}

}  // namespace

CreateEachCounts Messages::create_each(const CreateSource& source, const CreateSink& sink,
                                       const CreateAllOptions& options) const {
  const std::shared_ptr<ClientCore> core = in_this_process(core_);  // The sink may destroy this.
  const std::shared_ptr<const OptionOverrides> overrides = overrides_;
  if (auto fault = find_fault(options)) return {.error = *std::move(fault)};
  std::uint64_t taken = 0;
  const CreateAllRun::Ends ends{.take =
                                    [&](CreateAllRun::Request& request) {
                                      auto given = source();
                                      if (!given) return false;
                                      request.index = taken++;
                                      request.given = *std::move(given);
                                      request.params = &request.given.params;
                                      request.options = &request.given.options;
                                      if (overrides) {
                                        request.merged = std::make_unique<const RequestOptions>(
                                            with_overrides(*overrides, request.given.options));
                                        request.options = request.merged.get();
                                      }
                                      return true;
                                    },
                                .give =
                                    [&](CreateAllRun::Request& request) {
                                      sink(request.index, request.given, std::move(request.result));
                                    },
                                .giver = "the sink of create_each()"};
  return std::make_shared<CreateAllRun>(*core, ends, options)->run();
}

std::vector<Result<Message>> Messages::create_all(const std::vector<MessageCreateParams>& requests,
                                                  const CreateAllOptions& options) const {
  const std::shared_ptr<ClientCore> core = in_this_process(core_);  // on_result may destroy this.
  const auto fault = find_fault(options);
  if (fault) return std::vector<Result<Message>>(requests.size(), *fault);
  std::vector<Result<Message>> results(requests.size(), Error{.kind = ErrorKind::user_abort});
  const RequestOptions usual = overrides_ ? with_overrides(*overrides_, {}) : RequestOptions();
  std::size_t next = 0;

  const CreateAllRun::Ends ends{
      .take =
          [&](CreateAllRun::Request& request) {
            if (next == requests.size()) return false;
            request.index = next;
            request.params = &requests[next++];
            request.options = &usual;
            return true;
          },
      .give =
          [&](CreateAllRun::Request& request) {
            if (options.on_result) options.on_result(request.index, results[request.index]);
          },
      .giver = "on_result of create_all()",
      .keep = [&](std::uint64_t index, Result<Message>&& result) { results[index] = std::move(result); },
      .may_follow = !options.on_result};
  const CreateEachCounts counts = std::make_shared<CreateAllRun>(*core, ends, options)->run();
  for (; next < results.size(); ++next) {
    results[next] =
        Error{.kind = ErrorKind::user_abort, .message = "stopped before its turn: it was not sent"};
  }
  if (counts.error) explain(*counts.error, results);
  return results;
}

}  // namespace anthropic::inline v0
