#include "http/curl/multi.hpp"

#include <algorithm>
#include <limits>

#include "base/process/process_end.hpp"
#include "base/threads/abandoned.hpp"
#include "http/curl/descriptors.hpp"
#include "http/curl/transfer.hpp"

namespace anthropic::internal {

CurlMulti::CurlMulti(long warm_connections)
    : handle_(make_multi_handle(usable_)), tls_sessions_(curl_share_init()) {
  // Needs no lock: one thread at a time.
  if (tls_sessions_) curl_share_setopt(tls_sessions_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  if (usable_) curl_multi_setopt(handle_, CURLMOPT_MAXCONNECTS, warm_connections);
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

bool CurlMulti::perform() {
  int running = 0;
  if (curl_multi_perform(handle_, &running) != CURLM_OK) return false;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(handle_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode result = message->data.result;
    CurlTransfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    transfer->ended(result);
  }
  return true;
}

void CurlMulti::poll(std::chrono::milliseconds limit) {
  const auto longest = static_cast<std::chrono::milliseconds::rep>(std::numeric_limits<int>::max());
  const auto time = std::clamp<std::chrono::milliseconds::rep>(limit.count(), 0, longest);
  curl_multi_poll(handle_, nullptr, 0, static_cast<int>(time), nullptr);
}

void CurlMulti::wake() {
  curl_multi_wakeup(handle_);
}

}  // namespace anthropic::internal
