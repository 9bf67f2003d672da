#include <algorithm>
#include <array>

#include <anthropic/model_catalog.hpp>

namespace anthropic::internal {
namespace {

struct Geography {
  std::string_view profile;
  std::span<const std::string_view> regions;  // that every request may go to
};

constexpr std::array<std::string_view, 3> kWithinUs = {"us-east-1", "us-east-2", "us-west-2"};
constexpr std::array<std::string_view, 6> kWithinEu = {"eu-central-1", "eu-north-1", "eu-south-1",
                                                       "eu-south-2",   "eu-west-1",  "eu-west-3"};
constexpr std::array<std::string_view, 2> kWithinJp = {"ap-northeast-1", "ap-northeast-3"};
constexpr std::array<std::string_view, 2> kWithinAu = {"ap-southeast-2", "ap-southeast-4"};
constexpr std::array<std::string_view, 2> kWithinIn = {"ap-south-1", "ap-south-2"};
constexpr std::array<std::string_view, 2> kWithinUsGov = {"us-gov-east-1", "us-gov-west-1"};

// Read off the model cards in the Bedrock user guide ("Geo inference details", October and November 2026): a
// request may go to these, and stay in the region that sends it. No card read has the destinations of "in"
// and "us-gov": those are the geography's regions. "apac" is the profile of retired models only.
constexpr Geography kGeographies[] = {{"us", kWithinUs}, {"eu", kWithinEu}, {"jp", kWithinJp},
                                      {"au", kWithinAu}, {"in", kWithinIn}, {"us-gov", kWithinUsGov}};

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

std::vector<std::string> destination_regions(std::string_view profile, std::string_view region) {
  const auto callable = profiles_of_region(region);
  if (std::find(callable.begin(), callable.end(), profile) == callable.end()) return {};
  for (const Geography& geography : kGeographies) {
    if (geography.profile != profile) continue;
    std::vector<std::string> regions(geography.regions.begin(), geography.regions.end());
    const auto place = std::lower_bound(regions.begin(), regions.end(), region);
    if (place == regions.end() || *place != region) regions.insert(place, std::string(region));
    return regions;
  }
  return {};
}

}  // namespace anthropic::inline v0
