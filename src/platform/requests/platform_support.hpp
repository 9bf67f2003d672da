#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <anthropic/bedrock_options.hpp>
#include <anthropic/error.hpp>

#include "platform/models/platform_kind.hpp"

namespace anthropic::internal {

struct RequestFacts;

/// A feature that some platforms lack.
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

/// Why a platform cannot use a feature: bad_request without a status, with the alternative as its hint; empty
/// if the platform has the feature, or is not known to lack it.
std::optional<Error> refuse_feature(PlatformKind platform, Feature feature);

/// The first feature of a request that the platform lacks.
std::optional<Error> refuse_unsupported(PlatformKind platform, const RequestFacts& facts);

/// The first of Bedrock's own options that is set and that the platform lacks. A guardrail that guards
/// nothing must not go unnoticed, so this is checked even if nothing else is.
std::optional<Error> refuse_bedrock_options(PlatformKind platform,
                                            const std::optional<BedrockOptions>& options);

}  // namespace anthropic::internal
