#include "bare_multi.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <curl/curl.h>
#include <memory>
#include <sys/epoll.h>
#include <unistd.h>
#include <vector>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;
using OnBody = std::function<void(std::string_view)>;

// To find a connection for a request, libcurl looks at all of the multi handle's.
constexpr int kTransfersPerMulti = 32;
// Few, so that a transfer's state is still in the processor's caches when its next request is sent.
constexpr int kEventsAtOnce = 16;

std::size_t on_bytes(char* data, std::size_t, std::size_t size, void* handler) {
  (*static_cast<const OnBody*>(handler))({data, size});
  return size;
}

/// Some of the transfers, and the connections that they share.
struct Multi {
  Multi(int around, int number) : epoll(around) {
    curl_multi_setopt(handle, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
    curl_multi_setopt(handle, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(handle, CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
    curl_multi_setopt(handle, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, long(number));
  }
  ~Multi() {
    for (CURL* easy : easies) {
      curl_multi_remove_handle(handle, easy);
      curl_easy_cleanup(easy);
    }
    curl_multi_cleanup(handle);
  }
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) {
    Multi& multi = *static_cast<Multi*>(self);
    epoll_event event{.events = 0, .data = {.u64 = std::uint64_t(multi.place) << 32 | std::uint32_t(socket)}};
    if (what & CURL_POLL_IN) event.events |= EPOLLIN;
    if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
    const int change = known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    epoll_ctl(multi.epoll, what == CURL_POLL_REMOVE ? EPOLL_CTL_DEL : change, socket, &event);
    curl_multi_assign(multi.handle, socket, self);
    return 0;
  }
  static int on_timer(CURLM*, long milliseconds, void* self) {
    static_cast<Multi*>(self)->timer =
        milliseconds < 0 ? Clock::time_point::max() : Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
  }
  void act(curl_socket_t socket, int bits) {
    if (socket == CURL_SOCKET_TIMEOUT) timer = Clock::time_point::max();
    int running = 0;
    curl_multi_socket_action(handle, socket, bits, &running);
  }

  const int epoll;
  std::size_t place = 0;
  CURLM* const handle = curl_multi_init();
  std::vector<CURL*> easies;
  Clock::time_point timer = Clock::time_point::max();
};

CURL* make_easy(const BareMultiRequest& request, curl_slist* headers, const OnBody& on_body) {
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_bytes);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &on_body);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  return easy;
}

void check(CURLcode result) {
  if (result == CURLE_OK) return;
  std::fprintf(stderr, "bare libcurl: %s\n", curl_easy_strerror(result));
  std::exit(1);
}

int poll_time(const std::vector<std::unique_ptr<Multi>>& multis) {
  auto until = Clock::now() + std::chrono::seconds(10);
  for (const auto& multi : multis) until = std::min(until, multi->timer);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

}  // namespace

void send_all_bare(const BareMultiRequest& request, int requests, int concurrency, const OnBody& on_body) {
  curl_slist* headers = nullptr;
  for (const auto& [name, value] : request.headers)
    headers = curl_slist_append(headers, (name + ": " + value).c_str());
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<std::unique_ptr<Multi>> multis;
  int begun = 0, ended = 0;
  for (; begun < concurrency; ++begun) {
    if (begun % kTransfersPerMulti == 0) {
      multis.push_back(std::make_unique<Multi>(epoll, kTransfersPerMulti));
      multis.back()->place = multis.size() - 1;
    }
    multis.back()->easies.push_back(make_easy(request, headers, on_body));
    curl_multi_add_handle(multis.back()->handle, multis.back()->easies.back());
  }
  epoll_event events[kEventsAtOnce];
  while (ended < requests) {
    const int count = epoll_wait(epoll, events, kEventsAtOnce, poll_time(multis));
    for (int i = 0; i < count; ++i) {
      int bits = 0;
      if (events[i].events & EPOLLIN) bits |= CURL_CSELECT_IN;
      if (events[i].events & EPOLLOUT) bits |= CURL_CSELECT_OUT;
      if (events[i].events & (EPOLLERR | EPOLLHUP)) bits |= CURL_CSELECT_ERR;
      multis[events[i].data.u64 >> 32]->act(static_cast<curl_socket_t>(events[i].data.u64), bits);
    }
    const auto now = Clock::now();
    for (const auto& multi : multis) {
      if (multi->timer <= now) multi->act(CURL_SOCKET_TIMEOUT, 0);
      int left = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi->handle, &left)) {
        CURL* easy = message->easy_handle;
        check(message->data.result);
        ++ended;
        curl_multi_remove_handle(multi->handle, easy);
        if (begun == requests) continue;
        ++begun;
        curl_multi_add_handle(multi->handle, easy);
        multi->act(CURL_SOCKET_TIMEOUT, 0);
      }
    }
  }
  multis.clear();
  close(epoll);
  curl_slist_free_all(headers);
}

}  // namespace bench
