#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace anthropic::internal::local {

// What a connection may cost, whichever protocol it speaks.

inline constexpr std::chrono::seconds kIdleTimeout{120};
inline constexpr std::chrono::seconds kTurnedAwayTimeout{5};
inline constexpr std::chrono::seconds kWriteTimeout{600};
/// For the head of one request.
inline constexpr std::uint32_t kHeaderLimit = 64 * 1024;
/// What of a refused request is still read, so that its client, which may be in the middle of sending, gets
/// the answer: a socket that is closed with something unread in it resets the connection, and some clients throw an
/// answer away whose stream is reset.
inline constexpr std::size_t kLingerBytes = 32 << 20;
inline constexpr std::chrono::seconds kLingerTimeout{10};
/// A body that short is read to its end although nobody wants it, so that its connection can be kept.
inline constexpr std::uint64_t kSmallBody = 64 * 1024;

}  // namespace anthropic::internal::local
