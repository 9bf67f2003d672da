#include "http/curl_lane.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>

namespace anthropic {
namespace {

constexpr std::size_t kKeptBodyStorage = 64u << 10;
// Fewer reads of a stream that pours in; more would not come from the heap. What is not used takes no memory.
constexpr long kReceiveBuffer = 64L << 10;

long to_curl_milliseconds(std::chrono::milliseconds time) {
  // 0 would mean libcurl's own default.
  const auto longest = static_cast<std::chrono::milliseconds::rep>(std::numeric_limits<int>::max());
  return static_cast<long>(std::clamp<std::chrono::milliseconds::rep>(time.count(), 1, longest));
}

const char* or_null(const std::string& text) {
  return text.empty() ? nullptr : text.c_str();
}

}  // namespace

std::string_view origin_of(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return {};
  return url.substr(0, url.find_first_of("/?#", scheme_end + 3));
}

CurlLane::CurlLane(std::size_t buffer_limit, std::shared_ptr<CurlDriver> driver)
    : driver_(std::move(driver)), easy_(curl_easy_init()), buffer_limit_(buffer_limit) {
  usable_ = easy_ && driver_->multi().usable();
  if (usable_) set_what_never_changes();
}

CurlLane::~CurlLane() {
  finish();
  if (easy_) curl_easy_cleanup(easy_);
}

void CurlLane::set_what_never_changes() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlLane::on_head_line);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlLane::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, kReceiveBuffer);

  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy_, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);

  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  // Cancelling must not wait for a name resolution under way.
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);

  curl_easy_setopt(easy_, CURLOPT_SSL_CTX_FUNCTION, &CurlLane::on_tls);
  curl_easy_setopt(easy_, CURLOPT_SSL_CTX_DATA, this);
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
}

Result<void> CurlLane::start(const HttpRequest& request, const SystemTrust& trust) {
  request_size_ = request.body.size();
  origin_ = origin_of(request.url);

  if (!usable_) {
    return Error{.kind = ErrorKind::connection,
                 .message = "no request can be started: out of file descriptors or memory",
                 .hint = "Each request under way takes three descriptors; see `ulimit -n`."};
  }
  const bool http = request.url.starts_with("https://") || request.url.starts_with("http://");
  if (!http) {  // libcurl would guess.
    return Error{.kind = ErrorKind::configuration,
                 .message = "the URL of the request is not usable",
                 .hint = "It must begin with https://host or http://host."};
  }
  static const Headers no_headers;
  if (!headers_.assign(request.headers ? *request.headers : no_headers)) {
    return Error{.kind = ErrorKind::configuration, .message = problem_with(*request.headers)};
  }

  url_.assign(request.url);
  curl_easy_setopt(easy_, CURLOPT_URL, url_.c_str());
  set_method_and_body(request);
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_.list());
  static const ConnectionSettings usual;
  set_connection(request.connection ? *request.connection : usual, trust);

  running_ = curl_multi_add_handle(driver_->multi().handle(), easy_) == CURLM_OK;
  if (!running_) result_ = CURLE_FAILED_INIT;
  pump();
  return {};
}

void CurlLane::set_method_and_body(const HttpRequest& request) {
  const bool plain_get = request.method == "GET" && request.body.empty();
  const bool plain_head = request.method == "HEAD";
  const bool bodiless = plain_get || plain_head || (request.method == "DELETE" && request.body.empty());

  curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);  // Takes back what an earlier request set.
  if (plain_head) curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
  if (!bodiless) {
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
  }
  const bool curl_knows = plain_get || plain_head || request.method == "POST";
  const std::string method(curl_knows ? std::string_view() : request.method);
  curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, or_null(method));
}

