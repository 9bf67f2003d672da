#include "platform/requests/bedrock_headers.hpp"

#include <algorithm>

#include <anthropic/json.hpp>

#include "base/errors.hpp"

namespace anthropic::internal {
namespace {

constexpr std::size_t kMostRequestMetadata = 16;
constexpr std::size_t kLongestMetadataText = 256;       // of a name or a value
constexpr std::size_t kLongestRequestMetadata = 8'500;  // of the header

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Result<void> add_guardrail(const GuardrailConfig& guardrail, Headers& headers) {
  if (guardrail.identifier.empty()) {
    return bad_request_error("bedrock.guardrail.identifier: required",
                             "Set it to the guardrail's id or ARN.");
  }
  if (guardrail.version.empty()) {
    return bad_request_error("bedrock.guardrail.version: required",
                             "Set it to a version's number, or to \"DRAFT\".");
  }
  headers.emplace_back("x-amzn-bedrock-guardrailidentifier", guardrail.identifier);
  headers.emplace_back("x-amzn-bedrock-guardrailversion", guardrail.version);
  if (guardrail.trace.empty()) return {};
  if (guardrail.trace != "ENABLED" && guardrail.trace != "DISABLED" && guardrail.trace != "ENABLED_FULL") {
    return bad_request_error("bedrock.guardrail.trace: \"" + guardrail.trace + "\" is none of its values",
                             "Use \"ENABLED\", \"DISABLED\" or \"ENABLED_FULL\".");
  }
  headers.emplace_back("x-amzn-bedrock-trace", guardrail.trace);
  return {};
}

Result<void> check_metadata(const std::vector<NameAndValue>& metadata) {
  if (metadata.size() > kMostRequestMetadata) {
    return bad_request_error("bedrock.request_metadata: " + std::to_string(metadata.size()) +
                                 " names; Bedrock takes at most " + std::to_string(kMostRequestMetadata),
                             "Send fewer of them.");
  }
  for (const auto& [name, value] : metadata) {
    if (!is_ascii(name) || !is_ascii(value)) {
      return bad_request_error(
          "bedrock.request_metadata: \"" + name + "\" is not plain ASCII, which a header must be",
          "Use ASCII for names and values.");
    }
    if (name.empty() || name.size() > kLongestMetadataText || value.size() > kLongestMetadataText) {
      return bad_request_error(
          "bedrock.request_metadata: \"" + name.substr(0, kLongestMetadataText) +
              "\" or its value is too long or has no name; each takes 256 characters at most",
          "Use short names and values.");
    }
  }
  return {};
}

}  // namespace

Result<Headers> bedrock_headers(const BedrockOptions& options) {
  Headers headers;
  if (options.guardrail) {
    if (auto added = add_guardrail(*options.guardrail, headers); !added) return added.error();
  }
  if (!options.performance_latency.empty())
    headers.emplace_back("x-amzn-bedrock-performanceconfig-latency", options.performance_latency);
  if (!options.service_tier.empty())
    headers.emplace_back("x-amzn-bedrock-service-tier", options.service_tier);
  if (options.request_metadata.empty()) return headers;
  if (auto checked = check_metadata(options.request_metadata); !checked) return checked.error();
  Json metadata = Json::object();
  for (const auto& [name, value] : options.request_metadata) metadata.set(name, value);
  std::string text = metadata.dump();
  if (text.size() > kLongestRequestMetadata) {
    return bad_request_error("bedrock.request_metadata: " + std::to_string(text.size()) +
                                 " bytes as JSON; Bedrock takes at most " +
                                 std::to_string(kLongestRequestMetadata),
                             "Send less of it.");
  }
  headers.emplace_back("x-amzn-bedrock-request-metadata", std::move(text));
  return headers;
}

}  // namespace anthropic::internal
