#include "local/control_plane/agreements.hpp"

#include <cstdio>
#include <optional>
#include <utility>

#include "local/bedrock/model_access.hpp"
#include "local/control_plane/request_shapes.hpp"

namespace anthropic::internal::local {
namespace {

Refusal no_such_model() {
  return refuse_input("The provided model identifier is invalid.");
}

std::string offer_token(std::string_view model_id) {
  return "local-offer-for-" + std::string(model_id);
}

// Of so much for a million tokens, for one thousand.
std::string price_of_thousand(double million) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", million / 1000);
  return text;
}

Json rate(const char* dimension, const char* description, double million) {
  return Json::object({{"dimension", dimension},
                       {"price", price_of_thousand(million)},
                       {"description", description},
                       {"unit", "1K tokens"}});
}

Json offer_of(const ModelInfo& model) {
  Json rates = Json::array();
  if (model.price.input > 0) {
    rates.push_back(rate("InputTokenCount", "Input tokens", model.price.input));
    rates.push_back(rate("OutputTokenCount", "Output tokens", model.price.output));
  }
  const Json terms = Json::object(
      {{"usageBasedPricingTerm", Json::object({{"rateCard", std::move(rates)}})},
       {"legalTerm", Json::object({{"url", "http://localhost/this-is-not-aws"}})},
       {"supportTerm", Json::object({{"refundPolicyDescription",
                                      "This is not AWS: it costs nothing, and nothing is paid back."}})}});
  return Json::object(
      {{"offerId", "offer-local"}, {"offerToken", offer_token(model.id)}, {"termDetails", terms}});
}

std::variant<Json, Refusal> list_offers(const Route& route) {
  Json asked = Json::object({{"modelId", route.id}});
  const std::string type = query_value(route.query, "offerType");
  if (!type.empty()) asked.set("offerType", type);
  if (auto refusal = check_shape(asked, kListAgreementOffers)) return *std::move(refusal);
  const ModelInfo* model = model_with_base_id(route.id);
  if (!model) return no_such_model();
  return Json::object({{"modelId", route.id}, {"offers", Json::array({offer_of(*model)})}});
}

}  // namespace

std::variant<Json, Refusal> Agreements::answer(const Route& route, std::string_view body) {
  if (route.operation == Operation::list_offers) return list_offers(route);
  const bool creates = route.operation == Operation::create_agreement;
  const Result<Json> request = Json::parse(body);
  if (auto refusal = check_shape(request ? *request : Json(), creates ? kCreateAgreement : kDeleteAgreement))
    return *std::move(refusal);
  const std::string model_id = (*request)["modelId"].string_or("");
  if (!model_with_base_id(model_id)) return no_such_model();
  return creates ? create(*request) : remove(model_id);
}

Agreements::Answer Agreements::create(const Json& request) {
  const std::string model_id = request["modelId"].string_or("");
  if (request["offerToken"].string_or("") != offer_token(model_id))
    return refuse_input("The provided offer token is invalid.");
  const std::lock_guard lock(mutex_);
  if (deleted_.erase(model_id) == 0)
    return refuse("ConflictException", "An agreement for this model already exists.");
  return Json::object({{"modelId", model_id}});
}

Agreements::Answer Agreements::remove(const std::string& model_id) {
  const std::lock_guard lock(mutex_);
  if (!deleted_.insert(model_id).second)
    return refuse("ResourceNotFoundException", "There is no agreement for this model.");
  return Json::object();
}

bool Agreements::has(std::string_view model_id) const {
  const std::lock_guard lock(mutex_);
  return !deleted_.contains(model_id);
}

void Agreements::subscribe(std::string_view model_id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = deleted_.find(model_id); found != deleted_.end()) deleted_.erase(found);
}

}  // namespace anthropic::internal::local
