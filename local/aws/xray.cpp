#include <algorithm>
#include <string>

#include "base/text/text.hpp"
#include "local/aws/service.hpp"

// What CloudWatch's OTLP endpoint takes of spans in JSON, and what it refuses.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html

namespace anthropic::internal::local {
namespace {

using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::nanoseconds;

constexpr std::size_t kLargestRequest = 5'000'000;
constexpr std::size_t kMostSpans = 10'000;
constexpr std::size_t kLargestSpan = 200'000;
constexpr std::size_t kLargestResource = 16'000;
constexpr hours kOldest = hours(24 * 14);
constexpr hours kNewest = hours(2);

/// Why a span is not taken; empty if it is.
std::string find_problem_with_id(const Json& id, std::size_t digits) {
  const auto text = id.as_string();
  if (!text || text->size() != digits) return "is not " + std::to_string(digits) + " hexadecimal digits";
  if (text->find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
    return "is not hexadecimal";
  if (text->find_first_not_of('0') == std::string_view::npos) return "is zero";
  return {};
}

std::string find_problem_with_time(const Json& time, SystemTime now) {
  const auto text = time.as_string();
  const auto number = text ? parse_integer(*text) : std::nullopt;
  if (!number) return "is not a text of nanoseconds";
  const nanoseconds age = duration_cast<nanoseconds>(now.time_since_epoch()) - nanoseconds(*number);
  if (age > kOldest) return "is older than 14 days";
  if (age < -kNewest) return "is more than 2 hours ahead";
  return {};
}

bool is_enumerator(const Json& json, std::int64_t most) {
  const auto number = json.as_int64();
  return number && *number >= 0 && *number <= most;
}

/// A value has one member, of the type that its name says.
std::string find_problem_with_value(const Json& value) {
  if (value.size() != 1 || !value.is_object()) return "has not one value";
  const auto& [type, content] = value.members().front();
  if (type == "stringValue" && content.as_string()) return {};
  if (type == "boolValue" && content.as_bool()) return {};
  if (type == "intValue" && content.as_string() && parse_integer(*content.as_string())) return {};
  if (type == "doubleValue" && content.as_double()) return {};
  if (type != "arrayValue") return "is no value: " + type;
  for (const Json& item : content["values"].items()) {
    if (std::string problem = find_problem_with_value(item); !problem.empty()) return problem;
  }
  return {};
}

std::string find_problem_with_attributes(const Json& attributes) {
  if (!attributes.is_array()) return "are no list";
  for (const Json& attribute : attributes.items()) {
    const std::string key = attribute["key"].string_or("");
    if (key.empty()) return "have one without a key";
    if (const std::string problem = find_problem_with_value(attribute["value"]); !problem.empty())
      return "have \"" + key + "\", which " + problem;
  }
  return {};
}

std::string find_problem(const Json& span, SystemTime now) {
  static constexpr std::string_view known[] = {"traceId",
                                               "spanId",
                                               "traceState",
                                               "parentSpanId",
                                               "flags",
                                               "name",
                                               "kind",
                                               "attributes",
                                               "startTimeUnixNano",
                                               "endTimeUnixNano",
                                               "events",
                                               "links",
                                               "droppedAttributesCount",
                                               "status"};
  for (const Json::Member& member : span.members()) {
    if (std::find(std::begin(known), std::end(known), member.name) == std::end(known))
      return member.name + " is no member of a span";
  }
  const auto say = [](std::string_view what, const std::string& problem) {
    return problem.empty() ? std::string() : std::string(what) + " " + problem;
  };
  if (span["name"].string_or("").empty()) return "a span has no name";
  if (!is_enumerator(span["kind"], 5)) return "kind is no number from 0 to 5";
  if (!is_enumerator(span["status"]["code"], 2)) return "status.code is no number from 0 to 2";
  std::string problem = say("traceId", find_problem_with_id(span["traceId"], 32));
  if (problem.empty()) problem = say("spanId", find_problem_with_id(span["spanId"], 16));
  if (problem.empty() && !span["parentSpanId"].is_null())
    problem = say("parentSpanId", find_problem_with_id(span["parentSpanId"], 16));
  for (const char* time : {"startTimeUnixNano", "endTimeUnixNano"}) {
    if (problem.empty()) problem = say(time, find_problem_with_time(span[time], now));
  }
  if (problem.empty()) problem = say("attributes", find_problem_with_attributes(span["attributes"]));
  if (problem.empty() && span.dump().size() > kLargestSpan) problem = "a span has more than 200 kB";
  return problem;
}

Refusal malformed(std::string message) {
  return {.code = "ValidationException", .message = std::move(message)};
}

ServiceOutcome export_traces(const ServiceCall& call) {
  if (call.request.body.size() > kLargestRequest)
    return Refusal{.status = 413, .code = "RequestEntityTooLarge", .message = "More than 5 MB"};
  std::size_t count = 0;
  for (const Json& resource : call.input["resourceSpans"].items()) {
    const std::string problem = find_problem_with_attributes(resource["resource"]["attributes"]);
    if (!problem.empty()) return malformed("the resource's attributes " + problem);
    if (resource["resource"].dump().size() > kLargestResource)
      return malformed("a resource has more than 16 kB");
    for (const Json& scope : resource["scopeSpans"].items()) {
      for (const Json& span : scope["spans"].items()) {
        ++count;
        if (std::string wrong = find_problem(span, call.now); !wrong.empty())
          return malformed(std::move(wrong));
      }
    }
  }
  if (count == 0) return malformed("there are no spans");
  if (count > kMostSpans) return malformed("more than 10,000 spans");
  return Json::object();
}

}  // namespace

ServiceHandler xray() {
  return [](const ServiceCall& call) -> ServiceOutcome {
    if (call.operation != "POST /v1/traces") return unknown_operation(call);
    return export_traces(call);
  };
}

}  // namespace anthropic::internal::local
