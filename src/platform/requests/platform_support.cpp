#include "platform/requests/platform_support.hpp"

#include <string>

#include "platform/requests/facts.hpp"

namespace anthropic::internal {
namespace {

constexpr unsigned kInvoke = bit(PlatformKind::invoke_model);
constexpr unsigned kRuntime = bit(PlatformKind::runtime_messages);
constexpr unsigned kMantle = bit(PlatformKind::mantle);
constexpr unsigned kNotTheRuntime =
    bit(PlatformKind::first_party) | kMantle | bit(PlatformKind::claude_on_aws);

struct Support {
  Feature feature;
  unsigned lacking;  ///< the platforms that are known to refuse it
  std::string_view name;
  std::string_view alternative;
  bool is_plural = false;  ///< the name
};

// Features that a platform is not known to lack are left to its server. Collected on 2026-11-22 from the
// public documentation of AWS and Anthropic, and from measurements of others. clang-format off
constexpr Support kSupport[] = {
    {Feature::url_source, kInvoke, "a source of type \"url\"",
     "Fetch it yourself and send it as base64, with ImageBlock::from_bytes for an image."},
    {Feature::file_source, kBedrockPlatforms, "a source of type \"file\"",
     "Send the content itself as base64; uploaded files exist on Anthropic's own API and Claude Platform on "
     "AWS."},
    {Feature::web_search, kRuntimePlatforms, "the web_search tool",
     "Search in a tool of your own, or use AnthropicAws or Anthropic."},
    {Feature::web_fetch, kRuntimePlatforms, "the web_fetch tool",
     "Fetch in a tool of your own, or use AnthropicAws or Anthropic."},
    {Feature::code_execution, kRuntimePlatforms, "the code_execution tool",
     "Run code in a tool of your own, or use AnthropicAws or Anthropic."},
    {Feature::container, kRuntimePlatforms, "container",
     "Containers and skills need code execution: use AnthropicAws or Anthropic."},
    {Feature::mcp, kRuntimePlatforms, "mcp_servers",
     "Call the MCP server yourself and offer its tools as tools of your own, or use AnthropicAws or "
     "Anthropic."},
    {Feature::automatic_caching, kInvoke, "cache_control for the whole request",
     "Put cache_control on the last block that is to be cached."},
    {Feature::structured_output, kRuntime | kMantle, "output_config.format",
     "Ask for a tool with that schema as its input_schema, or use InvokeModel (BedrockAPI::invoke_model)."},
    {Feature::strict_tools, kRuntime, "strict tools",
     "Leave \"strict\" out and check the input, or use InvokeModel (BedrockAPI::invoke_model).", true},
    {Feature::inference_geo, kRuntimePlatforms, "inference_geo",
     "Choose where the model runs by the region and the inference profile (\"us.\", \"eu.\")."},
    {Feature::fallbacks, kRuntimePlatforms, "fallbacks", "Ask the other model when the first one refuses."},
    {Feature::body_service_tier, kInvoke, "service_tier in the body",
     "Bedrock takes it as the header X-Amzn-Bedrock-Service-Tier."},
    {Feature::batches, kBedrockPlatforms, "messages.batches",
     "Use a Bedrock batch inference job (aws::Bedrock, create_model_invocation_job), or send the requests "
     "side by side."},
    {Feature::files, kBedrockPlatforms, "files",
     "Send the content as base64 in the message; for batch jobs and larger data use aws::S3.", true},
    {Feature::guardrail, kNotTheRuntime, "bedrock.guardrail",
     "Use AnthropicBedrock, or have Bedrock's ApplyGuardrail look at the texts."},
    {Feature::bedrock_service_tier, kNotTheRuntime, "bedrock.service_tier",
     "Use AnthropicBedrock; elsewhere the tier is service_tier, a parameter of its own."},
    {Feature::performance_latency, kNotTheRuntime, "bedrock.performance_latency",
     "Use AnthropicBedrock, or leave it out."},
    {Feature::request_metadata, kNotTheRuntime, "bedrock.request_metadata",
     "Use AnthropicBedrock; elsewhere there is metadata.user_id."},
};
// clang-format on

/// The table's features that a request uses, in the order in which they are refused.
std::vector<Feature> features_of(const RequestFacts& facts) {
  std::vector<Feature> asked;
  const auto note = [&](bool is_asked, Feature feature) {
    if (is_asked) asked.push_back(feature);
  };
  note(facts.has("container"), Feature::container);
  note(facts.has("mcp_servers"), Feature::mcp);
  note(facts.has("cache_control"), Feature::automatic_caching);
  note(facts.has("inference_geo"), Feature::inference_geo);
  note(facts.has("fallbacks"), Feature::fallbacks);
  note(facts.has("service_tier"), Feature::body_service_tier);
  note(facts.has_url_source, Feature::url_source);
  note(facts.has_file_source, Feature::file_source);
  note(facts.has_output_format, Feature::structured_output);
  for (const ToolFacts& tool : facts.tools) {
    note(tool.type.starts_with("web_search_2"), Feature::web_search);
    note(tool.type.starts_with("web_fetch_2"), Feature::web_fetch);
    note(tool.type.starts_with("code_execution_2"), Feature::code_execution);
    note(tool.type == "mcp_toolset", Feature::mcp);
    note(tool.is_strict, Feature::strict_tools);
  }
  return asked;
}

}  // namespace

std::string_view platform_name(PlatformKind platform) {
  switch (platform) {
    case PlatformKind::first_party:
      return "Anthropic's own API";
    case PlatformKind::invoke_model:
      return "Bedrock's InvokeModel";
    case PlatformKind::runtime_messages:
      return "the Messages endpoint of Bedrock's runtime";
    case PlatformKind::mantle:
      return "Bedrock's Mantle endpoint";
    case PlatformKind::claude_on_aws:
      return "Claude Platform on AWS";
  }
  return "this platform";
}

std::optional<Error> refuse_feature(PlatformKind platform, Feature feature) {
  for (const Support& row : kSupport) {
    if (row.feature != feature || (row.lacking & bit(platform)) == 0) continue;
    return Error{.kind = ErrorKind::bad_request,
                 .type = "invalid_request_error",
                 .message = std::string(row.name) + (row.is_plural ? " are" : " is") + " not available on " +
                            std::string(platform_name(platform)),
                 .hint = std::string(row.alternative)};
  }
  return std::nullopt;
}

std::optional<Error> refuse_unsupported(PlatformKind platform, const RequestFacts& facts) {
  if (platform == PlatformKind::first_party || platform == PlatformKind::claude_on_aws) return std::nullopt;
  for (const Feature feature : features_of(facts)) {
    if (auto refused = refuse_feature(platform, feature)) return refused;
  }
  return std::nullopt;
}

std::optional<Error> refuse_bedrock_options(PlatformKind platform,
                                            const std::optional<BedrockOptions>& options) {
  if (!options) return std::nullopt;
  if (options->guardrail) return refuse_feature(platform, Feature::guardrail);
  if (!options->service_tier.empty()) return refuse_feature(platform, Feature::bedrock_service_tier);
  if (!options->performance_latency.empty()) return refuse_feature(platform, Feature::performance_latency);
  if (!options->request_metadata.empty()) return refuse_feature(platform, Feature::request_metadata);
  return std::nullopt;
}

}  // namespace anthropic::internal
