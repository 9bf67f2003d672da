#include "canned_server.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "base/text/text.hpp"
#include "canned_frames.hpp"
#include "processor.hpp"

namespace bench {
namespace {

constexpr std::string_view kStreamHead =
    "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n"
    "Content-Type: application/vnd.amazon.eventstream\r\nTransfer-Encoding: chunked\r\n"
    "Connection: keep-alive\r\nx-amzn-RequestId: 0d4b3ab0-5c1e-4b0e-9a0e-3e2f6a5b7c11\r\n"
    "X-Amzn-Bedrock-Content-Type: application/json\r\n\r\n";

constexpr std::string_view kMessage =
    R"({"model":"claude-haiku-4-5-20251001","id":"msg_bdrk_01","type":"message","role":"assistant",)"
    R"("content":[{"type":"text","text":"This is a prepared answer. It is about as long as a short answer of )"
    R"(a model is, holds an escaped \"quotation\" and\na line break, and goes on for a few more words about )"
    R"(streams, signatures, frames, events and bytes, so that the whole of it has about six hundred bytes.)"
    R"("}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":25,)"
    R"("cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":57}})";

std::string http_chunk(std::string_view bytes) {
  char size[24];
  const int length = std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  return std::string(size, static_cast<std::size_t>(length)).append(bytes).append("\r\n");
}

std::string invoke_answer() {
  return "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Type: application/json\r\n"
         "Content-Length: " +
         std::to_string(kMessage.size()) +
         "\r\nConnection: keep-alive\r\nx-amzn-RequestId: 0d4b3ab0-5c1e-4b0e-9a0e-3e2f6a5b7c11\r\n"
         "X-Amzn-Bedrock-Invocation-Latency: 512\r\nX-Amzn-Bedrock-Output-Token-Count: 57\r\n"
         "X-Amzn-Bedrock-Input-Token-Count: 25\r\n\r\n" +
         std::string(kMessage);
}

std::string deltas_block(std::size_t deltas) {
  std::string out;
  for (std::size_t n = 0; n < deltas; ++n)
    out += http_chunk(delta_frame(delta_text(n), n * 2654435761u >> 7));
  return out;
}

std::string end_of_stream() {
  return http_chunk(closing_frames()) + "0\r\n\r\n";
}

std::string stream_answer(std::size_t deltas) {
  return std::string(kStreamHead) + http_chunk(opening_frames()) + deltas_block(deltas) + end_of_stream();
}

/// The number after `name` in the path; 0 if it is not there.
std::size_t number_after(std::string_view path, std::string_view name) {
  const std::size_t at = path.find(name);
  std::size_t number = 0;
  if (at != std::string_view::npos) {
    std::from_chars(path.data() + at + name.size(), path.data() + path.size(), number);
  }
  return number;
}

struct Connection {
  std::string in;
  const std::string* prepared = nullptr;  // what is being written
  std::size_t written = 0;
  std::string own;              // what `prepared` points to when it is made for one answer
  std::size_t paced_left = 0;   // deltas to come
  std::size_t blocks_left = 0;  // thousands of deltas to come
};

