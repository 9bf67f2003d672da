#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <anthropic/error.hpp>

#include "platform/door.hpp"

namespace anthropic {

/// What not every door has.
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
};

/// Why a feature cannot be used at a door: bad_request without a status, with the alternative as its hint;
/// empty if the door has it, or is not known to lack it.
std::optional<Error> refuse_feature(Door door, Feature feature);

/// The first feature that a request's body asks for and the door lacks.
std::optional<Error> refuse_unsupported(Door door, std::string_view body_json);

}  // namespace anthropic
