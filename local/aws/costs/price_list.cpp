#include "local/aws/costs/price_list.hpp"

#include <algorithm>
#include <string>

#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "local/server/refusal.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kOffers = "/offers/v1.0/aws/";
constexpr std::string_view kOffer = "AmazonBedrockFoundationModels/current/";
constexpr std::string_view kFile = "/index.json";

/// A list under way.
struct PriceList {
  Json products = Json::object();
  Json terms = Json::object();

  void add(const std::string& service, const std::string& usage, double dollars) {
    const std::string sku = "LOCAL" + std::to_string(products.size());
    products.set(
        sku,
        Json::object({{"sku", sku},
                      {"productFamily", "sample data of claude-bedrock local"},
                      {"attributes", Json::object({{"servicename", service},
                                                   {"usagetype", "LOC1-MP:LOC1_" + usage + "-Units"}})}}));
    const Json dimension = Json::object(
        {{"unit", "1M tokens"}, {"pricePerUnit", Json::object({{"USD", std::to_string(dollars)}})}});
    terms.set(sku, Json::object({{sku + ".T", Json::object({{"priceDimensions",
                                                             Json::object({{sku + ".T.D", dimension}})}})}}));
  }
};

void add_model(const ModelInfo& model, PriceList& list) {
  const ModelPrice& price = model.price;
  const std::string service = std::string(model.name) + " (Amazon Bedrock Edition)";
  for (const bool is_global : {false, true}) {
    const double factor = is_global ? 1 : price.regional_factor;
    const std::string end = is_global ? "_global_standard" : "_standard";
    list.add(service, "input_tokens" + end, price.input * factor);
    list.add(service, "output_tokens" + end, price.output * factor);
    list.add(service, "cache_read_tokens" + end, price.input * price.cache_read_factor * factor);
    list.add(service, "cache_write_tokens" + end, price.input * price.cache_write_factor * factor);
    list.add(service, "cache_write_tokens_1h" + end, price.input * price.cache_write_1h_factor * factor);
    if (price.long_prompt_tokens > 0) {
      list.add(service, "input_tokens_long_ctx" + end, price.long_prompt_input * factor);
      list.add(service, "output_tokens_long_ctx" + end, price.long_prompt_output * factor);
    }
    if (model.features.batch) list.add(service, "input_tokens_batch" + end, price.input / 2 * factor);
  }
  list.add(service, "Reserved_1Month_InputTPM_Geo", 0.066);
}

std::string list_of_region(std::string_view region) {
  PriceList list;
  for (const ModelInfo& model : model_catalog()) {
    // AWS's list has gaps, too.
    if (model.state == ModelState::active && model.price.input > 0 && model.family != "fable")
      add_model(model, list);
  }
  return Json::object({{"formatVersion", "v1.0"},
                       {"disclaimer", "Sample data of claude-bedrock local. It is not AWS's price list."},
                       {"offerCode", "AmazonBedrockFoundationModels"},
                       {"publicationDate", std::string(model_catalog_date()) + "T00:00:00Z"},
                       {"regionCode", region},
                       {"products", std::move(list.products)},
                       {"terms", Json::object({{"OnDemand", std::move(list.terms)}})}})
      .dump();
}

}  // namespace

std::optional<Answer> answer_price_list(const Request& request) {
  std::string_view path = request.target;
  if (request.method != "GET" || !path.starts_with(kOffers)) return std::nullopt;
  path.remove_prefix(kOffers.size());
  if (!path.starts_with(kOffer) || !path.ends_with(kFile) || path.size() <= kOffer.size() + kFile.size())
    return answer_with({.status = 403, .code = "AccessDenied", .message = "There is no such price list."});
  path.remove_prefix(kOffer.size());
  path.remove_suffix(kFile.size());
  Answer answer;
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.body = list_of_region(path);
  return answer;
}

}  // namespace anthropic::internal::local
