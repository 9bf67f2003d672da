#include "commands/batch/files/line_states.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr unsigned kLinesAByte = 4;
constexpr unsigned kStateBits = 2;
constexpr unsigned kStateMask = 3;

constexpr std::uint64_t kNameMask = (std::uint64_t{1} << 48U) - 1;

unsigned shift_of(std::uint64_t line) {
  return static_cast<unsigned>(line % kLinesAByte) * kStateBits;
}

}  // namespace

LineStates::LineStates(std::uint64_t lines)
    : lines_(lines), states_(lines / kLinesAByte + 1), names_(lines + lines / 20 + 8) {}

LineState LineStates::state(std::uint64_t line) const {
  return static_cast<LineState>((states_[line / kLinesAByte] >> shift_of(line)) & kStateMask);
}

void LineStates::set_state(std::uint64_t line, LineState state) {
  unsigned char& byte = states_[line / kLinesAByte];
  const unsigned others = byte & ~(kStateMask << shift_of(line));
  byte = static_cast<unsigned char>(others | (static_cast<unsigned>(state) << shift_of(line)));
}

void LineStates::set_digest(std::uint64_t line, std::uint64_t digest) {
  if (digests_.empty()) digests_.resize(lines_ + 1);
  digests_[line] = static_cast<std::uint16_t>(digest);
}

bool LineStates::has_digest(std::uint64_t line, std::uint64_t digest) const {
  return digests_[line] == static_cast<std::uint16_t>(digest);
}

void LineStates::forget_digests() {
  std::vector<std::uint16_t>().swap(digests_);
}

bool LineStates::add_name(std::uint64_t digest) {
  const std::uint64_t kept = digest & kNameMask;
  const std::uint64_t name = kept == 0 ? 1 : kept;
  // The place comes from the high bits, most of which the name does not keep.
  auto at = static_cast<std::size_t>(((digest * 0x9E3779B97F4A7C15U) >> 32U) * names_.size() >> 32U);
  while (const std::uint64_t there = names_[at].value()) {
    if (there == name) return false;
    if (++at == names_.size()) at = 0;
  }
  names_[at].set(name);
  return true;
}

}  // namespace anthropic::internal::cli
