#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <anthropic/bedrock_options.hpp>
#include <anthropic/error.hpp>

#include "platform/platform_kind.hpp"

namespace anthropic {

struct RequestFacts;

/// What not every platform has.
enum class Feature : std::uint8_t {
  url_source,
  file_source,
  web_search,
  web_fetch,
  code_execution,
  container,
  mcp,
  automatic_caching,
  structured_output,
  strict_tools,
  inference_geo,
  fallbacks,
  body_service_tier,
  batches,
  files,
  guardrail,
  bedrock_service_tier,
  performance_latency,
  request_metadata,
};

/// Why a feature cannot be used at a platform: bad_request without a status, with the alternative as its
/// hint; empty if the platform has it, or is not known to lack it.
std::optional<Error> refuse_feature(PlatformKind platform, Feature feature);

/// The first feature that a request asks for and the platform lacks.
std::optional<Error> refuse_unsupported(PlatformKind platform, const RequestFacts& facts);

/// The first of Bedrock's own options that is set and that the platform lacks. A guardrail that guards
/// nothing must not go unnoticed, so this is asked even where nothing else is checked.
std::optional<Error> refuse_bedrock_options(PlatformKind platform,
                                            const std::optional<BedrockOptions>& options);

}  // namespace anthropic