class Loop {
 public:
  explicit Loop(int listener) : listener_(listener), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    const itimerspec every_5_ms{{0, 5'000'000}, {0, 5'000'000}};
    timerfd_settime(timer_, 0, &every_5_ms, nullptr);
    watch(listener_, EPOLLIN, EPOLL_CTL_ADD);
  }

  [[noreturn]] void run() {
    epoll_event events[256];
    while (true) {
      const int count = epoll_wait(epoll_, events, 256, -1);
      for (int i = 0; i < count; ++i) handle(events[i].data.fd, events[i].events);
    }
  }

 private:
  void watch(int descriptor, std::uint32_t events, int operation) {
    epoll_event event{.events = events, .data = {.fd = descriptor}};
    epoll_ctl(epoll_, operation, descriptor, &event);
  }

  void handle(int descriptor, std::uint32_t events) {
    if (descriptor == listener_) return accept_all();
    if (descriptor == timer_) return send_paced();
    if (events & EPOLLOUT) write_on(descriptor);
    if (events & EPOLLIN) read_from(descriptor);
    if (events & (EPOLLERR | EPOLLHUP)) drop(descriptor);
  }

  void accept_all() {
    while (true) {
      const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) return;
      const int yes = 1;
      setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      connections_[descriptor] = std::make_unique<Connection>();
      watch(descriptor, EPOLLIN, EPOLL_CTL_ADD);
    }
  }

  void drop(int descriptor) {
    if (connections_.erase(descriptor) == 0) return;
    close(descriptor);
    count_paced();
  }

  void read_from(int descriptor) {
    const auto found = connections_.find(descriptor);
    if (found == connections_.end()) return;
    Connection& connection = *found->second;
    char bytes[16384];
    const ssize_t size = read(descriptor, bytes, sizeof bytes);
    if (size == 0 || (size < 0 && errno != EAGAIN)) return drop(descriptor);
    if (size > 0) connection.in.append(bytes, static_cast<std::size_t>(size));
    const std::size_t head_end = connection.in.find("\r\n\r\n");
    if (head_end == std::string::npos) return;
    const std::size_t length = content_length(std::string_view(connection.in).substr(0, head_end));
    if (connection.in.size() < head_end + 4 + length) return;
    answer(connection);
    connection.in.clear();
    write_on(descriptor);
  }

  static std::size_t content_length(std::string_view head) {
    for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
      if (const std::size_t length = number_after(head, name)) return length;
    }
    return 0;
  }

  void answer(Connection& connection) {
    const std::string_view path = std::string_view(connection.in).substr(0, connection.in.find("\r\n"));
    connection.written = 0;
    connection.prepared = &invoke_;
    if (const std::size_t deltas = number_after(path, "deltas-")) {
      std::string& stream = streams_[deltas];
      if (stream.empty()) stream = stream_answer(deltas);
      connection.prepared = &stream;
    } else if (path.find("silent") != std::string_view::npos) {
      connection.prepared = &silent_;
    } else if (const std::size_t endless = number_after(path, "endless-")) {
      connection.prepared = &silent_;
      connection.blocks_left = endless / 1000;
    } else if (const std::size_t paced = number_after(path, "paced-")) {
      connection.prepared = &silent_;
      connection.paced_left = paced;
      count_paced();
    }
  }

  void write_on(int descriptor) {
    const auto found = connections_.find(descriptor);
    if (found == connections_.end() || !found->second->prepared) return;
    Connection& connection = *found->second;
    while (true) {
      const std::string& bytes = *connection.prepared;
      while (connection.written < bytes.size()) {
        const ssize_t size = send(descriptor, bytes.data() + connection.written,
                                  bytes.size() - connection.written, MSG_NOSIGNAL);
        if (size < 0 && errno == EAGAIN) return watch(descriptor, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
        if (size < 0) return drop(descriptor);
        connection.written += static_cast<std::size_t>(size);
      }
      if (bytes.size() > (64u << 10)) watch(descriptor, EPOLLIN, EPOLL_CTL_MOD);
      if (connection.blocks_left == 0) break;
      connection.prepared = --connection.blocks_left == 0 ? &last_block_ : &block_;
      connection.written = 0;
    }
    connection.prepared = nullptr;
  }

  /// The timer runs only while there is something to pace.
  void count_paced() {
    bool any = false;
    for (const auto& [descriptor, connection] : connections_) any |= connection->paced_left > 0;
    if (any != timer_runs_) watch(timer_, EPOLLIN, any ? EPOLL_CTL_ADD : EPOLL_CTL_DEL);
    timer_runs_ = any;
  }

  void send_paced() {
    std::uint64_t ticks = 0;
    if (read(timer_, &ticks, sizeof ticks) < 0) return;
    for (auto& [descriptor, connection] : connections_) {
      if (connection->paced_left == 0 || connection->prepared) continue;
      const auto now = std::chrono::steady_clock::now().time_since_epoch();
      const auto stamp = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
      connection->own = http_chunk(delta_frame(std::to_string(stamp), 20));
      if (--connection->paced_left == 0) connection->own += http_chunk(closing_frames()) + "0\r\n\r\n";
      connection->prepared = &connection->own;
      connection->written = 0;
    }
    for (auto it = connections_.begin(); it != connections_.end();) {
      const int descriptor = (it++)->first;
      write_on(descriptor);
    }
    count_paced();
  }

  int listener_;
  int epoll_;
  int timer_;
  bool timer_runs_ = false;
  std::map<int, std::unique_ptr<Connection>> connections_;
  std::map<std::size_t, std::string> streams_;
  const std::string invoke_ = invoke_answer();
  const std::string block_ = deltas_block(1000);
  const std::string last_block_ = block_ + end_of_stream();
  const std::string silent_ = std::string(kStreamHead) + http_chunk(opening_frames());
};

}  // namespace

std::string canned_frames(std::size_t deltas) {
  std::string frames = opening_frames();
  for (std::size_t n = 0; n < deltas; ++n) frames += delta_frame(delta_text(n), n * 2654435761u >> 7);
  return frames += closing_frames();
}

CannedServer::CannedServer() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 4096) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("the benchmarks' server cannot listen");
    std::exit(1);
  }
  url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  child_ = fork();
  if (child_ != 0) {
    close(listener);
    return;
  }
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  prctl(PR_SET_NAME, "canned_server");
  stay_on_processor(1);
  Loop(listener).run();
}

CannedServer::~CannedServer() {
  kill(child_, SIGTERM);
  waitpid(child_, nullptr, 0);
}

}  // namespace bench
