#pragma once

#include <memory>
#include <optional>
#include <string>

#include <anthropic/bedrock.hpp>

#include "connection/model_options.hpp"
#include "io/terminal.hpp"

namespace anthropic::cli {

/// How to reach Claude: the options that `ask` and `chat` share. What is empty is left to the library, which
/// looks at the environment and the AWS profile files.
struct ConnectionOptions {
  /// "bedrock", "bedrock-messages", "mantle", "aws" or "anthropic" (docs/platforms.md).
  std::string platform = "bedrock";
  std::string region = {};
  std::string profile = {};
  std::string endpoint_url = {};
  bool local = false;  ///< Asks an endpoint inside this process, which is not Claude.
  bool debug = false;  ///< The library's log to standard error.
  std::optional<double> timeout_seconds = {};
  std::optional<int> max_retries = {};
};

/// Fails, with a usage error, on options that do not go together, or that the platform has nothing for.
Result<void> check_connection(const ConnectionOptions& options, const ModelOptions& model = {});

/// A client, and the endpoint in this process if there is one. Both end with it.
class Connection {
 public:
  /// Fails only if the endpoint in this process cannot be started. Its threads inherit the signal mask.
  /// Says on standard error that the answers are not Claude's where they are not. `on_call` is told of each
  /// call that has ended.
  static Result<Connection> open(const ConnectionOptions& options, Console& console,
                                 CallObserver on_call = {});

  Connection(Connection&&) noexcept;
  ~Connection();

  const Messages& messages() const;

 private:
  struct Parts;
  explicit Connection(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// A line of the library's log.
void log_to_standard_error(LogLevel level, std::string_view line);

/// Says on standard error why an answer is not the whole one: cut at max_tokens, refused and so on. Nothing
/// if it is.
void print_stop_notice(Output& err, const Message& message, std::int64_t max_tokens);

/// "12 input tokens, 34 output tokens", with what was cached if anything was.
std::string describe_usage(const Usage& usage);

}  // namespace anthropic::cli
