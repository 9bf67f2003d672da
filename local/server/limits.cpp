#include "local/server/limits.hpp"

#include <string>
#include <utility>

namespace anthropic::internal::local {

std::optional<Refusal> refuse_for_shortage(Shortage shortage, const Limits& limits) {
  switch (shortage) {
    case Shortage::none:
      break;
    case Shortage::connections:
      return refuse("ServiceUnavailableException",
                    "The local endpoint has " + std::to_string(limits.connections) +
                        " connections open, as many as it takes (--max-connections, max_connections).");
    case Shortage::memory:
      return refuse("ServiceUnavailableException",
                    "The bodies of the requests under way would hold more than " +
                        std::to_string(limits.body_memory) +
                        " bytes, the local endpoint's limit (--body-memory, body_memory).");
    case Shortage::time:
      return Refusal{.status = 408,
                     .code = "RequestTimeoutException",
                     .message = "The body did not arrive whole within " +
                                std::to_string(limits.body_timeout.count()) +
                                " ms, the local endpoint's limit (--body-timeout, body_timeout)."};
  }
  return std::nullopt;
}

bool BodyMemory::take(std::size_t bytes) {
  std::size_t held = held_.load();
  do {
    if (bytes > limit_ || held > limit_ - bytes) return false;
  } while (!held_.compare_exchange_weak(held, held + bytes));
  return true;
}

bool BodyShare::grow(std::size_t bytes) {
  if (!memory_.take(bytes)) return false;
  bytes_ += bytes;
  return true;
}

void BodyShare::release() {
  memory_.give_back(std::exchange(bytes_, 0));
}

}  // namespace anthropic::internal::local
