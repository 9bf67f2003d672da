#include <algorithm>
#include <set>

#include <anthropic/operations/prices.hpp>

#include "base/errors.hpp"
#include "operations/costs/days.hpp"
#include "platform/models/price.hpp"

namespace anthropic::inline v0::operations {

using namespace internal;

struct PriceTable::Entry {
  std::string model = {};  // as key_of()
  std::string since = {};
  ModelPrice price = {};  // without its day
};

namespace {

constexpr double kLargestPrice = 1e6;

/// What a model has one price under: the catalogue's id, or one without a profile.
std::string key_of(std::string_view model_id) {
  if (const ModelInfo* model = find_model(model_id)) return std::string(model->id);
  const std::string_view profile = profile_named_in(model_id);
  if (!profile.empty()) model_id.remove_prefix(profile.size() + 1);
  return std::string(model_id);
}

Error price_error(const std::string& place, const std::string& what) {
  return configuration_error(
      "the prices: " + place + " " + what,
      "The file holds {\"prices\": [{\"model\", \"since\", \"input\", \"output\", …}]}; "
      "docs/operations.md has an example.");
}

/// Reads the members of an object, and knows in the end which were not asked for.
class Members {
 public:
  Members(const Json& json, std::string place) : json_(json), place_(std::move(place)) {}

  /// A number above 0; the fallback if it is absent.
  double number(const std::string& name, std::optional<double> fallback) {
    const Json* value = find(name);
    if (!value && fallback) return *fallback;
    const auto number = value ? value->as_double() : std::nullopt;
    if (!number || !(*number > 0 && *number <= kLargestPrice)) fail(name, "is not a number above 0");
    return number.value_or(0);
  }
  std::string text(const std::string& name) {
    const Json* value = find(name);
    const auto text = value ? value->as_string() : std::nullopt;
    if (!text || text->empty()) fail(name, "is not a text");
    return std::string(text.value_or(""));
  }
  const Json* find(const std::string& name) {
    known_.insert(name);
    return json_.find(name);
  }
  void fail(const std::string& name, const std::string& what) {
    if (!error_) error_ = price_error(place_ + "." + name, what);
  }
  Result<void> finish() {
    for (const auto& [name, value] : json_.members()) {
      if (!known_.contains(name)) fail(name, "is not known");
    }
    return error_ ? Result<void>(*error_) : Result<void>();
  }

 private:
  const Json& json_;
  std::string place_;
  std::set<std::string, std::less<>> known_;
  std::optional<Error> error_;
};

Result<ModelPrice> read_price(Members& members, const std::string& place, const ModelPrice& before) {
  ModelPrice price = before;
  price.since = {};
  price.input = members.number("input", std::nullopt);
  price.output = members.number("output", std::nullopt);
  const double input = price.input > 0 ? price.input : 1;
  price.cache_read_factor = members.number("cache_read", before.cache_read_factor * input) / input;
  price.cache_write_factor = members.number("cache_write", before.cache_write_factor * input) / input;
  price.cache_write_1h_factor =
      members.number("cache_write_1h", before.cache_write_1h_factor * input) / input;
  price.regional_factor = members.number("regional_factor", before.regional_factor);
  price.long_prompt_tokens = 0;
  if (const Json* long_prompt = members.find("long_prompt")) {
    Members band(*long_prompt, place + ".long_prompt");
    price.long_prompt_tokens = static_cast<std::int64_t>(band.number("above_tokens", std::nullopt));
    price.long_prompt_input = band.number("input", std::nullopt);
    price.long_prompt_output = band.number("output", std::nullopt);
    if (auto read = band.finish(); !read) return read.error();
  } else if (before.long_prompt_tokens > 0) {
    price.long_prompt_tokens = before.long_prompt_tokens;
    price.long_prompt_input = before.long_prompt_input / before.input * price.input;
    price.long_prompt_output = before.long_prompt_output / before.output * price.output;
  }
  return price;
}

}  // namespace

Result<PriceTable> PriceTable::read(std::string_view json, std::string_view day) {
  const auto file = Json::parse(json);
  if (!file) return price_error("the file", "is no JSON: " + file.error().message);
  if (!(*file)["prices"].is_array()) return price_error("\"prices\"", "is not a list");
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < (*file)["prices"].size(); ++i) {
    const Json& item = (*file)["prices"][i];
    const std::string place = "prices[" + std::to_string(i) + "]";
    Members members(item, place);
    Entry entry{.model = key_of(members.text("model")), .since = members.text("since")};
    if (!parse_day(entry.since)) members.fail("since", "is not a day, such as 2026-12-01");
    const ModelInfo* model = find_model(entry.model);
    auto price = read_price(members, place, model ? model->price : ModelPrice{});
    if (!price) return price.error();
    if (auto read = members.finish(); !read) return read.error();
    entry.price = *price;
    if (entry.since <= day) entries.push_back(std::move(entry));
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.since > b.since; });
  PriceTable table;
  table.entries_ = std::make_shared<const std::vector<Entry>>(std::move(entries));
  return table;
}

std::optional<ModelPrice> PriceTable::find(std::string_view model_id) const {
  const ModelInfo* model = find_model(model_id);
  const std::string key = key_of(model_id);
  if (entries_) {
    for (const Entry& entry : *entries_) {
      if (entry.model != key) continue;
      ModelPrice price = entry.price;
      price.since = entry.since;
      return price;
    }
  }
  if (!model || model->price.input <= 0) return std::nullopt;
  return model->price;
}

std::optional<double> PriceTable::cost(std::string_view model_id, const Usage& usage) const {
  const auto price = find(model_id);
  if (!price) return std::nullopt;
  return cost_at(*price, profile_named_in(model_id), usage);
}

std::optional<CostEstimate> PriceTable::estimate(const EstimateInput& input) const {
  const auto price = find(input.model_id);
  if (!price) return std::nullopt;
  const std::string_view profile = profile_named_in(input.model_id);
  const ModelInfo* model = find_model(input.model_id);
  const std::int64_t shortest_cached = model ? model->features.min_cacheable_tokens : 0;
  const bool reads = input.can_read_cache && input.input.least >= shortest_cached;
  Usage least{.input_tokens = reads ? 0 : input.input.least, .output_tokens = 1};
  if (reads) least.cache_read_input_tokens = input.input.least;
  const bool writes = input.can_read_cache && !input.cache_ttl.empty();
  Usage most{.input_tokens = writes ? 0 : input.input.most, .output_tokens = input.max_tokens};
  if (writes) {
    most.cache_creation_input_tokens = input.input.most;
    if (input.cache_ttl == "1h")
      most.cache_creation = CacheCreation{.ephemeral_1h_input_tokens = input.input.most};
  }
  const double batch_factor = input.is_batch ? 0.5 : 1;
  return CostEstimate{.least = cost_at(*price, profile, least) * batch_factor,
                      .most = cost_at(*price, profile, most) * batch_factor,
                      .price = *price,
                      .profile_factor = profile_factor(*price, profile)};
}

}  // namespace anthropic::inline v0::operations
