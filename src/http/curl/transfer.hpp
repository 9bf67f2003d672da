#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <curl/curl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/threads/wake_flag.hpp"
#include "http/curl/head_parser.hpp"
#include "http/curl/header_list.hpp"
#include "http/curl/multi.hpp"
#include "http/curl/parsed_url.hpp"
#include "http/network/network_settings.hpp"
#include "http/transport.hpp"

namespace anthropic::internal {

/// Carries one request at a time: a new easy handle for each, storage that is reused, and a multi handle that
/// keeps connections open. One thread at a time, except for wake().
class CurlTransfer {
 public:
  /// At most about `buffer_limit` bytes of a body are held; libcurl is told to pause beyond.
  CurlTransfer(std::size_t buffer_limit, std::shared_ptr<CurlMulti> multi);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  /// False if the system had no descriptors or memory for it: every start() fails.
  bool usable() const { return usable_; }
  /// Begins a request; it and what it refers to must stay until finish(), or until it lingers. Fails if it
  /// cannot be sent as it is.
  Result<void> start(const HttpRequest& request, const NetworkSettings& network);
  /// Does what can be done without waiting; on a shared multi handle, what perform() does not.
  void pump();
  /// Blocks until there is something to do, wake() is called, or the time has come.
  void wait(SteadyTime until);
  /// Ends a wait(). From any thread.
  void wake();
  /// No more of the body is wanted. Drops what has arrived and what will.
  void leave_rest();
  /// The rest of the body is still arriving; it may end before finish().
  bool lingers() const;
  /// Ends the request. Its connection is kept if the answer is complete, otherwise closed.
  void finish();

  const HeadParser& head() const { return head_; }
  /// What has arrived of the body since drop_body().
  std::string_view body() const { return body_; }
  void drop_body(std::size_t size) { body_.erase(0, size); }
  std::string take_body() { return std::exchange(body_, {}); }
  /// How libcurl ended the request; empty while it runs.
  std::optional<CURLcode> result() const { return result_; }
  /// The last pump() achieved nothing, and another would not either: it is time to wait().
  bool waiting() const { return waiting_ && !paused_; }
  /// Why the request's body could not be read; null if it could.
  const Error* body_error() const { return body_error_.get(); }
  /// How many TLS handshakes have begun for this request: the server's, and before it that of an https proxy.
  int handshakes() const { return handshakes_; }
  const ProxyChoice& proxy() const { return proxy_; }
  /// The request has left this process, to the last byte, or may have.
  bool request_sent() const;
  /// Null before the request has begun.
  CURL* easy() const { return easy_; }
  /// For its multi handle: libcurl has ended the request.
  void ended(CURLcode result);
  /// Set when there is something to do.
  WakeFlag& woken() { return woken_; }
  /// libcurl's words about a failure; may be empty.
  std::string_view detail() const { return error_text_.data(); }
  /// scheme://authority of the last request: where the warm connection leads.
  std::string_view origin() const { return url_ ? url_->origin() : std::string_view(); }

 private:
  static CURLcode on_tls(CURL* easy, void* context, void* transfer) noexcept;
  static std::size_t on_head_line(char* data, std::size_t one, std::size_t size, void* self) noexcept;
  static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* self) noexcept;
  static std::size_t on_send(char* buffer, std::size_t one, std::size_t size, void* self) noexcept;
  static int on_send_again(void* self, curl_off_t offset, int origin) noexcept;
  const ConnectionSettings& connection() const;
  /// False if there is no memory for it.
  bool add_handle();
  void remove_handle();
  void set_what_is_always_so();
  void set_connection();
  void set_tls(const ConnectionSettings& settings);
  void set_request();
  void set_body();
  void begin_again();
  bool body_sent() const;

  const std::shared_ptr<CurlMulti> multi_;
  CURL* easy_ = nullptr;
  const std::size_t buffer_limit_;
  const bool usable_;
  bool running_ = false;  // the easy handle is in the multi handle
  bool paused_ = false;
  WakeFlag woken_;
  bool waiting_ = false;
  bool began_again_ = false;
  bool rest_left_ = false;
  bool body_begun_ = false;  // the request's, from a source
  std::unique_ptr<const Error> body_error_;
  int handshakes_ = 0;
  std::optional<CURLcode> result_;
  std::size_t rest_ = 0;  // bytes that have come since rest_left_
  const HttpRequest* request_ = nullptr;
  const NetworkSettings* network_ = nullptr;
  ProxyChoice proxy_;
  HeadParser head_;
  std::string body_;
  std::shared_ptr<const ParsedUrl> url_;
  CurlHeaderList headers_;
  std::array<char, CURL_ERROR_SIZE> error_text_ = {};
};

}  // namespace anthropic::internal
