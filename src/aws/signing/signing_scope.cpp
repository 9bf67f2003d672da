#include <array>
#include <span>
#include <vector>

#include <anthropic/aws/signed_request.hpp>

#include "aws/endpoint/region.hpp"
#include "aws/endpoint/services.hpp"
#include "base/text/text.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr std::array<std::string_view, 6> kSuffixes = {".amazonaws.com", ".amazonaws.com.cn",
                                                       ".api.aws",       ".on.aws",
                                                       ".amazonaws.eu",  ".api.amazonwebservices.com.cn"};

std::vector<std::string_view> labels_of(std::string_view name) {
  std::vector<std::string_view> labels;
  while (!name.empty()) {
    const std::size_t end = name.find('.');
    labels.push_back(name.substr(0, end));
    name.remove_prefix(end == std::string_view::npos ? name.size() : end + 1);
  }
  return labels;
}

/// "us-east-1", "us-gov-west-1": two letters, then words, then a number.
bool looks_like_region(std::string_view label) {
  if (label.size() < 6 || label[2] != '-' || !is_valid_region(label)) return false;
  const std::size_t last = label.rfind('-');
  return last > 2 && parse_integer(label.substr(last + 1)).has_value();
}

/// The service whose host has `labels` before its region.
std::string signing_name_of(std::span<const std::string_view> labels) {
  if (labels.empty()) return {};
  std::string name(labels.back());
  if (name.ends_with("-fips")) name.resize(name.size() - 5);
  if (name == "lambda-url") return "lambda";  // A function's own host.
  if (labels.size() > 1) {
    const Service* dotted = find_service_at(std::string(labels[labels.size() - 2]) + "." + name);
    if (dotted) return std::string(dotted->signing_name);
  }
  const Service* known = find_service_at(name);
  return known ? std::string(known->signing_name) : name;
}

}  // namespace

SigningScope guess_signing_scope(std::string_view host) {
  const std::string lower = ascii_lower(host);
  std::string_view name = lower;
  std::string_view suffix;
  for (const std::string_view candidate : kSuffixes) {
    if (name.ends_with(candidate)) suffix = candidate;
  }
  if (suffix.empty()) return {};
  name.remove_suffix(suffix.size());
  std::vector<std::string_view> labels = labels_of(name);
  if (!labels.empty() && labels.back() == "vpce") labels.pop_back();

  for (std::size_t i = labels.size(); i-- > 0;) {
    if (!looks_like_region(labels[i])) continue;
    std::size_t before = i;
    if (before > 0 && labels[before - 1] == "dualstack") --before;
    // A few services stand behind the region: "search-x.us-east-1.es.amazonaws.com".
    const auto of_service =
        i + 1 < labels.size() ? std::span(labels).subspan(i + 1, 1) : std::span(labels).first(before);
    return {signing_name_of(of_service), std::string(labels[i])};
  }
  if (labels.empty()) return {};
  const bool is_china = suffix.ends_with(".cn");
  return {signing_name_of(labels), is_china ? "cn-north-1" : "us-east-1"};
}

}  // namespace anthropic::inline v0::aws
