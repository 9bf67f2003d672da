#pragma once

#include <chrono>
#include <curl/curl.h>

namespace anthropic::internal {

/// A multi handle of libcurl: the connections of its transfers, their TLS sessions, and what makes their
/// transfers go on. One thread at a time, but for wake().
class CurlMulti {
 public:
  explicit CurlMulti(long warm_connections);
  ~CurlMulti();
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  /// False if the system had no descriptors or memory for it.
  bool usable() const { return usable_; }
  CURLM* handle() const { return handle_; }
  /// For its easy handles: a connection that is made anew goes on with the last one's TLS session.
  CURLSH* tls_sessions() const { return tls_sessions_; }
  /// Moves every transfer as far as it goes without waiting, and tells the transfers whose transfer has
  /// ended. False if libcurl can't: out of memory.
  bool perform();
  /// Waits until there is something to do, wake() is called, or the time is up.
  void poll(std::chrono::milliseconds limit);
  /// Ends a poll(), or the next one. From any thread.
  void wake();

 private:
  bool usable_ = false;
  CURLM* handle_;
  CURLSH* tls_sessions_;
};

}  // namespace anthropic::internal
