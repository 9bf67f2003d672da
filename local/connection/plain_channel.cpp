#include <cerrno>
#include <sys/socket.h>

#include "local/connection/byte_channel.hpp"

namespace anthropic::internal::local {
namespace {

class PlainChannel final : public ByteChannel {
 public:
  explicit PlainChannel(int socket) : socket_(socket) {}

  Transfer read(std::span<char> buffer) override {
    const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size == 0) return {.state = Transfer::State::ended};
    return outcome(size, Transfer::State::wants_read);
  }
  Transfer write(std::string_view bytes) override {
    return outcome(::send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL),
                   Transfer::State::wants_write);
  }
  void end_output() override { ::shutdown(socket_, SHUT_WR); }
  bool has_buffered() const override { return false; }

 private:
  static Transfer outcome(ssize_t size, Transfer::State not_yet) {
    if (size >= 0) return {.state = Transfer::State::done, .bytes = static_cast<std::size_t>(size)};
    const bool waits = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return {.state = waits ? not_yet : Transfer::State::failed};
  }

  const int socket_;
};

}  // namespace

std::unique_ptr<ByteChannel> plain_channel(int socket) {
  return std::make_unique<PlainChannel>(socket);
}

}  // namespace anthropic::internal::local
