#include <optional>
#include <utility>

#include <anthropic/messages.hpp>

#include "client/create_all_run.hpp"

namespace anthropic {

CreateEachCounts Messages::create_each(const CreateSource& source, const CreateSink& sink,
                                       const CreateAllOptions& options) const {
  const std::shared_ptr<MessagesBackend> backend = backend_;  // The sink may destroy this.
  const CreateAllRun::Ends ends{.take =
                                    [&](CreateAllRun::Request& request) {
                                      auto given = source();
                                      if (!given) return false;
                                      request.given = *std::move(given);
                                      request.params = &request.given.params;
                                      request.options = &request.given.options;
                                      return true;
                                    },
                                .give =
                                    [&](CreateAllRun::Request& request) {
                                      sink(request.index, request.given, std::move(request.result));
                                    }};
  return std::make_shared<CreateAllRun>(*backend, ends, options)->run();
}

std::vector<Result<Message>> Messages::create_all(const std::vector<MessageCreateParams>& requests,
                                                  const CreateAllOptions& options) const {
  const std::shared_ptr<MessagesBackend> backend = backend_;  // on_result may destroy this.
  std::vector<Result<Message>> results(requests.size(), Error{.kind = ErrorKind::user_abort});
  const RequestOptions usual;
  std::size_t next = 0;

  const CreateAllRun::Ends ends{.take =
                                    [&](CreateAllRun::Request& request) {
                                      if (next == requests.size()) return false;
                                      request.params = &requests[next++];
                                      request.options = &usual;
                                      return true;
                                    },
                                .give =
                                    [&](CreateAllRun::Request& request) {
                                      results[request.index] = std::move(request.result);
                                      if (options.on_result)
                                        options.on_result(request.index, results[request.index]);
                                    },
                                .may_wait = options.on_result != nullptr};
  std::make_shared<CreateAllRun>(*backend, ends, options)->run();
  for (; next < results.size(); ++next) {
    results[next] =
        Error{.kind = ErrorKind::user_abort, .message = "stopped before its turn: it was not sent"};
  }
  return results;
}

}  // namespace anthropic
