#include "raw_client.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::local {

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{.tv_sec = 30, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) hang_up();
  EXPECT_GE(socket_, 0) << "could not connect";
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)),
      was_reset_(other.was_reset_) {}

RawClient::~RawClient() {
  hang_up();
}

void RawClient::hang_up() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawClient::send(const Request& request) {
  send(wire_text(request));
}

bool RawClient::read_more() {
  char bytes[64 * 1024];
  const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
  if (size < 0 && errno == ECONNRESET) was_reset_ = true;
  EXPECT_FALSE(size < 0 && errno == EAGAIN) << "nothing came for 30 seconds";
  if (size <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(size));
  return true;
}

std::string RawClient::receive_some() {
  if (buffer_.empty()) read_more();
  return std::exchange(buffer_, {});
}

bool RawClient::receive_at_least(std::size_t bytes) {
  while (buffer_.size() < bytes) {
    if (!read_more()) return false;
  }
  return true;
}

bool RawClient::is_closed() {
  while (read_more()) {
  }
  return true;
}

RawResponse RawClient::receive_head() {
  RawResponse response;
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (read_more()) continue;
    response.was_reset = was_reset_;
    return response;
  }
  response.head = buffer_.substr(0, end);
  buffer_.erase(0, end + 4);
  response.status = std::atoi(response.head.c_str() + 9);
  for (std::size_t at = response.head.find("\r\n"); at != std::string::npos;) {
    const std::size_t next = response.head.find("\r\n", at + 2);
    const std::string line = response.head.substr(at + 2, next == std::string::npos ? next : next - at - 2);
    const std::size_t colon = line.find(':');
    response.headers.emplace_back(line.substr(0, colon), std::string(trim(line.substr(colon + 1))));
    at = next;
  }
  return response;
}

RawResponse RawClient::receive() {
  RawResponse response = receive_head();
  if (response.status == 0) return response;
  if (const std::string* length = find_header(response.headers, "content-length")) {
    const auto wanted = static_cast<std::size_t>(*parse_integer(*length));
    response.is_whole = receive_at_least(wanted);
    response.body = buffer_.substr(0, wanted);
    buffer_.erase(0, wanted);
  } else if (find_header(response.headers, "transfer-encoding")) {
    while (true) {
      std::size_t line_end = 0;
      bool is_open = true;
      while ((line_end = buffer_.find("\r\n")) == std::string::npos && (is_open = read_more())) {
      }
      if (!is_open) break;
      const std::size_t size = std::strtoul(buffer_.c_str(), nullptr, 16);
      const bool is_all_there = receive_at_least(line_end + 2 + size + 2);
      response.body += buffer_.substr(line_end + 2, size);
      if (!is_all_there) break;
      buffer_.erase(0, line_end + 2 + size + 2);
      if (size > 0) continue;
      response.is_whole = true;
      break;
    }
  }
  response.was_reset = was_reset_;
  return response;
}

std::string wire_text(const Request& request) {
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n";
  return text + request.body;
}

}  // namespace anthropic::internal::local
