#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <string_view>

#include "local/server/exchange.hpp"
#include "local/server/limits.hpp"

namespace anthropic::internal::local {

/// What the sessions of a server have in common. Outlives them.
struct SessionSettings {
  /// Answers a request. Must not block.
  std::function<Answer(const Request&)> handler;
  /// Whether the handler needs the body of a request whose head this is; if not, it gets the head alone.
  /// Asked unless the body has come along with the head.
  std::function<bool(const Request&)> needs_body;
  /// Hears what was wrong with bytes that are no request. They are not in it: they may hold secrets.
  std::function<void(std::string_view what)> on_malformed;
  Limits limits;
  BodyMemory body_memory;
};

/// One connection. Lives as long as something is under way on it, at the latest until close().
class Session {
 public:
  virtual ~Session() = default;
  virtual void start() = 0;
  /// Ends it from any thread, in mid-answer too.
  virtual void close() = 0;

  /// `socket` runs its handlers one at a time (a strand). `on_end` is called once, when the session is gone.
  /// One that is `turned_away` has its first request answered with Shortage::connections, and ends.
  static std::shared_ptr<Session> create(boost::asio::ip::tcp::socket socket, SessionSettings& settings,
                                         std::function<void()> on_end, bool turned_away);
};

}  // namespace anthropic::internal::local
