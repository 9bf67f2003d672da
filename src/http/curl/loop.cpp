#include "http/curl/loop.hpp"

#include <algorithm>
#include <cstdint>
#include <new>
#include <sys/eventfd.h>

#include "http/curl/transport.hpp"

namespace anthropic::internal {

// What libcurl reads for one descriptor is still in the processor's cache when its task parses it and sends the next request:
// with 256 of 1,000 it no longer is, at a third more time a request. What is left comes in the next turn.
static constexpr std::size_t kEventsAtOnce = 16;
static constexpr std::uint64_t kWakeUp = UINT64_MAX;

CurlLoop::CurlLoop(const CurlLimits& limits, const NetworkSettings& network)
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_up_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      transport_(std::make_shared<CurlTransport>(std::make_shared<CurlTransferPool>(limits, network, this))) {
  epoll_event event{.events = EPOLLIN, .data = {.u64 = kWakeUp}};
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_up_.get(), &event);
}

std::shared_ptr<CurlMulti> CurlLoop::multi_with_room() {
  auto found = std::find_if(multis_.begin(), multis_.end(),
                            [](const auto& multi) { return multi->transfers < kTransfersPerMulti; });
  if (found == multis_.end()) found = multis_.insert(found, nullptr);
  const auto place = static_cast<std::size_t>(found - multis_.begin());
  const bool has_failed = *found && !(*found)->usable() && (*found)->transfers == 0;
  if (!*found || has_failed) *found = std::make_shared<CurlMulti>(this, place);
  return *found;
}

void CurlLoop::watch(std::size_t place, curl_socket_t socket, int what, bool is_known) {
  epoll_event event{.events = 0,
                    .data = {.u64 = std::uint64_t(place) << 32 | static_cast<std::uint32_t>(socket)}};
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) event.events |= EPOLLIN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) event.events |= EPOLLOUT;
  if (Watched* const connection = watched(socket)) {
    connection->wanted = event.events;
    // Most often the next request wants the same again.
    if (what != CURL_POLL_REMOVE) tell(socket, *connection, event);
    return;
  }
  const int known = is_known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  ::epoll_ctl(epoll_.get(), what == CURL_POLL_REMOVE ? EPOLL_CTL_DEL : known, socket, &event);
}

/// Null for what is no connection: what a name's resolution waits for.
CurlLoop::Watched* CurlLoop::watched(curl_socket_t socket) {
  const auto number = static_cast<std::size_t>(socket);
  return number < watched_.size() && watched_[number].is_open ? &watched_[number] : nullptr;
}

void CurlLoop::tell(curl_socket_t socket, Watched& watched, epoll_event event) {
  if (watched.told.events == event.events && watched.told.data.u64 == event.data.u64) return;
  const int known = watched.told.events != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  ::epoll_ctl(epoll_.get(), event.events == 0 ? EPOLL_CTL_DEL : known, socket, &event);
  watched.told = event;
}

void CurlLoop::opened(curl_socket_t socket) noexcept {
  const auto number = static_cast<std::size_t>(socket);
  try {
    if (number >= watched_.size()) watched_.resize(number + 1);
  } catch (const std::bad_alloc&) {
    return;  // epoll then hears of every change.
  }
  watched_[number] = {.is_open = true};
}

void CurlLoop::closes(curl_socket_t socket) noexcept {
  // epoll forgets by itself what is closed.
  if (Watched* const connection = watched(socket)) *connection = {};
}

void CurlLoop::perform() {
  for (const epoll_event& event : ready_) {
    const auto socket = static_cast<curl_socket_t>(event.data.u64);
    Watched* const connection = watched(socket);
    if (connection && connection->wanted == 0) {
      tell(socket, *connection, {});  // An idle one: its server has closed it, and libcurl finds that out.
      continue;
    }
    int bits = 0;
    if (event.events & EPOLLIN) bits |= CURL_CSELECT_IN;
    if (event.events & EPOLLOUT) bits |= CURL_CSELECT_OUT;
    if (event.events & (EPOLLERR | EPOLLHUP)) bits |= CURL_CSELECT_ERR;
    multis_[event.data.u64 >> 32]->act(socket, bits);
  }
  ready_.clear();
  const SteadyTime time = now();
  for (const auto& multi : multis_) {
    multi->act_if_due(time);
    multi->take_ended();
  }
}

void CurlLoop::poll(SteadyTime until, bool) {
  for (const auto& multi : multis_) until = std::min(until, multi->timer());
  ready_.resize(kEventsAtOnce);
  const int count =
      ::epoll_wait(epoll_.get(), ready_.data(), static_cast<int>(ready_.size()), poll_time(until));
  ready_.resize(static_cast<std::size_t>(std::max(count, 0)));
  const auto wake_ups =
      std::erase_if(ready_, [](const epoll_event& event) { return event.data.u64 == kWakeUp; });
  eventfd_t value = 0;
  if (wake_ups > 0) (void)::eventfd_read(wake_up_.get(), &value);
}

void CurlLoop::wake() {
  (void)::eventfd_write(wake_up_.get(), 1);
}

}  // namespace anthropic::internal
