#include <algorithm>
#include <cmath>

#include <anthropic/json.hpp>
#include <anthropic/operations/prices.hpp>

#include "charts/text_table.hpp"
#include "commands/costs/costs.hpp"
#include "connection/aws_session.hpp"
#include "connection/price_option.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "text/json_text.hpp"
#include "text/price_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

struct PricedModel {
  const ModelInfo& model;
  ModelPrice price;
};

std::vector<PricedModel> priced_models(const operations::PriceTable& prices) {
  std::vector<PricedModel> models;
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired) continue;
    if (const auto price = prices.find(model.id)) models.push_back({model, *price});
  }
  return models;
}

Table table_of(const std::vector<PricedModel>& models) {
  Table table{.columns = {{"MODEL"},
                          {"SINCE"},
                          {"INPUT", true},
                          {"OUTPUT", true},
                          {"CACHE READ", true},
                          {"WRITE 5m", true},
                          {"WRITE 1h", true},
                          {"REGIONAL", true},
                          {"LONG PROMPTS"}}};
  for (const auto& [model, price] : models) {
    std::string long_prompts;
    if (price.long_prompt_tokens > 0)
      long_prompts = "over " + with_thousands(price.long_prompt_tokens) + ": " +
                     price_text(price.long_prompt_input) + " and " + price_text(price.long_prompt_output);
    table.rows.push_back({std::string(model.name), std::string(price.since), price_text(price.input),
                          price_text(price.output), price_text(price.input * price.cache_read_factor),
                          price_text(price.input * price.cache_write_factor),
                          price_text(price.input * price.cache_write_1h_factor),
                          "+" + std::to_string(std::lround((price.regional_factor - 1) * 100)) + " %",
                          std::move(long_prompts)});
  }
  return table;
}

Json json_of(const std::vector<PricedModel>& models) {
  Json list = Json::array();
  for (const auto& [model, price] : models) {
    Json item = Json::object({{"model", model.id},
                              {"input", price.input},
                              {"output", price.output},
                              {"cache_read", price_json(price.input * price.cache_read_factor)},
                              {"cache_write", price_json(price.input * price.cache_write_factor)},
                              {"cache_write_1h", price_json(price.input * price.cache_write_1h_factor)},
                              {"regional_factor", price.regional_factor}});
    if (!price.since.empty()) item.set("since", price.since);
    if (price.long_prompt_tokens > 0)
      item.set("long_prompt", Json::object({{"above_tokens", price.long_prompt_tokens},
                                            {"input", price.long_prompt_input},
                                            {"output", price.long_prompt_output}}));
    list.push_back(std::move(item));
  }
  return Json::object({{"as_of", model_catalog_date()}, {"prices", std::move(list)}});
}

std::string place_of(const operations::ListedPrice& price) {
  return price.is_global ? "global" : "regional";
}

std::string comparison_text(const operations::PriceComparison& found, const std::string& region) {
  std::size_t same = 0;
  std::string text;
  for (const operations::ListedPrice& price : found.prices) {
    if (price.is_same()) {
      ++same;
      continue;
    }
    text += price.model + ", " + price.figure + ", " + place_of(price) + ": AWS lists " +
            price_text(price.listed) + ", the table has " + price_text(price.known) + "\n";
  }
  text += std::to_string(same) + " of " + std::to_string(found.prices.size()) + " prices of " + region +
          " are as AWS lists them (published " + on_one_line(found.published) + ")\n";
  const auto add = [&](const char* what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    text += what;
    for (const std::string& name : names) text += (&name == names.data() ? " " : ", ") + on_one_line(name);
    text += "\n";
  };
  add("not on AWS's list:", found.unlisted);
  add("on AWS's list, and without a price here:", found.unknown);
  return text;
}

Json comparison_json(const operations::PriceComparison& found, const std::string& region) {
  Json prices = Json::array();
  for (const operations::ListedPrice& price : found.prices) {
    prices.push_back(Json::object({{"model", price.model},
                                   {"figure", price.figure},
                                   {"profile", place_of(price)},
                                   {"listed", price_json(price.listed)},
                                   {"known", price_json(price.known)},
                                   {"same", price.is_same()}}));
  }
  Json unlisted = Json::array();
  for (const std::string& name : found.unlisted) unlisted.push_back(name);
  Json unknown = Json::array();
  for (const std::string& name : found.unknown) unknown.push_back(name);
  return Json::object({{"region", region},
                       {"published", found.published},
                       {"prices", std::move(prices)},
                       {"unlisted", std::move(unlisted)},
                       {"unknown", std::move(unknown)}});
}

bool has_findings(const operations::PriceComparison& found) {
  const auto differs = [](const operations::ListedPrice& price) { return !price.is_same(); };
  return !found.unknown.empty() || std::any_of(found.prices.begin(), found.prices.end(), differs);
}

int check_prices(const CostsPricesOptions& options, const operations::PriceTable& prices, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws, interrupts.token());
  const auto region = options.aws.region.empty() ? session.region() : Result<std::string>(options.aws.region);
  if (!region) return report_failed_call(console, region.error(), interrupts);
  const auto list = operations::fetch_price_list(session, *region, client_options(options.aws),
                                                 {.stop_token = interrupts.token()});
  if (!list) return report_failed_call(console, list.error(), interrupts);
  const auto found = operations::compare_prices(prices, *list);
  if (!found) return report_error(console.err, found.error());
  console.out.write(options.json ? json_line(comparison_json(*found, *region))
                                 : comparison_text(*found, *region));
  return console.finish(has_findings(*found) ? kExitFindings : kExitOk);
}

}  // namespace

int run_costs_prices(const CostsPricesOptions& options, Console& console) {
  const auto prices = open_prices(options.prices);
  if (!prices) return report_usage(console.err, prices.error());
  if (options.check) return check_prices(options, *prices, console);
  const auto models = priced_models(*prices);
  if (options.json) {
    console.out.write(json_line(json_of(models)));
    return console.finish(kExitOk);
  }
  console.out.write(text_table(table_of(models), text_style(console.out)));
  console.out.write("US dollars for a million tokens through a global profile, as of " +
                    std::string(model_catalog_date()) + "; a batch costs half\n");
  return console.finish(kExitOk);
}

}  // namespace anthropic::internal::cli
