#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include <anthropic/model_catalog.hpp>

namespace anthropic {
namespace {

constexpr std::array<std::string_view, 0> kNone = {};
constexpr std::array<std::string_view, 1> kUs = {"us"};
constexpr std::array<std::string_view, 2> kUsApac = {"us", "apac"};
constexpr std::array<std::string_view, 2> kUsGlobal = {"us", "global"};
constexpr std::array<std::string_view, 3> kUsEuApac = {"us", "eu", "apac"};
constexpr std::array<std::string_view, 3> kUsEuGlobal = {"us", "eu", "global"};
constexpr std::array<std::string_view, 4> kUsEuApacGlobal = {"us", "eu", "apac", "global"};
constexpr std::array<std::string_view, 4> kUsEuJpGlobal = {"us", "eu", "jp", "global"};
constexpr std::array<std::string_view, 4> kUsEuAuGlobal = {"us", "eu", "au", "global"};
constexpr std::array<std::string_view, 5> kUsEuJpAuGlobal = {"us", "eu", "jp", "au", "global"};
constexpr std::array<std::string_view, 6> kUsEuJpAuInGlobal = {"us", "eu", "jp", "au", "in", "global"};
constexpr std::array<std::string_view, 6> kUsEuJpAuGovGlobal = {"us", "eu", "jp", "au", "us-gov", "global"};

constexpr std::string_view kDate = "2026-11-22";
constexpr std::string_view kHaiku = "anthropic.claude-haiku-5-5";
constexpr std::string_view kSonnet = "anthropic.claude-sonnet-5-5";
constexpr std::string_view kOpus = "anthropic.claude-opus-5-5";

constexpr ModelState kActive = ModelState::active;
constexpr ModelState kLegacy = ModelState::legacy;
constexpr ModelState kRetired = ModelState::retired;

// What the rows are read from, on the date above: AWS's model cards and its table of the model life cycle in
// the Bedrock user guide; Anthropic's pages "Models overview" and "Model deprecations"; the model tables of
// the npm packages `ai` 5.0.101, `@ai-sdk/anthropic` 3.0.138 and `pi-ai` 1.5.2. Up to Claude 3.5 a model
// could be called on demand by its base id; from 3.7 on AWS lists them for inference profiles. Models that
// only the Mantle endpoint serves (the Mythos family) are not here.
// clang-format off
constexpr ModelInfo kModels[] = {
  // id, name, first-party id, alias, profiles, state, note, successor, context, output, on demand, sampling, prefill, images
  {"anthropic.claude-haiku-5-5", "Claude Haiku 5.5", "claude-haiku-5-5", "haiku", kUsEuJpAuGlobal,
   kActive, "end of life not before 2027-10-07", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-sonnet-5-5", "Claude Sonnet 5.5", "claude-sonnet-5-5", "sonnet", kUsEuAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-opus-5-5", "Claude Opus 5.5", "claude-opus-5-5", "opus", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-fable-5-2", "Claude Fable 5.2", "claude-fable-5-2", "", kUsGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-fable-5-1", "Claude Fable 5.1", "claude-fable-5-1", "", kUsGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-fable-5", "Claude Fable 5", "claude-fable-5", "", kUsEuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-opus-5", "Claude Opus 5", "claude-opus-5", "", kUsEuJpAuInGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-sonnet-5", "Claude Sonnet 5", "claude-sonnet-5", "", kUsEuJpAuInGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-opus-4-8", "Claude Opus 4.8", "claude-opus-4-8", "", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  {"anthropic.claude-opus-4-7", "Claude Opus 4.7", "claude-opus-4-7", "", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, false, false, true},
  // Two sources give -v1 for this one; three give none.
  {"anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6", "claude-sonnet-4-6", "", kUsEuJpGlobal,
   kActive, "", "", 1'000'000, 128'000, false, true, false, true},
  {"anthropic.claude-opus-4-6-v1", "Claude Opus 4.6", "claude-opus-4-6", "", kUsEuAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, true, false, true},
  {"anthropic.claude-opus-4-5-20251101-v1:0", "Claude Opus 4.5", "claude-opus-4-5-20251101", "", kUsEuGlobal,
   kActive, "", "", 200'000, 64'000, false, true, true, true},
  {"anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5", "claude-haiku-4-5-20251001", "", kUsEuJpAuInGlobal,
   kActive, "", "", 200'000, 64'000, false, true, true, true},
  {"anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "claude-sonnet-4-5-20250929", "", kUsEuJpAuGovGlobal,
   kLegacy, "Anthropic's own API retires it on 2026-11-30", kSonnet, 200'000, 64'000, false, true, true, true},
  {"anthropic.claude-opus-4-1-20250805-v1:0", "Claude Opus 4.1", "claude-opus-4-1-20250805", "", kUs,
   kLegacy, "", kOpus, 200'000, 32'000, false, true, true, true},
  {"anthropic.claude-opus-4-20250514-v1:0", "Claude Opus 4", "claude-opus-4-20250514", "", kUs,
   kRetired, "retired about 2026-05-31", kOpus, 200'000, 32'000, false, true, true, true},
  {"anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4", "claude-sonnet-4-20250514", "", kUsEuApacGlobal,
   kLegacy, "Anthropic's own API retired it on 2026-06-15", kSonnet, 200'000, 64'000, false, true, true, true},
  {"anthropic.claude-3-7-sonnet-20250219-v1:0", "Claude 3.7 Sonnet", "claude-3-7-sonnet-20250219", "", kUsEuApac,
   kRetired, "retired 2026-04-28", kSonnet, 200'000, 64'000, false, true, true, true},
  {"anthropic.claude-3-5-haiku-20241022-v1:0", "Claude 3.5 Haiku", "claude-3-5-haiku-20241022", "", kUs,
   kRetired, "retired 2026-06-19", kHaiku, 200'000, 8'192, true, true, true, true},
  {"anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet v2", "claude-3-5-sonnet-20241022", "", kUsApac,
   kRetired, "retired 2026-03-01", kSonnet, 200'000, 8'192, true, true, true, true},
  {"anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet", "claude-3-5-sonnet-20240620", "", kUsEuApac,
   kRetired, "retired 2026-03-01", kSonnet, 200'000, 8'192, true, true, true, true},
  {"anthropic.claude-3-haiku-20240307-v1:0", "Claude 3 Haiku", "claude-3-haiku-20240307", "", kUsEuApac,
   kRetired, "retired 2026-09-10", kHaiku, 200'000, 4'096, true, true, true, true},
  {"anthropic.claude-3-opus-20240229-v1:0", "Claude 3 Opus", "claude-3-opus-20240229", "", kUs,
   kRetired, "retired", kOpus, 200'000, 4'096, true, true, true, true},
  {"anthropic.claude-3-sonnet-20240229-v1:0", "Claude 3 Sonnet", "claude-3-sonnet-20240229", "", kUsEuApac,
   kRetired, "retired", kSonnet, 200'000, 4'096, true, true, true, true},
  {"anthropic.claude-v2:1", "Claude 2.1", "claude-2.1", "", kNone,
   kRetired, "retired", kSonnet, 200'000, 4'096, true, true, true, false},
  {"anthropic.claude-v2", "Claude 2", "claude-2.0", "", kNone,
   kRetired, "retired", kSonnet, 100'000, 4'096, true, true, true, false},
  {"anthropic.claude-instant-v1", "Claude Instant", "claude-instant-1.2", "", kNone,
   kRetired, "retired", kHaiku, 100'000, 4'096, true, true, true, false},
};
// clang-format on

constexpr std::string_view kVendor = "anthropic.";
constexpr std::array<std::string_view, 8> kKnownProfiles = {"us", "eu",   "jp",     "au",
                                                            "in", "apac", "us-gov", "global"};

bool contains(std::span<const std::string_view> list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "claude-haiku-4-5" of "anthropic.claude-haiku-4-5-20251001-v1:0".
std::string_view without_date_and_version(std::string_view id) {
  if (id.starts_with(kVendor)) id.remove_prefix(kVendor.size());
  const std::size_t version = id.rfind("-v");
  if (version != std::string_view::npos) {
    const std::string_view number = id.substr(version + 2);
    const std::size_t colon = number.find(':');
    const bool is_version = all_digits(number.substr(0, colon)) &&
                            (colon == std::string_view::npos || all_digits(number.substr(colon + 1)));
    // "anthropic.claude-v2" has no other name.
    if (is_version && id.substr(0, version) != "claude") id = id.substr(0, version);
  }
  const std::size_t date = id.rfind('-');
  if (date != std::string_view::npos && id.size() - date == 9 && all_digits(id.substr(date + 1)))
    id = id.substr(0, date);
  return id;
}

// What an ARN of a foundation model or a system inference profile ends with; anything else unchanged.
std::string_view resource_of(std::string_view id) {
  if (!id.starts_with("arn:")) return id;
  for (const std::string_view kind : {":foundation-model/", ":inference-profile/"}) {
    const std::size_t at = id.find(kind);
    if (at != std::string_view::npos && id.find(":bedrock:") < at) return id.substr(at + kind.size());
  }
  return id;
}

struct Meaning {
  const ModelInfo* model = nullptr;
  std::string_view profile = {};  // as named in the id
  bool shorthand = false;         // not an id that Bedrock knows
};

const ModelInfo* only_model_named(std::string_view name) {
  const ModelInfo* found = nullptr;
  for (const ModelInfo& model : kModels) {
    if (without_date_and_version(model.id) != name) continue;
    if (found) return nullptr;
    found = &model;
  }
  return found;
}

Meaning read_model_id(std::string_view given) {
  std::string_view id = resource_of(given);
  Meaning meaning;
  const std::size_t dot = id.find('.');
  if (dot != std::string_view::npos && id.substr(dot + 1).starts_with(kVendor) &&
      contains(kKnownProfiles, id.substr(0, dot))) {
    meaning.profile = id.substr(0, dot);
    id.remove_prefix(dot + 1);
  }
  if (id.empty()) return {};
  const bool is_bare = meaning.profile.empty() && id.size() == given.size();
  for (const ModelInfo& model : kModels) {
    const bool is_exact = model.id == id;
    const bool is_own_name = is_bare && (model.alias == id || model.first_party_id == id);
    if (!is_exact && !is_own_name) continue;
    meaning.model = &model;
    meaning.shorthand = !is_exact;
    return meaning;
  }
  // An undated name. A first-party one stands alone; one of Bedrock's may follow a profile.
  std::string_view name = id;
  if (name.starts_with(kVendor)) {
    name.remove_prefix(kVendor.size());
  } else if (!is_bare) {
    return {};
  }
  meaning.model = only_model_named(without_date_and_version(id) == name ? name : "");
  meaning.shorthand = true;
  return meaning;
}

// The profiles that serve a region, the nearest first. Canada, South America, the Middle East, Africa and the
// parts of Asia without a profile of their own are served by "global".
std::array<std::string_view, 3> profiles_of_region(std::string_view region) {
  if (region.starts_with("us-gov-")) return {"us-gov"};
  if (region.starts_with("cn-")) return {};
  if (region.starts_with("us-")) return {"us", "global"};
  if (region.starts_with("eu-")) return {"eu", "global"};
  if (region == "ap-northeast-1" || region == "ap-northeast-3") return {"jp", "apac", "global"};
  if (region == "ap-southeast-2" || region == "ap-southeast-4") return {"au", "apac", "global"};
  if (region.starts_with("ap-south-")) return {"in", "apac", "global"};
  if (region.starts_with("ap-")) return {"apac", "global"};
  return {"global"};
}

std::string with_profile(std::string_view profile, std::string_view id) {
  std::string out(profile);
  out += '.';
  out += id;
  return out;
}

// How many letters to insert, remove or replace to turn one text into the other (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above + 1, row[j - 1] + 1});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view to_string(ModelState state) {
  switch (state) {
    case ModelState::active:
      return "active";
    case ModelState::legacy:
      return "legacy";
    case ModelState::retired:
      return "retired";
  }
  return "unknown";
}

std::span<const ModelInfo> model_catalog() {
  return kModels;
}

std::string_view model_catalog_date() {
  return kDate;
}

const ModelInfo* find_model(std::string_view id) {
  return read_model_id(id).model;
}

std::string resolve_model_id(std::string_view id, std::string_view region) {
  const Meaning meaning = read_model_id(id);
  if (!meaning.model || !meaning.shorthand || meaning.model->state == ModelState::retired)
    return std::string(id);
  if (!meaning.profile.empty()) return with_profile(meaning.profile, meaning.model->id);
  for (const std::string_view profile : profiles_of_region(region)) {
    if (contains(meaning.model->profiles, profile)) return with_profile(profile, meaning.model->id);
  }
  return std::string(meaning.model->id);
}

std::string_view nearest_model_id(std::string_view typo) {
  constexpr std::size_t kLongestId = 100;
  if (typo.empty() || typo.size() > kLongestId) return {};
  std::string_view id = typo;
  const std::size_t vendor = id.find(kVendor);
  if (vendor != std::string_view::npos) id.remove_prefix(vendor);

  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, typo.size() / 4) + 1;
  const auto consider = [&](std::string_view candidate, std::string_view spelling) {
    const std::size_t distance = edit_distance(id, spelling);
    // Nothing is left of a word whose every letter was replaced.
    if (spelling.empty() || distance >= best_distance || distance >= spelling.size()) return;
    best = candidate;
    best_distance = distance;
  };
  for (const ModelInfo& model : kModels) {
    if (model.state == ModelState::retired) continue;
    const std::string_view name = without_date_and_version(model.id);
    consider(model.alias, model.alias);
    consider(model.first_party_id, model.first_party_id);
    consider(model.first_party_id, name);
    consider(model.id, model.id);
    consider(model.id, std::string(kVendor).append(name));
  }
  return best;
}

}  // namespace anthropic
