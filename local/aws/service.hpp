#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "base/time/clock.hpp"
#include "local/credentials/temporary_keys.hpp"
#include "local/server/exchange.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

class ModelCalls;

/// The account that what is asked for here belongs to: no real account has this number.
inline constexpr std::string_view kServicesAccount = "000000000000";

/// A call of an AWS service, once its signature and its form are checked.
struct ServiceCall {
  std::string_view operation;  ///< "GetServiceQuota"; of a request by path its method and path.
  /// The input, whatever it came as: `Tags.member.1.Key=a` is {"Tags": [{"Key": "a"}]}, all of it text.
  const Json& input;
  const Request& request;
  std::string_view region;
  SystemTime now;
  Caller caller = {};
  const ModelCalls* model_calls = nullptr;  ///< Those that the endpoint has answered; never null.
  const TemporaryKeys* keys = nullptr;      ///< Never null.
};

/// The output as the JSON protocols write it; the query protocol's XML is made of it: the items of an array
/// become `member` elements. A refusal takes the form that the service's errors have.
using ServiceOutcome = std::variant<Json, Refusal>;

/// Answers the calls of one service. They come one at a time: it may keep state without a lock.
using ServiceHandler = std::function<ServiceOutcome(const ServiceCall&)>;

enum class ServiceProtocol : std::uint8_t { json, query };

/// What is constant about a service that the endpoint plays.
struct LocalService {
  std::string_view signing_name;  ///< What its requests are signed for: "ce".
  ServiceHandler (*make)();       ///< A new handler, without state.
  ServiceProtocol protocol = ServiceProtocol::json;
  std::string_view version = "1.1";     ///< Of JSON: "1.0" or "1.1"; of the query protocol: "2011-06-15".
  std::string_view target_prefix = {};  ///< Of JSON: what X-Amz-Target begins with.
  bool is_global = false;               ///< Its requests are signed for the partition's own region.
  std::string_view unsigned_operation = {};  ///< The one that needs no signature.
};

// The services. Each is in a file of its own, and has its row in services.cpp.
ServiceHandler budgets();
ServiceHandler cloudwatch();
ServiceHandler cloudwatch_logs();
ServiceHandler cost_explorer();
ServiceHandler iam();
ServiceHandler service_quotas();
ServiceHandler sts();
ServiceHandler xray();

/// What a service says of an operation that it does not have, or the endpoint does not play.
Refusal unknown_operation(const ServiceCall& call);
/// A text that must be there and not be empty; else a refusal with that code.
std::variant<std::string, Refusal> required_text(const Json& input, std::string_view member,
                                                 std::string_view code = "ValidationException");

}  // namespace anthropic::internal::local
