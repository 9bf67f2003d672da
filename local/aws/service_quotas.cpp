#include <algorithm>
#include <string>
#include <vector>

#include <anthropic/model_catalog.hpp>

#include "base/text/text.hpp"
#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

constexpr long long kMostResults = 100;

Refusal illegal_argument(std::string message) {
  return {.code = "IllegalArgumentException", .message = std::move(message)};
}

Refusal no_such_resource() {
  return {.code = "NoSuchResourceException",
          .message = "The request failed because the specified resource does not exist."};
}

Json quota(const ServiceCall& call, std::string name, std::int64_t tokens) {
  // The same code for the same name, as on AWS.
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  const std::string code = "L-LOCAL" + std::to_string(hash);
  return Json::object({{"ServiceCode", "bedrock"},
                       {"ServiceName", "Amazon Bedrock (local endpoint)"},
                       {"QuotaArn", "arn:aws:servicequotas:" + std::string(call.region) + ":" +
                                        std::string(kServicesAccount) + ":bedrock/" + code},
                       {"QuotaCode", code},
                       {"QuotaName", std::move(name)},
                       {"Value", static_cast<double>(tokens)},
                       {"Unit", "None"},
                       {"Adjustable", true},
                       {"GlobalQuota", false},
                       {"QuotaAppliedAtLevel", "ACCOUNT"}});
}

// The names are AWS's, in its own order: by kind, then by model.
std::vector<Json> quotas_of(const ServiceCall& call) {
  std::vector<Json> quotas;
  const auto served = profiles_of_region(call.region);
  const auto add = [&](std::string_view kind, std::int64_t tokens, const auto& has) {
    for (const ModelInfo& model : model_catalog()) {
      if (!serves_region(model, call.region) || !has(model)) continue;
      quotas.push_back(quota(
          call, std::string(kind) + " tokens per minute for Anthropic " + std::string(model.name), tokens));
    }
  };
  const auto has_profile = [&](const ModelInfo& model, bool global) {
    return std::any_of(model.profiles.begin(), model.profiles.end(), [&](std::string_view prefix) {
      return (prefix == "global") == global &&
             std::find(served.begin(), served.end(), prefix) != served.end();
    });
  };
  add("Cross-region model inference", 2'000'000,
      [&](const ModelInfo& model) { return has_profile(model, false); });
  add("Global cross-region model inference", 4'000'000,
      [&](const ModelInfo& model) { return has_profile(model, true); });
  add("On-demand model inference", 400'000, [](const ModelInfo& model) { return model.on_demand; });
  quotas.push_back(quota(call, "Cross-Model Max Tokens Per Day", 5'000'000'000));
  return quotas;
}

std::variant<std::vector<Json>, Refusal> quotas_of_service(const ServiceCall& call) {
  const auto service = required_text(call.input, "ServiceCode");
  if (const auto* refusal = std::get_if<Refusal>(&service)) return *refusal;
  if (*std::get_if<std::string>(&service) != "bedrock") return no_such_resource();
  return quotas_of(call);
}

ServiceOutcome list_quotas(const ServiceCall& call) {
  const auto found = quotas_of_service(call);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  std::vector<Json> quotas = *std::get_if<std::vector<Json>>(&found);
  if (const auto code = call.input["QuotaCode"].as_string())
    std::erase_if(quotas, [&](const Json& quota) { return quota["QuotaCode"].as_string() != *code; });

  const Json& most = call.input["MaxResults"];
  const std::int64_t size = most.is_null() ? kMostResults : most.as_int64().value_or(0);
  if (size < 1 || size > kMostResults) return illegal_argument("MaxResults must be from 1 to 100.");
  const std::string token = call.input["NextToken"].string_or("0");
  const auto start = parse_integer(token);
  if (!start || *start < 0 || *start > static_cast<long long>(quotas.size()))
    return Refusal{.code = "InvalidPaginationTokenException",
                   .message = "Invalid pagination token was provided."};
  const auto begin = static_cast<std::size_t>(*start);
  const std::size_t end = std::min(quotas.size(), begin + static_cast<std::size_t>(size));
  Json page = Json::array();
  for (std::size_t i = begin; i < end; ++i) page.push_back(quotas[i]);
  Json answer = Json::object({{"Quotas", std::move(page)}});
  if (end < quotas.size()) answer.set("NextToken", std::to_string(end));
  return answer;
}

ServiceOutcome get_quota(const ServiceCall& call) {
  const auto code = required_text(call.input, "QuotaCode");
  if (const auto* refusal = std::get_if<Refusal>(&code)) return *refusal;
  const auto found = quotas_of_service(call);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  for (const Json& quota : *std::get_if<std::vector<Json>>(&found)) {
    if (quota["QuotaCode"].as_string() == std::string_view(*std::get_if<std::string>(&code)))
      return Json::object({{"Quota", quota}});
  }
  return no_such_resource();
}

}  // namespace

// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/
ServiceHandler service_quotas() {
  return [](const ServiceCall& call) -> ServiceOutcome {
    if (call.operation == "ListServiceQuotas") return list_quotas(call);
    if (call.operation == "GetServiceQuota") return get_quota(call);
    return unknown_operation(call);
  };
}

}  // namespace anthropic::internal::local
