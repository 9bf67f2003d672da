#include "http/curl/transfer.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "base/process/never_destroyed.hpp"
#include "base/process/process_end.hpp"
#include "base/threads/abandoned.hpp"
#include "http/curl/descriptors.hpp"

namespace anthropic::internal {
namespace {

constexpr std::size_t kKeptBodyStorage = 64u << 10;
// Fewer reads of a fast stream. From 64 kB on, malloc trims memory each time that a buffer is freed. Unused
// parts take no memory.
constexpr long kReceiveBuffer = 60L << 10;
// For one of many calls side by side, whose answers are short: libcurl's least.
constexpr long kSharedReceiveBuffer = 1L << 10;
// How much of an unwanted body is read to keep its connection.
constexpr std::size_t kLongestRest = 64u << 10;

long to_curl_milliseconds(std::chrono::milliseconds time) {
  // 0 would mean libcurl's own default.
  const auto longest = static_cast<std::chrono::milliseconds::rep>(std::numeric_limits<int>::max());
  return static_cast<long>(std::clamp<std::chrono::milliseconds::rep>(time.count(), 1, longest));
}

const char* or_null(const std::string& text) {
  return text.empty() ? nullptr : text.c_str();
}

Error out_of_resources() {
  return {.kind = ErrorKind::connection,
          .message = "no request can be started: out of file descriptors or memory",
          .hint = "Each request under way takes three descriptors; see `ulimit -n`."};
}

}  // namespace

CurlTransfer::CurlTransfer(std::size_t buffer_limit, std::shared_ptr<CurlMulti> multi)
    : multi_(std::move(multi)), buffer_limit_(buffer_limit), usable_(multi_->usable()) {
  ++multi_->transfers;
}

CurlTransfer::~CurlTransfer() {
  finish();
  --multi_->transfers;
}

Result<void> CurlTransfer::start(const HttpRequest& request, const NetworkSettings& network) {
  request_ = &request;
  network_ = &network;
  url_ = multi_->parse(request.url);

  if (!usable_) return out_of_resources();
  if (!url_->is_http()) {  // libcurl would guess.
    return Error{.kind = ErrorKind::configuration,
                 .message = "the URL of the request is not usable",
                 .hint = "It must begin with https://host or http://host."};
  }
  static const NeverDestroyed<Headers> no_headers;
  if (!headers_.assign(request.headers ? *request.headers : *no_headers)) {
    return Error{.kind = ErrorKind::configuration, .message = problem_with(*request.headers)};
  }
  proxy_ = proxy_for(request.url, network.proxies, connection());

  if (!add_handle()) return out_of_resources();
  pump();
  return {};
}

const ConnectionSettings& CurlTransfer::connection() const {
  static const NeverDestroyed<ConnectionSettings> usual;
  return request_->connection ? *request_->connection : *usual;
}

/// A handle serves one transfer only: in libcurl 7.88 the rest of an answer's head in it can damage the next
/// one. Connections, names and TLS sessions belong to the multi handle.
bool CurlTransfer::add_handle() {
  easy_ = curl_easy_init();
  if (!easy_) return false;
  set_what_is_always_so();
  set_connection();
  set_request();
  running_ = curl_multi_add_handle(multi_->handle(), easy_) == CURLM_OK;
  if (!running_) result_ = CURLE_FAILED_INIT;
  return true;
}

void CurlTransfer::remove_handle() {
  if (!easy_) return;
  if (process_is_ending()) return abandon(std::exchange(easy_, nullptr));
  if (running_) curl_multi_remove_handle(multi_->handle(), easy_);
  curl_easy_cleanup(easy_);
  easy_ = nullptr;
  running_ = false;
}

void CurlTransfer::set_what_is_always_so() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_head_line);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, multi_->is_shared() ? kSharedReceiveBuffer : kReceiveBuffer);

  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy_, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);

  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &CurlMulti::open_socket);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, multi_.get());
  if (multi_->is_shared()) {
    curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &CurlMulti::close_socket);
    curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, multi_.get());
  }
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  // Cancelling must not wait for a name resolution under way.
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
}

