#include "question/estimate.hpp"

#include <algorithm>
#include <cmath>

#include <anthropic/model_catalog.hpp>

#include "connection/aws_session.hpp"
#include "platform/models/choice.hpp"
#include "text/price_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

void insert(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string price_in_words(const operations::CostEstimate& estimate) {
  const ModelPrice& price = estimate.price;
  const double factor = estimate.profile_factor;
  std::string text = price_text(price.input * factor) + " input, " + price_text(price.output * factor) +
                     " output, " + price_text(price.input * price.cache_read_factor * factor) +
                     " read from the cache, for a million tokens";
  if (!price.since.empty()) text += ", since " + std::string(price.since);
  if (factor != 1)
    text += ", with " + std::to_string(std::lround((factor - 1) * 100)) + " % for the profile's geography";
  return text;
}

std::string tokens_text(const EstimatedCalls& calls) {
  if (calls.is_counted) return with_thousands(calls.input.most) + " tokens, counted";
  return with_thousands(calls.input.least) + " to " + with_thousands(calls.input.most) +
         " tokens, guessed from the size of the texts";
}

Json list_of(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const std::string& name : names) list.push_back(name);
  return list;
}

}  // namespace

std::string runtime_region(const ConnectionOptions& connection) {
  if ((bit(platform_kind_of(connection)) & kRuntimePlatforms) == 0) return {};
  if (connection.local) return connection.aws.region;
  return open_session(connection.aws).region().value_or("");
}

std::string sent_model_id(PlatformKind platform, const std::string& model, const std::string& region) {
  const bool is_runtime = (bit(platform) & kRuntimePlatforms) != 0;
  return is_runtime && region.empty() ? model : model_id_for(platform, model, region);
}

void EstimatedCalls::add(const operations::PriceTable& prices, const operations::EstimateInput& call) {
  ++calls;
  input.least += call.input.least;
  input.most += call.input.most;
  max_tokens += call.max_tokens;
  is_batch |= call.is_batch;
  insert(models, call.model_id);
  const auto estimate = prices.estimate(call);
  if (!estimate) return insert(without_a_price, call.model_id);
  least += estimate->least;
  most += estimate->most;
  if (price.empty()) price = price_in_words(*estimate);
}

std::string estimate_text(const EstimatedCalls& calls) {
  std::string text;
  if (calls.calls > 1) text += "calls:  " + with_thousands(calls.calls) + "\n";
  for (const std::string& model : calls.models) text += "model:  " + on_one_line(model) + "\n";
  text +=
      "input:  " + tokens_text(calls) + "\noutput: at most " + with_thousands(calls.max_tokens) + " tokens\n";
  for (const std::string& model : calls.without_a_price)
    text += "cost:   no price of " + on_one_line(model) + " is known; --prices takes a file with it\n";
  if (calls.models.size() == calls.without_a_price.size()) return text;
  text += "cost:   " + price_text(calls.least) + " to " + price_text(calls.most) + " USD" +
          (calls.is_batch ? ", at half price as a batch" : "") + "\n";
  if (calls.models.size() == 1) text += "price:  " + calls.price + "\n";
  return text;
}

Json estimate_json(const EstimatedCalls& calls) {
  Json json = Json::object({{"calls", static_cast<std::int64_t>(calls.calls)},
                            {"models", list_of(calls.models)},
                            {"input_tokens", Json::object({{"least", calls.input.least},
                                                           {"most", calls.input.most},
                                                           {"counted", calls.is_counted}})},
                            {"max_tokens", calls.max_tokens},
                            {"batch", calls.is_batch},
                            {"without_a_price", list_of(calls.without_a_price)}});
  if (calls.models.size() != calls.without_a_price.size())
    json.set("usd", Json::object({{"least", price_json(calls.least)}, {"most", price_json(calls.most)}}));
  return json;
}

}  // namespace anthropic::internal::cli
