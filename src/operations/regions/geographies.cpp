#include "operations/regions/geographies.hpp"

#include <algorithm>

#include <anthropic/aws/regions.hpp>
#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/regions.hpp>

#include "base/contains.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

struct NamedGeography {
  std::string_view name;
  std::string_view description;
};

constexpr NamedGeography kGeographyNames[] = {
    {"us", "the United States; of requests from Canada, also the region there that sends them"},
    {"eu", "the European Union"},
    {"au", "Australia"},
    {"jp", "Japan"},
    {"in", "India"},
    {"us-gov", "AWS GovCloud (US)"},
    {"global", "every commercial region of AWS"},
};

constexpr std::string_view kGlobal = "global";

const NamedGeography* find_name(std::string_view name) {
  const auto found = std::find_if(std::begin(kGeographyNames), std::end(kGeographyNames),
                                  [&](const NamedGeography& one) { return one.name == name; });
  return found == std::end(kGeographyNames) ? nullptr : found;
}

// AWS, "Geographic" and "Global cross-Region inference", "Data retention", "Monitoring"; October 2026.
std::vector<std::string> notes_of(const operations::Geography& geography) {
  std::vector<std::string> notes;
  const std::string profile = geography.name + ".";
  if (geography.name == kGlobal) {
    notes.emplace_back(
        "Nothing about where the data goes is promised: AWS may answer a request in any commercial region.");
    notes.emplace_back(
        "To forbid it in an account, deny bedrock:InvokeModel* where aws:RequestedRegion is \"unspecified\", "
        "which is "
        "what AWS calls the region of a global request.");
    notes.emplace_back("It costs about a tenth less than the profiles of a geography.");
  } else {
    notes.push_back("A request through " + profile +
                    " may be answered in any of the destination regions, not only in "
                    "the one that it is sent to; it does not leave them.");
    notes.emplace_back(
        "Destinations differ by the region that sends, and AWS adds to them: GetInferenceProfile (`regions "
        "--live`) has "
        "those of today. Policies and service control policies must name every one.");
    notes.emplace_back("It costs about a tenth more than the global profiles.");
    notes.push_back("The same model through global. leaves the geography" +
                    (geography.missing_models.empty()
                         ? std::string(".")
                         : ", and some models have no " + profile +
                               " profile: " + joined(geography.missing_models) + "."));
  }
  notes.emplace_back(
      "Metrics and model invocation logs stay in the region that sends. What is kept under data retention is "
      "kept where "
      "the request was answered.");
  notes.emplace_back(
      "The mode of data retention is a setting of the account in each region. Claude Fable 5 and 5.1 need "
      "\"aws_review\": "
      "AWS then keeps their requests and answers for up to 30 days.");
  return notes;
}

}  // namespace

Result<void> check_geography(std::string_view name) {
  if (find_name(name)) return {};
  std::string list;
  for (const NamedGeography& known : kGeographyNames)
    list += (list.empty() ? "" : ", ") + std::string(known.name);
  return bad_request_error(in_quotes(name) + " is no geography of inference profiles",
                           "There are " + list + ".");
}

}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Result<Geography> find_geography(std::string_view name) {
  if (const auto known = check_geography(name); !known) return known.error();
  Geography geography{.name = std::string(name), .description = std::string(find_name(name)->description)};
  for (const std::string_view region : aws::known_regions()) {
    if (!contains(profiles_of_region(region), name)) continue;
    geography.sources.emplace_back(region);
    for (std::string& destination : destination_regions(name, region)) {
      if (!contains(geography.destinations, destination))
        geography.destinations.push_back(std::move(destination));
    }
  }
  std::sort(geography.sources.begin(), geography.sources.end());
  std::sort(geography.destinations.begin(), geography.destinations.end());
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired) continue;
    if (contains(model.profiles, name)) {
      geography.models.emplace_back(model.id);
    } else if (model.state == ModelState::active) {
      geography.missing_models.emplace_back(model.id);
    }
  }
  geography.notes = notes_of(geography);
  return geography;
}

}  // namespace anthropic::inline v0::operations
