#include "aws/signing/clock_skew.hpp"

#include "aws/calls/error.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

// AWS tolerates five minutes. A code that can only mean the time is believed from half a minute on.
constexpr std::chrono::seconds kSuspicious = std::chrono::minutes(4);
constexpr std::chrono::seconds kNoticeable = std::chrono::seconds(30);

std::optional<std::chrono::seconds> threshold_for(const Error& error) {
  const std::string_view code = error.code;
  if (code == "RequestTimeTooSkewed" || code == "RequestExpired" || code == "RequestInTheFuture")
    return kNoticeable;
  if (code == "InvalidSignatureException" || code == "SignatureDoesNotMatch" || code == "AuthFailure") {
    return kSuspicious;
  }
  if (is_outdated_signature(error)) return kSuspicious;
  return std::nullopt;
}

}  // namespace

bool ClockSkew::learn(const Error& error, std::string_view date, SystemTime now,
                      std::optional<std::chrono::seconds> signed_with) {
  const auto threshold = threshold_for(error);
  if (!threshold) return false;
  const std::optional<SystemTime> server = parse_http_date(date);
  // A server that does not know the time sends the epoch.
  if (!server || *server < SystemTime(std::chrono::hours(24))) return false;

  // Against the uncorrected time: against the corrected one it would swing to and fro.
  const auto measured = std::chrono::round<std::chrono::seconds>(*server - now);
  const auto differs = [&](std::chrono::seconds used) {
    return std::chrono::abs(measured - used) > *threshold;
  };
  const bool worth_it = differs(signed_with.value_or(offset()));
  if (differs(offset())) offset_ = measured.count();
  return worth_it;
}

}  // namespace anthropic::internal::aws
