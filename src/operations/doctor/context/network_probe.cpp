#include "operations/doctor/context/network_probe.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

#include "base/file/descriptor.hpp"
#include "base/time/time_format.hpp"
#include "http/deadline.hpp"

namespace anthropic::internal {
namespace {

constexpr auto kLookAtStopEvery = std::chrono::milliseconds(50);
constexpr int kHighestDescriptor = 4096;

Error connection_error(std::string message) {
  return {.kind = ErrorKind::connection, .message = std::move(message)};
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Result<Addresses> look_up(const std::string& host, const char* port, int flags) {
  addrinfo wanted = {};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = flags;
  addrinfo* list = nullptr;
  const int failure = getaddrinfo(host.c_str(), port, &wanted, &list);
  if (failure != 0) {
    const char* why = failure == EAI_SYSTEM ? std::strerror(errno) : gai_strerror(failure);
    return connection_error("could not resolve host " + host + " (" + why + ")");
  }
  return Addresses(list);
}

std::string in_figures(const addrinfo& one) {
  char text[NI_MAXHOST];
  const int failure =
      getnameinfo(one.ai_addr, one.ai_addrlen, text, sizeof(text), nullptr, 0, NI_NUMERICHOST);
  return failure == 0 ? text : "?";
}

std::uint16_t port_of(const sockaddr_storage& peer) {
  if (peer.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(peer).sin_port);
  if (peer.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(peer).sin6_port);
  return 0;
}

class RealNetworkProbe final : public NetworkProbe {
 public:
  Result<std::vector<std::string>> resolve(const std::string& host) override {
    const auto found = look_up(host, nullptr, AI_ADDRCONFIG);
    if (!found) return found.error();
    std::vector<std::string> addresses;
    for (const addrinfo* one = found->get(); one; one = one->ai_next) {
      std::string address = in_figures(*one);
      if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
        addresses.push_back(std::move(address));
    }
    return addresses;
  }

  Result<void> connect(const std::string& address, std::uint16_t port, std::chrono::milliseconds timeout,
                       std::stop_token stop) override {
    const auto found = look_up(address, std::to_string(port).c_str(), AI_NUMERICHOST | AI_NUMERICSERV);
    if (!found) return found.error();
    const addrinfo& to = **found;
    const Descriptor socket(::socket(to.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket.get() < 0) return failed(errno);
    if (::connect(socket.get(), to.ai_addr, to.ai_addrlen) == 0) return {};
    if (errno != EINPROGRESS) return failed(errno);
    return wait_for(socket.get(), timeout, stop);
  }

  std::vector<std::chrono::seconds> keep_alive_of_connections(std::uint16_t port) override {
    std::vector<std::chrono::seconds> idle;
    for (int descriptor = 0; descriptor < kHighestDescriptor; ++descriptor) {
      sockaddr_storage peer = {};
      socklen_t size = sizeof(peer);
      if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
      if (port_of(peer) != port) continue;
      int on = 0;
      int seconds = 0;
      socklen_t length = sizeof(on);
      if (getsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, &length) != 0 || on == 0) return {};
      length = sizeof(seconds);
      if (getsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &seconds, &length) != 0) return {};
      idle.emplace_back(seconds);
    }
    return idle;
  }

 private:
  static Error failed(int reason) {
    return connection_error(reason == ECONNREFUSED ? "refused" : std::generic_category().message(reason));
  }

  static Result<void> wait_for(int socket, std::chrono::milliseconds timeout, const std::stop_token& stop) {
    const SteadyTime end = deadline_after(timeout);
    while (!stop.stop_requested()) {
      pollfd waiting{.fd = socket, .events = POLLOUT, .revents = 0};
      const int ready = poll(&waiting, 1, static_cast<int>(kLookAtStopEvery.count()));
      if (ready > 0) {
        int reason = 0;
        socklen_t size = sizeof(reason);
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &reason, &size);
        return reason == 0 ? Result<void>() : failed(reason);
      }
      if (std::chrono::steady_clock::now() >= end)
        return Error{.kind = ErrorKind::timeout, .message = "no answer within " + readable(timeout)};
    }
    return Error{.kind = ErrorKind::user_abort, .message = "cancelled"};
  }
};

}  // namespace

std::shared_ptr<NetworkProbe> make_network_probe() {
  return std::make_shared<RealNetworkProbe>();
}

bool is_private_address(const std::string& address) {
  in_addr v4;
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
    const std::uint32_t bits = ntohl(v4.s_addr);
    return bits >> 24 == 10 || bits >> 20 == 0xac1 || bits >> 16 == 0xc0a8;
  }
  in6_addr v6;
  return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && (v6.s6_addr[0] & 0xfe) == 0xfc;
}

}  // namespace anthropic::internal