void CurlLane::set_connection(const ConnectionSettings& connection, const SystemTrust& trust) {
  if (connection_ && connection_->proxy == connection.proxy &&
      connection_->ca_bundle == connection.ca_bundle &&
      connection_->connect_timeout == connection.connect_timeout) {
    return;
  }
  connection_ = connection;
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, to_curl_milliseconds(connection.connect_timeout));

  // A proxy that was named wins over the environment's exceptions too.
  const bool no_proxy = connection.proxy == "none";
  curl_easy_setopt(easy_, CURLOPT_PROXY, no_proxy ? "" : or_null(connection.proxy));
  curl_easy_setopt(easy_, CURLOPT_NOPROXY, no_proxy ? "*" : connection.proxy.empty() ? nullptr : "");

  if (connection.ca_bundle.empty() && !trust.is_known()) return;
  const bool own_bundle = !connection.ca_bundle.empty();
  const char* file = or_null(own_bundle ? connection.ca_bundle : trust.file);
  const char* directory = own_bundle ? nullptr : or_null(trust.directory);
  curl_easy_setopt(easy_, CURLOPT_CAINFO, file);
  curl_easy_setopt(easy_, CURLOPT_CAPATH, directory);
  curl_easy_setopt(easy_, CURLOPT_PROXY_CAINFO, file);
  curl_easy_setopt(easy_, CURLOPT_PROXY_CAPATH, directory);
}

void CurlLane::pump() {
  if (result_) return;
  const std::size_t before = body_.size();
  const bool had_head = head_.complete();
  if (paused_) {
    paused_ = false;
    curl_easy_pause(easy_, CURLPAUSE_CONT);  // Hands out what it had held back.
  }

  driver_->pump(*this);
  starved_ = !result_ && body_.size() == before && head_.complete() == had_head;
}

void CurlLane::ended(CURLcode result) {
  result_ = result;
  if (result == CURLE_SEND_ERROR) begin_again();
  stirred_ = true;
}

/// A warm connection may have died unseen. libcurl replaces it by itself, but not when it is the body that
/// can no longer be sent.
void CurlLane::begin_again() {
  long new_connections = 0;
  curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &new_connections);
  if (began_again_ || new_connections > 0 || head_.begun()) return;
  began_again_ = true;
  CURLM* const multi = driver_->multi().handle();
  curl_multi_remove_handle(multi, easy_);
  running_ = curl_multi_add_handle(multi, easy_) == CURLM_OK;
  if (running_) result_.reset();
}

void CurlLane::wait(std::chrono::milliseconds limit) {
  driver_->wait(*this, limit);
}

void CurlLane::wake() {
  stirred_ = true;
  driver_->wake(*this);
}

void CurlLane::finish() {
  if (running_) curl_multi_remove_handle(driver_->multi().handle(), easy_);
  running_ = false;
  paused_ = false;
  stirred_ = false;
  starved_ = false;
  tls_begun_ = false;
  began_again_ = false;
  result_.reset();
  head_.reset();
  error_text_[0] = '\0';
  body_.clear();
  if (body_.capacity() > kKeptBodyStorage) std::string().swap(body_);
}

bool CurlLane::request_sent() const {
  if (head_.begun()) return true;
  if (!running_) return false;
  curl_off_t connected = 0;
  curl_off_t uploaded = 0;
  curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &connected);
  curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &uploaded);
  return connected > 0 && static_cast<std::size_t>(uploaded) >= request_size_;
}

CURLcode CurlLane::on_tls(CURL*, void*, void* lane) noexcept {
  static_cast<CurlLane*>(lane)->tls_begun_ = true;
  return CURLE_OK;
}

std::size_t CurlLane::on_head_line(char* data, std::size_t, std::size_t size, void* self) noexcept {
  CurlLane& lane = *static_cast<CurlLane*>(self);
  lane.head_.add_line({data, size});
  if (lane.head_.complete()) lane.stirred_ = true;
  return size;
}

std::size_t CurlLane::on_body(char* data, std::size_t, std::size_t size, void* self) noexcept {
  CurlLane& lane = *static_cast<CurlLane*>(self);
  if (lane.body_.size() >= lane.buffer_limit_) {
    lane.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  lane.body_.append(data, size);
  lane.stirred_ = true;
  return size;
}

}  // namespace anthropic
