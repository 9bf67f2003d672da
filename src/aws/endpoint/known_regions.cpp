#include "aws/endpoint/known_regions.hpp"

#include <algorithm>

#include "base/text/edit_distance.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::aws {

namespace {

// https://docs.aws.amazon.com/general/latest/gr/rande.html
constexpr std::string_view kRegions[] = {
    "us-east-1",      "us-east-2",      "us-west-1",      "us-west-2",      "af-south-1",
    "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
    "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
    "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",
    "ca-west-1",      "eu-central-1",   "eu-central-2",   "eu-north-1",     "eu-south-1",
    "eu-south-2",     "eu-west-1",      "eu-west-2",      "eu-west-3",      "il-central-1",
    "me-central-1",   "me-south-1",     "mx-central-1",   "sa-east-1",      "us-gov-east-1",
    "us-gov-west-1",  "cn-north-1",     "cn-northwest-1", "eusc-de-east-1"};

bool holds_word(std::string_view region, std::string_view word) {
  while (true) {
    const std::size_t dash = region.find('-');
    if (region.substr(0, dash) == word) return true;
    if (dash == std::string_view::npos) return false;
    region.remove_prefix(dash + 1);
  }
}

bool is_word_of_regions(std::string_view word) {
  if (parse_integer(word)) return true;
  return std::any_of(std::begin(kRegions), std::end(kRegions),
                     [&](std::string_view region) { return holds_word(region, word); });
}

}  // namespace

std::string_view nearest_region(std::string_view name) {
  const auto regions = known_regions();
  if (std::find(regions.begin(), regions.end(), name) != regions.end()) return {};
  return nearest_word(name, regions);
}

std::string_view misspelt_region(std::string_view name) {
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t dash = rest.find('-');
    if (!is_word_of_regions(rest.substr(0, dash))) return nearest_region(name);
    rest.remove_prefix(dash == std::string_view::npos ? rest.size() : dash + 1);
  }
  return {};
}

std::string region_hint(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  std::string_view host = url.substr(0, url.find_first_of("/:?"));
  while (!host.empty()) {
    const std::size_t dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    const std::string_view nearest = nearest_region(label);
    if (!nearest.empty())
      return "There is no region " + std::string(label) + " that this version knows. Did you mean " +
             std::string(nearest) + "?";
    host.remove_prefix(dot == std::string_view::npos ? host.size() : dot + 1);
  }
  return {};
}

void add_region_hint(std::string_view url, Error& error) {
  if (error.kind != ErrorKind::connection) return;
  const std::string hint = region_hint(url);
  if (hint.empty() || error.hint.starts_with(hint)) return;
  error.hint = error.hint.empty() ? hint : hint + " " + error.hint;
}

}  // namespace anthropic::internal::aws

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;

std::span<const std::string_view> known_regions() {
  return kRegions;
}

}  // namespace anthropic::inline v0::aws