void CurlTransfer::set_request() {
  const HttpRequest& request = *request_;
  // With both, libcurl 7.88 neither reads the URL nor writes it out again.
  if (url_->handle()) curl_easy_setopt(easy_, CURLOPT_CURLU, url_->handle());
  curl_easy_setopt(easy_, CURLOPT_URL, url_->text().c_str());
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_.list());

  const bool has_body = request.body_size() > 0;
  const bool plain_get = request.method == "GET" && !has_body;
  const bool plain_head = request.method == "HEAD";
  const bool bodiless = plain_get || plain_head || (request.method == "DELETE" && !has_body);
  if (plain_head) curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
  if (!bodiless) set_body();
  const bool curl_knows = plain_get || plain_head || request.method == "POST";
  if (!curl_knows) curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, std::string(request.method).c_str());
}

void CurlTransfer::set_body() {
  const HttpRequest& request = *request_;
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body_size()));
  if (!request.body_source) {
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
    return;
  }
  body_begun_ = false;
  curl_easy_setopt(easy_, CURLOPT_POST, 1L);
  curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &CurlTransfer::on_send);
  curl_easy_setopt(easy_, CURLOPT_READDATA, this);
  curl_easy_setopt(easy_, CURLOPT_SEEKFUNCTION, &CurlTransfer::on_send_again);
  curl_easy_setopt(easy_, CURLOPT_SEEKDATA, this);
}

void CurlTransfer::set_connection() {
  const ConnectionSettings& settings = connection();
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, to_curl_milliseconds(settings.connect_timeout));
  // With exceptions of its own, libcurl does not look into the process's environment.
  if (proxy_.used()) curl_easy_setopt(easy_, CURLOPT_PROXY, proxy_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_NOPROXY, proxy_.used() ? "" : "*");
  if (request_->url.starts_with("https://") || proxy_.used()) set_tls(settings);
}

void CurlTransfer::set_tls(const ConnectionSettings& settings) {
  curl_easy_setopt(easy_, CURLOPT_SHARE, multi_->tls_sessions());
  curl_easy_setopt(easy_, CURLOPT_SSL_CTX_FUNCTION, &CurlTransfer::on_tls);
  curl_easy_setopt(easy_, CURLOPT_SSL_CTX_DATA, this);
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  if (proxy_.used()) {
    curl_easy_setopt(easy_, CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy_, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy_, CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
  }

  const SystemTrust& trust = network_->trust;
  if (settings.ca_bundle.empty() && !trust.is_known()) return;
  const bool own_bundle = !settings.ca_bundle.empty();
  const char* file = or_null(own_bundle ? settings.ca_bundle : trust.file);
  const char* directory = own_bundle ? nullptr : or_null(trust.directory);
  curl_easy_setopt(easy_, CURLOPT_CAINFO, file);
  curl_easy_setopt(easy_, CURLOPT_CAPATH, directory);
  if (!proxy_.used()) return;
  curl_easy_setopt(easy_, CURLOPT_PROXY_CAINFO, file);
  curl_easy_setopt(easy_, CURLOPT_PROXY_CAPATH, directory);
}

void CurlTransfer::pump() {
  if (result_) return;
  const std::size_t before = body_.size();
  const bool had_head = head_.complete();
  if (paused_) {
    paused_ = false;
    curl_easy_pause(easy_, CURLPAUSE_CONT);  // Hands out what it had held back.
  }

  if (multi_->is_shared()) {
    // The request leaves now, not in the loop's next turn.
    multi_->act_if_due(std::chrono::steady_clock::now());
  } else if (!multi_->perform()) {
    ended(CURLE_OUT_OF_MEMORY);
  }
  waiting_ = !result_ && body_.size() == before && head_.complete() == had_head;
}

void CurlTransfer::ended(CURLcode result) {
  result_ = result;
  if (result == CURLE_SEND_ERROR) begin_again();
  woken_.set();
}

/// A warm connection may have died unnoticed. libcurl replaces it by itself, but not if only the body can no
/// longer be sent.
void CurlTransfer::begin_again() {
  long new_connections = 0;
  curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &new_connections);
  if (began_again_ || new_connections > 0 || head_.begun()) return;
  began_again_ = true;
  // The old handle keeps its error text in case there is no memory for another.
  CURL* const failed = easy_;
  curl_multi_remove_handle(multi_->handle(), failed);
  if (!add_handle()) {
    easy_ = failed;
    running_ = false;
    return;
  }
  curl_easy_cleanup(failed);
  if (running_) result_.reset();
}

