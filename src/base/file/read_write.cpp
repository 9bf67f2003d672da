#include "base/file/read_write.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace anthropic::internal {
namespace {

constexpr std::size_t kLeastRead = 4096;

/// Whether the call that failed is to be made again, when that is possible.
bool is_worth_another_try(int descriptor, short wanted) {
  if (errno == EINTR) return true;
  if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  pollfd ready = {descriptor, wanted, 0};
  return ::poll(&ready, 1, -1) >= 0 || errno == EINTR;
}

}  // namespace

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (!is_worth_another_try(descriptor, POLLOUT)) {
      return errno;
    }
  }
  return 0;
}

ssize_t read_some(int descriptor, char* buffer, std::size_t size) {
  while (true) {
    const ssize_t count = ::read(descriptor, buffer, size);
    if (count >= 0 || !is_worth_another_try(descriptor, POLLIN)) return count;
  }
}

ssize_t read_at(int descriptor, char* buffer, std::size_t size, std::uint64_t place) {
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t count =
        ::pread(descriptor, buffer + filled, size - filled, static_cast<off_t>(place + filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -1;
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  return static_cast<ssize_t>(filled);
}

int read_to_end(int descriptor, std::string& bytes, std::size_t limit, std::uint64_t expected) {
  std::size_t filled = bytes.size();
  // One more than is expected, so that the end is seen without growing.
  std::size_t step = static_cast<std::size_t>(std::min<std::uint64_t>(expected, limit)) + 1;
  while (filled <= limit) {
    if (filled == bytes.size()) {
      step = std::max(step, kLeastRead);
      bytes.resize(std::min(filled + step, limit + 1));
      step = bytes.size();
    }
    const ssize_t count = read_some(descriptor, bytes.data() + filled, bytes.size() - filled);
    if (count <= 0) {
      const int error = count < 0 ? errno : 0;
      bytes.resize(filled);
      return error;
    }
    filled += static_cast<std::size_t>(count);
  }
  return 0;
}

}  // namespace anthropic::internal
