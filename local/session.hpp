#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>

#include "local/exchange.hpp"

namespace anthropic::local {

/// One connection. Lives as long as something is under way on it, at the latest until close().
class Session {
 public:
  using Handler = std::function<Answer(const Request&)>;

  virtual ~Session() = default;
  virtual void start() = 0;
  /// Ends it from any thread, in mid-answer too.
  virtual void close() = 0;

  /// `socket` runs its handlers one at a time (a strand). `on_end` is called once, when the session is gone.
  static std::shared_ptr<Session> create(boost::asio::ip::tcp::socket socket, Handler handler,
                                         std::function<void()> on_end);
};

}  // namespace anthropic::local
