#pragma once

#include <string>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/operations/prices.hpp>

#include "connection/connection_options.hpp"

// What calls will cost, before they are made.

namespace anthropic::internal::cli {

/// Where Bedrock's runtime is asked; empty if another platform is, or no region is known.
std::string runtime_region(const ConnectionOptions& connection);

/// The id that a platform is sent for a model; `region` is that of runtime_region().
std::string sent_model_id(PlatformKind platform, const std::string& model, const std::string& region);

/// Calls that are added up.
struct EstimatedCalls {
  std::uint64_t calls = 0;
  operations::TokenRange input = {};
  std::int64_t max_tokens = 0;
  double least = 0;
  double most = 0;
  bool is_counted = false;  ///< The platform has counted the input.
  bool is_batch = false;
  std::vector<std::string> models = {};           ///< As they are sent.
  std::vector<std::string> without_a_price = {};  ///< Of those.
  std::string price = {};                         ///< At which a single call is reckoned, in words.

  void add(const operations::PriceTable& prices, const operations::EstimateInput& input);
};

std::string estimate_text(const EstimatedCalls& calls);
Json estimate_json(const EstimatedCalls& calls);

}  // namespace anthropic::internal::cli
