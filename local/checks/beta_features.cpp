#include "local/checks/beta_features.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text/header_lookup.hpp"
#include "platform/requests/facts.hpp"

// Which beta a name needs: the types of @anthropic-ai/sdk 1.14, which has these in its beta interface only.

namespace anthropic::internal::local {
namespace {

struct BetaName {
  std::string_view name;
  std::string_view beta;  // what the names of its versions begin with
};

constexpr std::array<BetaName, 5> kBlocks = {{
    {"mcp_tool_use", "mcp-client-"},
    {"mcp_tool_result", "mcp-client-"},
    {"mcp_tool_listing", "mcp-client-2026-"},
    {"advisor_tool_result", "advisor-tool-"},
    {"fallback", "server-side-fallback-"},
}};

constexpr std::string_view kCompactionBeta = "compact-2026-09-";

constexpr std::array<BetaName, 4> kMembers = {{
    {"thread", "message-threads-"},
    {"billing_policy", "user-profiles-billing-"},
    {"fallback_credit_token", "fallback-credit-"},
    {"output_format", "structured-outputs-"},
}};

bool has_beta(const RequestFacts& facts, std::string_view begin) {
  return std::any_of(facts.betas.begin(), facts.betas.end(),
                     [&](std::string_view beta) { return beta.starts_with(begin); });
}

Checked check_billing_policy(const Json& value) {
  if (auto refusal = is_valid_object(value, "billing_policy")) return refusal;
  if (value["type"].as_string() != "billing_policy")
    return complaint("billing_policy.type", "Input should be 'billing_policy'");
  const std::string payer = value["bill_to"].string_or("self");
  if (payer != "self" && payer != "user_profile")
    return complaint("billing_policy.bill_to", "Input should be 'self' or 'user_profile'");
  return only_members(value, "billing_policy", {"type", "bill_to"});
}

Checked check_credit_token(const Json& value) {
  if (value.is_string()) return std::nullopt;
  if (auto refusal = is_valid_object(value, "fallback_credit_token")) return refusal;
  if (auto refusal = requires_string(value, "fallback_credit_token", "token")) return refusal;
  return only_members(value, "fallback_credit_token", {"token", "mode"});
}

Checked check_output_format(const Json& value) {
  if (auto refusal = is_valid_object(value, "output_format")) return refusal;
  if (value["type"].as_string() != "json_schema")
    return complaint("output_format.type", "Input should be 'json_schema'");
  return is_valid_object(value["schema"], "output_format.schema");
}

Checked check_thread(const Json& value) {
  if (auto refusal = is_valid_object(value, "thread")) return refusal;
  const std::string type = value["type"].string_or("");
  if (type == "create") return only_members(value, "thread.create", {"type"});
  if (type != "continue")
    return complaint("thread", "Input tag '" + type +
                                   "' found using 'type' does not match any of the expected tags: 'create', "
                                   "'continue'");
  if (auto refusal = only_members(value, "thread.continue", {"type", "previous_message_id"})) return refusal;
  return requires_string(value, "thread.continue", "previous_message_id");
}

Checked check_shape(std::string_view name, const Json& value) {
  if (name == "thread") return check_thread(value);
  if (name == "billing_policy") return check_billing_policy(value);
  if (name == "fallback_credit_token") return check_credit_token(value);
  return check_output_format(value);
}

}  // namespace

Checked check_beta_blocks(const Json& body, PlatformKind platform, const Headers& headers) {
  RequestFacts facts;
  facts.add_betas(headers);
  const bool has_features = platform == PlatformKind::first_party || platform == PlatformKind::claude_on_aws;
  const Json& messages = body["messages"];
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Json& content = messages[i]["content"];
    if (!content.is_array()) continue;
    for (std::size_t j = 0; j < content.size(); ++j) {
      const std::string type = content[j]["type"].string_or("");
      const auto found = std::find_if(kBlocks.begin(), kBlocks.end(),
                                      [&](const BetaName& known) { return known.name == type; });
      if (found == kBlocks.end() || (has_features && has_beta(facts, found->beta))) continue;
      return complaint(place(place(place("messages", i), "content"), j),
                       "Input tag '" + type + "' found using 'type' does not match any of the expected tags");
    }
  }
  return std::nullopt;
}

Checked check_beta_members(const Json& body, const Headers& headers) {
  RequestFacts facts;
  facts.add_betas(headers);
  for (const BetaName& known : kMembers) {
    const Json* value = body.find(known.name);
    if (!value) continue;
    if (!has_beta(facts, known.beta)) return complaint(known.name, "Extra inputs are not permitted");
    if (value->is_null()) continue;
    if (auto refusal = check_shape(known.name, *value)) return refusal;
  }
  const bool bills_another = body["billing_policy"]["bill_to"].as_string() == "user_profile";
  if (!bills_another || find_header(headers, "anthropic-user-profile-id")) return std::nullopt;
  Refusal refusal =
      complaint("billing_policy", "bill_to \"user_profile\" needs the header anthropic-user-profile-id");
  refusal.details = Json::object({{"error_code", "user_profile_required"}});
  return refusal;
}

Checked check_compaction(const Json& body, const Headers& headers) {
  const Json* value = body.find("compaction");
  if (!value) return std::nullopt;
  RequestFacts facts;
  facts.add_betas(headers);
  const Json::Array& betas = body["anthropic_beta"].items();
  const bool is_named = std::any_of(betas.begin(), betas.end(), [](const Json& beta) {
    return beta.string_or("").starts_with(kCompactionBeta);
  });
  if (!is_named && !has_beta(facts, kCompactionBeta))
    return complaint("compaction", "Extra inputs are not permitted");
  if (value->is_null()) return std::nullopt;
  if (auto refusal = is_valid_object(*value, "compaction")) return refusal;
  if ((*value)["type"].as_string() != "summarize")
    return complaint("compaction.type", "Input should be 'summarize'");
  if (body["context_management"].is_object())
    return complaint("compaction", "cannot be combined with context_management");
  return only_members(*value, "compaction", {"type", "instructions"});
}

}  // namespace anthropic::internal::local