void CurlTransfer::wait(SteadyTime until) {
  multi_->poll(until);
  // Nobody else does while this blocks a loop.
  if (multi_->is_shared()) (void)multi_->perform();
  waiting_ = false;
}

void CurlTransfer::wake() {
  woken_.set();
  multi_->wake();
}

void CurlTransfer::leave_rest() {
  // While libcurl still sends, it reads the request's body, which may soon be destroyed.
  rest_left_ = head_.complete() && body_sent();
  body_.clear();
  pump();
}

bool CurlTransfer::lingers() const {
  return rest_left_ && running_ && !result_;
}

void CurlTransfer::finish() {
  if (lingers() && !process_is_ending()) pump();
  remove_handle();
  request_ = nullptr;
  rest_left_ = false;
  rest_ = 0;
  paused_ = false;
  woken_.take();
  waiting_ = false;
  handshakes_ = 0;
  began_again_ = false;
  result_.reset();
  head_.reset();
  body_error_.reset();
  error_text_[0] = '\0';
  body_.clear();
  if (body_.capacity() > kKeptBodyStorage) std::string().swap(body_);
}

bool CurlTransfer::request_sent() const {
  return head_.begun() || (running_ && body_sent());
}

bool CurlTransfer::body_sent() const {
  curl_off_t connected = 0;
  curl_off_t uploaded = 0;
  curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &connected);
  curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &uploaded);
  return connected > 0 && static_cast<std::uint64_t>(uploaded) >= request_->body_size();
}

std::size_t CurlTransfer::on_send(char* buffer, std::size_t, std::size_t size, void* self) noexcept {
  CurlTransfer& transfer = *static_cast<CurlTransfer*>(self);
  BodySource& source = *transfer.request_->body_source;
  if (!std::exchange(transfer.body_begun_, true)) {
    if (auto begun = source.rewind(); !begun) {
      transfer.body_error_ = std::make_unique<const Error>(std::move(begun).error());
      return CURL_READFUNC_ABORT;
    }
  }
  auto count = source.read(buffer, size);
  if (count) return *count;
  transfer.body_error_ = std::make_unique<const Error>(std::move(count).error());
  return CURL_READFUNC_ABORT;
}

/// A connection has died before the whole body was sent, and libcurl has another one.
int CurlTransfer::on_send_again(void* self, curl_off_t offset, int origin) noexcept {
  if (offset != 0 || origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<CurlTransfer*>(self)->body_begun_ = false;
  return CURL_SEEKFUNC_OK;
}

CURLcode CurlTransfer::on_tls(CURL*, void*, void* transfer) noexcept {
  ++static_cast<CurlTransfer*>(transfer)->handshakes_;
  return CURLE_OK;
}

std::size_t CurlTransfer::on_head_line(char* data, std::size_t, std::size_t size, void* self) noexcept {
  CurlTransfer& transfer = *static_cast<CurlTransfer*>(self);
  transfer.head_.add_line({data, size});
  if (transfer.head_.complete()) transfer.woken_.set();
  return size;
}

std::size_t CurlTransfer::on_body(char* data, std::size_t, std::size_t size, void* self) noexcept {
  CurlTransfer& transfer = *static_cast<CurlTransfer*>(self);
  if (transfer.rest_left_) {
    transfer.rest_ += size;
    return transfer.rest_ <= kLongestRest ? size : 0;
  }
  if (transfer.body_.size() >= transfer.buffer_limit_) {
    transfer.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  transfer.body_.append(data, size);
  if (!transfer.woken_.is_set()) transfer.woken_.set();  // This thread takes it, too; to set it is a barrier.
  return size;
}

}  // namespace anthropic::internal
