#pragma once

#include <cstddef>
#include <curl/curl.h>
#include <memory>
#include <string_view>

#include "base/time/clock.hpp"
#include "http/curl/parsed_url.hpp"

namespace anthropic::internal {

class CurlLoop;

/// A multi handle of libcurl: the connections of its transfers, their TLS sessions, and what makes their
/// transfers go on. One thread at a time, but for wake().
class CurlMulti {
 public:
  CurlMulti() : CurlMulti(nullptr, 0) {}
  /// One of several of a loop, which waits for them; `place`: by which it knows this one.
  CurlMulti(CurlLoop* loop, std::size_t place);
  ~CurlMulti();
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  bool is_shared() const { return loop_ != nullptr; }
  /// False if the system had no descriptors or memory for it.
  bool usable() const { return usable_; }
  CURLM* handle() const { return handle_; }
  /// For its easy handles: a connection that is made anew goes on with the last one's TLS session.
  CURLSH* tls_sessions() const { return tls_sessions_; }
  /// The URL, read anew only if it is not the last one.
  std::shared_ptr<const ParsedUrl> parse(std::string_view url);
  /// The sockets of its transfers' connections: for CURLOPT_OPENSOCKETFUNCTION and CURLOPT_CLOSESOCKETFUNCTION,
  /// with this as their data.
  static curl_socket_t open_socket(void* self, curlsocktype purpose, struct curl_sockaddr* address) noexcept;
  static int close_socket(void* self, curl_socket_t socket) noexcept;
  /// How many transfers use it.
  int transfers = 0;

  /// Moves every transfer as far as it goes without waiting, and tells those that have ended. False if libcurl
  /// can't: out of memory.
  bool perform();
  /// Waits until there is something to do, wake() is called, or the time has come.
  void poll(SteadyTime until);
  /// Ends a poll(), or the next one. From any thread.
  void wake();

  // For its loop.

  /// Moves on what waits for this descriptor (CURL_CSELECT_...), or for the timer (CURL_SOCKET_TIMEOUT).
  void act(curl_socket_t socket, int bits);
  /// When the time of the timer comes.
  SteadyTime timer() const { return timer_; }
  /// Moves on what is due by the timer.
  void act_if_due(SteadyTime now);
  /// Tells the transfers that have ended.
  void take_ended();

 private:
  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) noexcept;
  static int on_timer(CURLM*, long time, void* self) noexcept;

  CurlLoop* const loop_;
  const std::size_t place_;
  bool usable_ = false;
  CURLM* handle_;
  CURLSH* tls_sessions_;
  SteadyTime timer_ = SteadyTime::max();
  std::shared_ptr<const ParsedUrl> last_url_;
};

/// The time from now on as poll() and its like take it.
int poll_time(SteadyTime until);

}  // namespace anthropic::internal
