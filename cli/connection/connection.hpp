#pragma once

#include <memory>

#include <anthropic/anthropic.hpp>
#include <anthropic/bedrock.hpp>

#include "connection/connection_options.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// For a client of Anthropic's own API.
AnthropicOptions first_party_options(const ConnectionOptions& options);

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

}  // namespace anthropic::internal::cli
