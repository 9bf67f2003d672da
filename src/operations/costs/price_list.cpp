#include <algorithm>
#include <cmath>
#include <tuple>

#include <anthropic/operations/costs.hpp>
#include <anthropic/operations/prices.hpp>

#include "aws/calls/service_client.hpp"
#include "base/crypto/encoding.hpp"
#include "base/errors.hpp"
#include "operations/costs/usage_words.hpp"

namespace anthropic::inline v0::operations {

using namespace internal;
namespace {

constexpr double kBatchFactor = 0.5;

/// The words of a model's name in order: "Claude 4.6 Sonnet" and "Claude Sonnet 4.6" are the same model.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  std::string lower = ascii_lower(name);
  std::size_t begin = 0;
  while (begin < lower.size()) {
    const std::size_t end = std::min(lower.find(' ', begin), lower.size());
    if (end > begin) words.push_back(lower.substr(begin, end - begin));
    begin = end + 1;
  }
  std::sort(words.begin(), words.end());
  return words;
}

const ModelInfo* model_named(std::string_view name) {
  const auto words = words_of(name);
  for (const ModelInfo& model : model_catalog()) {
    if (words_of(model.name) == words) return &model;
  }
  return nullptr;
}

struct Figure {
  std::string name = {};
  double price = 0;
};

/// What the table has for a usage type; nothing for another tier, or what is no use of tokens.
std::optional<Figure> figure_of(std::string_view usage_type, const ModelPrice& price) {
  if (has_word(usage_type, {"flex", "priority", "latency"})) return std::nullopt;
  const bool is_long = has_word(usage_type, {"long", "lctx"});
  if (is_long && price.long_prompt_tokens == 0) return std::nullopt;
  const double input = is_long ? price.long_prompt_input : price.input;
  const double output = is_long ? price.long_prompt_output : price.output;
  Figure figure;
  switch (classify_usage_type(usage_type)) {
    case UsageClass::input:
      figure = {"input", input};
      break;
    case UsageClass::output:
      figure = {"output", output};
      break;
    case UsageClass::cache_read:
      figure = {"cache read", input * price.cache_read_factor};
      break;
    case UsageClass::cache_write:
      figure = has_word(usage_type, {"1h"}) ? Figure{"cache write 1h", input * price.cache_write_1h_factor}
                                            : Figure{"cache write", input * price.cache_write_factor};
      break;
    case UsageClass::other:
      return std::nullopt;
  }
  if (has_word(usage_type, {"batch"})) figure = {"batch " + figure.name, figure.price * kBatchFactor};
  if (is_long) figure.name = "long " + figure.name;
  return figure;
}

/// US dollars for a million tokens, of a product's terms; nothing if the unit is not tokens.
std::optional<double> listed_price(const Json& terms) {
  for (const auto& [offer, term] : terms.members()) {
    for (const auto& [rate, dimension] : term["priceDimensions"].members()) {
      const std::string unit = dimension["unit"].string_or("");
      const auto dollars = Json::parse(dimension["pricePerUnit"]["USD"].string_or(""));
      if (!dollars || !dollars->as_double() || !has_word(unit, {"token"})) continue;
      return *dollars->as_double() * (has_word(unit, {"1k"}) ? 1'000 : 1);
    }
  }
  return std::nullopt;
}

std::string path_of(std::string_view region) {
  return "/offers/v1.0/aws/AmazonBedrockFoundationModels/current/" + percent_encode(region) + "/index.json";
}

}  // namespace

bool ListedPrice::is_same() const {
  return std::abs(listed - known) <= 1e-9 * std::max(listed, known);
}

Result<std::string> fetch_price_list(const aws::Session& session, std::string_view region,
                                     const aws::ClientOptions& client, const aws::CallOptions& options) {
  const internal::aws::ServiceClient pricing(
      session, internal::aws::service("Pricing"),
      {.region = std::string(region), .endpoint_url = client.endpoint_url});
  auto answer = pricing.call({.method = "GET", .path = path_of(region), .sign = false}, options);
  if (!answer) return answer.error();
  return std::move(answer->body);
}

Result<PriceComparison> compare_prices(const PriceTable& table, std::string_view price_list) {
  const auto list = Json::parse(price_list);
  if (!list || !(*list)["products"].is_object())
    return Error{.kind = ErrorKind::response_validation,
                 .message = "AWS's price list is not in the form that is known"};
  PriceComparison comparison{.published = (*list)["publicationDate"].string_or("")};
  std::vector<const ModelInfo*> listed;
  for (const auto& [sku, product] : (*list)["products"].members()) {
    const Json& attributes = product["attributes"];
    const std::string service = attributes["servicename"].string_or("");
    if (!icontains(service, "claude")) continue;
    const std::string name(model_of_service(service));
    const ModelInfo* model = model_named(name);
    const auto price = model ? table.find(model->id) : std::nullopt;
    if (!price) {
      if (std::find(comparison.unknown.begin(), comparison.unknown.end(), name) == comparison.unknown.end())
        comparison.unknown.push_back(name);
      continue;
    }
    const std::string usage_type = attributes["usagetype"].string_or("");
    const auto figure = figure_of(usage_type, *price);
    const auto dollars = listed_price((*list)["terms"]["OnDemand"][sku]);
    if (!figure || !dollars) continue;
    const bool is_global = has_word(usage_type, {"global"});
    comparison.prices.push_back({.model = std::string(model->name),
                                 .figure = figure->name,
                                 .is_global = is_global,
                                 .listed = *dollars,
                                 .known = figure->price * (is_global ? 1 : price->regional_factor)});
    listed.push_back(model);
  }
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired || model.price.input <= 0) continue;
    if (std::find(listed.begin(), listed.end(), &model) == listed.end())
      comparison.unlisted.emplace_back(model.name);
  }
  std::stable_sort(
      comparison.prices.begin(), comparison.prices.end(), [](const ListedPrice& a, const ListedPrice& b) {
        return std::tie(a.model, a.is_global, a.figure) < std::tie(b.model, b.is_global, b.figure);
      });
  return comparison;
}

}  // namespace anthropic::inline v0::operations
