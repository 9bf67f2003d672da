#include "http/curl/multi.hpp"

#include <algorithm>
#include <chrono>
#include <unistd.h>

#include "base/process/process_end.hpp"
#include "base/threads/abandoned.hpp"
#include "http/curl/descriptors.hpp"
#include "http/curl/loop.hpp"
#include "http/curl/transfer.hpp"

namespace anthropic::internal {

using std::chrono::milliseconds;

int poll_time(SteadyTime until) {
  constexpr milliseconds longest = std::chrono::hours(1);
  const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp(left, milliseconds(0), longest).count());
}

CurlMulti::CurlMulti(CurlLoop* loop, std::size_t place)
    : loop_(loop), place_(place), handle_(make_multi_handle(usable_)), tls_sessions_(curl_share_init()) {
  // Needs no lock: one thread at a time.
  if (tls_sessions_) curl_share_setopt(tls_sessions_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  if (!usable_) return;
  const long warm_connections = loop_ ? CurlLoop::kTransfersPerMulti * 3 / 2 : 4;
  curl_multi_setopt(handle_, CURLMOPT_MAXCONNECTS, warm_connections);
  if (!loop_) return;
  curl_multi_setopt(handle_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
  curl_multi_setopt(handle_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(handle_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
  curl_multi_setopt(handle_, CURLMOPT_TIMERDATA, this);
}

CurlMulti::~CurlMulti() {
  if (process_is_ending()) {  // The end of its connections may need what OpenSSL has destroyed.
    abandon(handle_);
    abandon(tls_sessions_);
    return;
  }
  if (handle_) curl_multi_cleanup(handle_);
  if (tls_sessions_) curl_share_cleanup(tls_sessions_);
}

std::shared_ptr<const ParsedUrl> CurlMulti::parse(std::string_view url) {
  if (!last_url_ || last_url_->text() != url) last_url_ = std::make_shared<const ParsedUrl>(url);
  return last_url_;
}

curl_socket_t CurlMulti::open_socket(void* self, curlsocktype, struct curl_sockaddr* address) noexcept {
  const curl_socket_t socket = open_own_socket(*address);
  CurlLoop* const loop = static_cast<CurlMulti*>(self)->loop_;
  if (loop && socket != CURL_SOCKET_BAD) loop->opened(socket);
  return socket;
}

int CurlMulti::close_socket(void* self, curl_socket_t socket) noexcept {
  CurlLoop* const loop = static_cast<CurlMulti*>(self)->loop_;
  if (loop) loop->closes(socket);
  return ::close(socket);
}

int CurlMulti::on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) noexcept {
  CurlMulti& multi = *static_cast<CurlMulti*>(self);
  multi.loop_->watch(multi.place_, socket, what, known != nullptr);
  curl_multi_assign(multi.handle_, socket, self);
  return 0;
}

int CurlMulti::on_timer(CURLM*, long time, void* self) noexcept {
  const auto now = std::chrono::steady_clock::now();
  static_cast<CurlMulti*>(self)->timer_ = time < 0 ? SteadyTime::max() : now + milliseconds(time);
  return 0;
}

void CurlMulti::act(curl_socket_t socket, int bits) {
  if (socket == CURL_SOCKET_TIMEOUT) timer_ = SteadyTime::max();
  // If libcurl lacks the memory to move a transfer on, its task ends at its own deadline.
  int running = 0;
  curl_multi_socket_action(handle_, socket, bits, &running);
}

void CurlMulti::act_if_due(SteadyTime now) {
  if (timer_ <= now) act(CURL_SOCKET_TIMEOUT, 0);
}

bool CurlMulti::perform() {
  if (loop_) {
    loop_->perform();
    return true;
  }
  int running = 0;
  if (curl_multi_perform(handle_, &running) != CURLM_OK) return false;
  take_ended();
  return true;
}

void CurlMulti::take_ended() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(handle_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode result = message->data.result;
    CurlTransfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    transfer->ended(result);
  }
}

void CurlMulti::poll(SteadyTime until) {
  if (loop_) return loop_->poll(until);
  curl_multi_poll(handle_, nullptr, 0, poll_time(until), nullptr);
}

void CurlMulti::wake() {
  if (loop_) return loop_->wake();
  curl_multi_wakeup(handle_);
}

}  // namespace anthropic::internal
