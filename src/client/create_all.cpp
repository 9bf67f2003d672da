#include <optional>
#include <utility>

#include <anthropic/messages.hpp>

#include "client/create_all_run.hpp"

namespace anthropic {

CreateEachCounts Messages::create_each(const CreateSource& source, const CreateSink& sink,
                                       const CreateAllOptions& options) const {
  const std::shared_ptr<MessagesBackend> backend = backend_;  // The sink may destroy this.
  return std::make_shared<CreateAllRun>(*backend, source, sink, options)->run();
}

std::vector<Result<Message>> Messages::create_all(const std::vector<MessageCreateParams>& requests,
                                                  const CreateAllOptions& options) const {
  std::vector<Result<Message>> results(requests.size(), Error{.kind = ErrorKind::user_abort});
  const auto on_result = options.on_result;
  std::size_t next = 0;

  const CreateSource source = [&]() -> std::optional<CreateRequest> {
    if (next == requests.size()) return std::nullopt;
    return CreateRequest{.params = requests[next++]};
  };
  const CreateSink sink = [&](std::uint64_t index, const CreateRequest&, Result<Message> result) {
    results[index] = std::move(result);
    if (on_result) on_result(index, results[index]);
  };
  create_each(source, sink, options);
  for (; next < results.size(); ++next) {
    results[next] =
        Error{.kind = ErrorKind::user_abort, .message = "stopped before its turn: it was not sent"};
  }
  return results;
}

}  // namespace anthropic
