#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/migrate/scan/finding.hpp"

namespace anthropic::internal::cli {

/// What a first-party name of a model is on Bedrock.
struct ModelEquivalent {
  std::string id = {};      ///< to send in its place; empty if there is none
  std::string state = {};   ///< of the model that was named: "retired 2026-09-10"; empty if it is active
  std::string note = {};    ///< what else differs; empty if nothing does
  std::string caveat = {};  ///< what of that it refuses, though the model that was named took it
};

/// `name` is an id, an undated name, or one of the API's moving names ("claude-3-5-sonnet-latest",
/// "claude-sonnet-4-0"). A retired model's equivalent is its successor. In `region` the id is that of the
/// profile that serves it; without a region the global profile's, else that of the model's first profile.
ModelEquivalent model_equivalent(std::string_view name, std::string_view region);

/// Adds the first-party model ids of a text. Ids of Bedrock and Vertex AI, and names that are part of a
/// path's, a file's or a URL's, are none.
void find_model_ids(std::string_view text, const std::string& region, std::vector<Finding>& findings);

/// Adds the constants of Anthropic's Go and Java packages.
void find_model_constants(std::string_view text, const std::string& region, std::vector<Finding>& findings);

}  // namespace anthropic::internal::cli
