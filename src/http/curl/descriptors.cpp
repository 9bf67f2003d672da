#include "http/curl/descriptors.hpp"

#include <atomic>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/file/descriptor.hpp"
#include "base/file/open_descriptors.hpp"
#include "base/process/process_number.hpp"

namespace anthropic::internal {
namespace {

/// One thread at a time. A child process waits for none that was in here when it was forked off.
class Turn {
 public:
  Turn() {
    const unsigned mine = process_number() + 1;
    for (unsigned holder = holder_;;) {
      if (holder == mine) {
        holder_.wait(holder);
        holder = holder_;
      } else if (holder_.compare_exchange_weak(holder, mine)) {
        return;
      }
    }
  }
  ~Turn() {
    holder_ = 0;
    holder_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  static constinit std::atomic<unsigned> holder_;
};
constinit std::atomic<unsigned> Turn::holder_ = 0;

int option_of(int socket, int option) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(socket, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

bool may_be_wake_up_socket(int number) {
  if (!is_inherited(number)) return false;
  return option_of(number, SO_DOMAIN) == AF_UNIX && option_of(number, SO_TYPE) == SOCK_STREAM;
}

struct Traffic {
  int received = 0;  ///< Bytes that wait to be read at this end.
  int sent = 0;      ///< Grows with those that were sent from it and wait at the other.
};

Traffic traffic_of(int socket) {
  Traffic traffic;
  ::ioctl(socket, FIONREAD, &traffic.received);
  ::ioctl(socket, TIOCOUTQ, &traffic.sent);
  return traffic;
}

struct Candidate {
  int number;
  Traffic traffic;
};

/// Whether what has happened to it is one wake-up, and nothing else.
bool was_woken_up(Candidate& candidate) {
  const Traffic before = std::exchange(candidate.traffic, traffic_of(candidate.number));
  const Traffic& now = candidate.traffic;
  const bool is_read_end = now.sent == 0 && now.received == before.received + 1;
  const bool is_written_end = now.received == 0 && now.sent > before.sent;
  return is_read_end || is_written_end;
}

/// Of these descriptors the two through which the handle is woken up: what each wake-up shows at.
std::vector<int> wake_up_sockets_among(const std::vector<int>& numbers, CURLM* multi) {
  constexpr int wake_ups = 3;
  std::vector<Candidate> candidates;
  for (const int number : numbers) {
    if (may_be_wake_up_socket(number)) candidates.push_back({number, traffic_of(number)});
  }
  for (int i = 0; i < wake_ups && !candidates.empty(); ++i) {
    curl_multi_wakeup(multi);
    std::erase_if(candidates, [](Candidate& candidate) { return !was_woken_up(candidate); });
  }
  std::vector<int> found;
  found.reserve(candidates.size());
  for (const Candidate& candidate : candidates) found.push_back(candidate.number);
  return found;
}

/// The two lowest numbers that are free, which the next two descriptors get if nobody is faster.
std::vector<int> next_descriptors() {
  const Descriptor first(::eventfd(0, EFD_CLOEXEC));
  const Descriptor second(::eventfd(0, EFD_CLOEXEC));
  return {first.get(), second.get()};
}

}  // namespace

curl_socket_t open_own_socket(const struct curl_sockaddr& address) noexcept {
  const int socket = ::socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
  return socket < 0 ? CURL_SOCKET_BAD : socket;
}

/// Older versions of libcurl make the sockets for wake-ups so that they are inherited, and do not say which
/// they are.
CURLM* make_multi_handle(bool& usable) {
  static std::atomic<bool> may_be_elsewhere = true;
  // Of two that are made at once, the one's wake-ups would look like the other's.
  const Turn turn;
  const std::vector<int> likely = next_descriptors();
  CURLM* const multi = curl_multi_init();
  // Without its wake-up sockets a multi handle exists but could not be cancelled.
  usable = multi && curl_multi_wakeup(multi) == CURLM_OK;
  if (!usable) return multi;
  std::vector<int> sockets = wake_up_sockets_among(likely, multi);
  if (sockets.size() != 2 && may_be_elsewhere) {
    sockets = wake_up_sockets_among(open_descriptors(), multi);
    if (sockets.empty()) may_be_elsewhere = false;
  }
  for (const int socket : sockets) ::fcntl(socket, F_SETFD, FD_CLOEXEC);
  return multi;
}

}  // namespace anthropic::internal
