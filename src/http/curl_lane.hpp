#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <curl/curl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/curl_driver.hpp"
#include "http/curl_header_list.hpp"
#include "http/head_parser.hpp"
#include "http/system_trust.hpp"
#include "http/transport.hpp"

namespace anthropic {

/// What one request at a time runs on: one easy handle, storage that is reused, and a driver, whose
/// connections stay warm. One thread at a time, but for wake().
class CurlLane {
 public:
  /// At most about `buffer_limit` bytes of a body are held; libcurl is told to pause beyond.
  CurlLane(std::size_t buffer_limit, std::shared_ptr<CurlDriver> driver);
  ~CurlLane();
  CurlLane(const CurlLane&) = delete;
  CurlLane& operator=(const CurlLane&) = delete;

  /// False if the system had no descriptors or memory for it: every start() fails.
  bool usable() const { return usable_; }
  /// Begins a request; what it refers to must stay until finish(). Fails if it cannot be sent as it is.
  Result<void> start(const HttpRequest& request, const SystemTrust& trust);
  /// Does what can be done without waiting.
  void pump();
  /// Waits until there is something to do, wake() is called, or the time is over.
  void wait(std::chrono::milliseconds limit);
  /// Ends a wait(). From any thread.
  void wake();
  /// Ends the request. A connection that is not through with it is closed, otherwise kept.
  void finish();

  const HeadParser& head() const { return head_; }
  /// What has arrived of the body since drop_body().
  std::string_view body() const { return body_; }
  void drop_body(std::size_t size) { body_.erase(0, size); }
  /// How libcurl ended the request; empty while it runs.
  std::optional<CURLcode> result() const { return result_; }
  /// Nothing came of the last pump(), and nothing would of another: it is time to wait.
  bool starved() const { return starved_ && !paused_; }
  /// The connection stands and its TLS handshake has begun.
  bool tls_begun() const { return tls_begun_; }
  /// The request has left this process, to the last byte, or may have.
  bool request_sent() const;
  CURL* easy() const { return easy_; }
  /// For its driver. libcurl has ended the request.
  void ended(CURLcode result);
  /// For its driver: something has happened since this was last made false.
  std::atomic<bool>& stirred() { return stirred_; }
  /// libcurl's words about a failure; may be empty.
  std::string_view detail() const { return error_text_.data(); }
  /// scheme://authority of the last request: where the warm connection leads.
  std::string_view origin() const { return origin_; }

 private:
  static CURLcode on_tls(CURL* easy, void* context, void* lane) noexcept;
  static std::size_t on_head_line(char* data, std::size_t one, std::size_t size, void* lane) noexcept;
  static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* lane) noexcept;
  void set_what_never_changes();
  void set_method_and_body(const HttpRequest& request);
  void set_connection(const ConnectionSettings& connection, const SystemTrust& trust);
  void begin_again();

  const std::shared_ptr<CurlDriver> driver_;
  CURL* easy_;
  std::size_t buffer_limit_;
  bool usable_ = false;
  bool running_ = false;  // the easy handle is in the multi handle
  bool paused_ = false;
  std::atomic<bool> stirred_ = false;
  bool starved_ = false;
  bool tls_begun_ = false;
  bool began_again_ = false;
  std::optional<CURLcode> result_;
  std::size_t request_size_ = 0;
  HeadParser head_;
  std::string body_;
  std::string url_;
  std::string origin_;
  CurlHeaderList headers_;
  std::optional<ConnectionSettings> connection_;  // what easy_ is set to
  std::array<char, CURL_ERROR_SIZE> error_text_ = {};
};

/// scheme://authority of a URL, as it is written.
std::string_view origin_of(std::string_view url);

}  // namespace anthropic
