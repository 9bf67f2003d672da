#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>

#include "base/public_names.hpp"
#include "call/call.hpp"
#include "client/otlp/otlp_settings.hpp"

namespace anthropic::internal {

/// What became of a request to a collector.
struct OtlpOutcome {
  std::optional<Error> error = {};
  bool may_work_later = false;  ///< The same data may be sent again after a while.
  std::int64_t rejected =
      0;  ///< Spans or data points that the collector took none of, though it took the rest.
};

/// Sends to collectors, and again where the specification says so: on 429, 502, 503 and 504, and where no answer
/// came. Used by one thread at a time.
class OtlpSender {
 public:
  /// With `session` requests are signed for X-Ray.
  OtlpSender(std::shared_ptr<const World> world, std::optional<aws::Session> session, Log log)
      : world_(std::move(world)), session_(std::move(session)), log_(std::move(log)) {}

  OtlpOutcome send(const OtlpTarget& target, std::string_view json, const std::stop_token& stop);

 private:
  struct Place;
  struct Try;
  Result<Place> place_of(const OtlpTarget& target) const;
  Result<Attempt> authorize(const OtlpTarget& target, const Place& place, std::string_view body,
                            const std::stop_token& stop) const;
  Try try_once(const OtlpTarget& target, const Place& place, std::string_view body,
               const std::stop_token& stop) const;
  OtlpOutcome read_success(std::string_view body) const;

  const std::shared_ptr<const World> world_;
  const std::optional<aws::Session> session_;
  const Log log_;
  SteadyTime not_before_ = {};  // the collector asked for silence until then
};

}  // namespace anthropic::internal
