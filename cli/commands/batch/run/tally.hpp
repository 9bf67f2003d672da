#pragma once

#include <cstdint>
#include <string_view>

#include <anthropic/message.hpp>

#include "conversation/usage.hpp"

namespace anthropic::internal::cli {

/// How far a batch is.
struct Tally {
  std::uint64_t total = 0;  ///< Lines that are not blank.
  std::uint64_t succeeded_before = 0;
  std::uint64_t failed_before = 0;
  std::uint64_t succeeded = 0;  ///< In this run, as all below.
  std::uint64_t failed = 0;
  std::uint64_t throttled = 0;  ///< Answers that said "too many requests".
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  double dollars = 0;
  bool has_unknown_prices = false;

  std::uint64_t done() const { return succeeded_before + failed_before + succeeded + failed; }
  std::uint64_t failures() const { return failed_before + failed; }
  std::uint64_t left() const { return total > done() ? total - done() : 0; }
};

/// Adds what an answer is billed for: estimate_cost() of the id that was sent, times `price_factor`; no price
/// if that is 0.
void add_usage(Tally& tally, const Usage& usage, std::string_view model, double price_factor);

}  // namespace anthropic::internal::cli
