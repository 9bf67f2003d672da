#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include <anthropic/model_catalog.hpp>

namespace anthropic {
namespace {

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
  for (const ModelInfo& model : model_catalog()) {
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
  for (const ModelInfo& model : model_catalog()) {
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
  for (const ModelInfo& model : model_catalog()) {
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
