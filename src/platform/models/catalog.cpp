#include <array>
#include <string>

#include <anthropic/model_catalog.hpp>

#include "aws/endpoint/region.hpp"
#include "base/contains.hpp"
#include "base/text/text.hpp"
#include "platform/models/choice.hpp"
#include "platform/models/price.hpp"

namespace anthropic::internal {

namespace {

constexpr std::string_view kVendor = "anthropic.";
constexpr std::array<std::string_view, 8> kKnownProfiles = {"us", "eu",   "jp",     "au",
                                                            "in", "apac", "us-gov", "global"};

// "claude-haiku-4-5" of "anthropic.claude-haiku-4-5-20251001-v1:0".
std::string_view without_date_and_version(std::string_view id) {
  if (id.starts_with(kVendor)) id.remove_prefix(kVendor.size());
  const std::size_t version = id.rfind("-v");
  if (version != std::string_view::npos) {
    const std::string_view number = id.substr(version + 2);
    const std::size_t colon = number.find(':');
    const bool is_version = is_digits(number.substr(0, colon)) &&
                            (colon == std::string_view::npos || is_digits(number.substr(colon + 1)));
    // "anthropic.claude-v2" has no other name.
    if (is_version && id.substr(0, version) != "claude") id = id.substr(0, version);
  }
  const std::size_t date = id.rfind('-');
  if (date != std::string_view::npos && id.size() - date == 9 && is_digits(id.substr(date + 1)))
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

std::string with_profile(std::string_view profile, std::string_view id) {
  std::string out(profile);
  out += '.';
  out += id;
  return out;
}

// The profile through which a region calls a model; empty if there is none.
std::string_view profile_for(const ModelInfo& model, std::string_view region) {
  for (const std::string_view profile : profiles_of_region(region)) {
    if (contains(model.profiles, profile)) return profile;
  }
  return {};
}

constexpr std::array<std::string_view, 2> kUnitedStates = {"us", "global"};
constexpr std::array<std::string_view, 2> kCanada = {"global", "us"};
constexpr std::array<std::string_view, 1> kGovCloud = {"us-gov"};
constexpr std::array<std::string_view, 2> kEurope = {"eu", "global"};
constexpr std::array<std::string_view, 3> kJapan = {"jp", "apac", "global"};
constexpr std::array<std::string_view, 3> kAustralia = {"au", "apac", "global"};
constexpr std::array<std::string_view, 3> kIndia = {"in", "apac", "global"};
constexpr std::array<std::string_view, 2> kAsiaPacific = {"apac", "global"};
constexpr std::array<std::string_view, 1> kElsewhere = {"global"};

}  // namespace

std::string_view profile_named_in(std::string_view model_id) {
  return read_model_id(model_id).profile;
}

bool is_called_through(const ModelInfo& model, std::string_view profile, std::string_view region) {
  return contains(model.profiles, profile) && contains(profiles_of_region(region), profile);
}

const ModelInfo* newest_served(std::span<const ModelInfo> models, std::string_view family,
                               std::string_view region) {
  for (const ModelState state : {ModelState::active, ModelState::legacy}) {
    for (const ModelInfo& model : models) {
      if (model.family == family && model.state == state && serves_region(model, region)) return &model;
    }
  }
  return nullptr;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

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

std::ostream& operator<<(std::ostream& out, ModelState state) {
  return out << to_string(state);
}

const ModelInfo* find_model(std::string_view id) {
  return read_model_id(id).model;
}

// Read off the model cards in the Bedrock user guide ("Geo inference details"). "us" serves Canada too, but
// only some models in Calgary, so "global" comes first there; "au" serves some models in New Zealand, which
// is left out.
std::span<const std::string_view> profiles_of_region(std::string_view region) {
  if (region.starts_with("us-gov-")) return kGovCloud;
  if (internal::aws::partition_of(region).name != "aws") return {};
  if (region.starts_with("us-")) return kUnitedStates;
  if (region.starts_with("ca-")) return kCanada;
  if (region.starts_with("eu-")) return kEurope;
  if (region == "ap-northeast-1" || region == "ap-northeast-3") return kJapan;
  if (region == "ap-southeast-2" || region == "ap-southeast-4") return kAustralia;
  if (region.starts_with("ap-south-")) return kIndia;
  if (region.starts_with("ap-")) return kAsiaPacific;
  return kElsewhere;
}

bool serves_region(const ModelInfo& model, std::string_view region) {
  if (model.state == ModelState::retired) return false;
  return model.on_demand || !profile_for(model, region).empty();
}

std::string resolve_model_id(std::string_view id, std::string_view region) {
  const Meaning meaning = read_model_id(id);
  if (!meaning.model || !meaning.shorthand || meaning.model->state == ModelState::retired)
    return std::string(id);
  if (!meaning.profile.empty()) return with_profile(meaning.profile, meaning.model->id);
  const ModelInfo* model = meaning.model;
  if (id == model->alias) {
    if (const ModelInfo* served = newest_served(model_catalog(), model->family, region)) model = served;
  }
  const std::string_view profile = profile_for(*model, region);
  return profile.empty() ? std::string(model->id) : with_profile(profile, model->id);
}

}  // namespace anthropic::inline v0
