#include <array>
#include <utility>
#include <vector>

#include <anthropic/aws/signed_request.hpp>

#include "aws/endpoint/region.hpp"
#include "base/text/text.hpp"

namespace anthropic::aws {
namespace {

constexpr std::array<std::string_view, 6> suffixes = {".amazonaws.com", ".amazonaws.com.cn",
                                                      ".api.aws",       ".on.aws",
                                                      ".amazonaws.eu",  ".api.amazonwebservices.com.cn"};

/// Services that sign with another name than their hosts have.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> signing_names = {{
    {"bedrock-runtime", "bedrock"},
    {"bedrock-agent-runtime", "bedrock"},
    {"bedrock-agent", "bedrock"},
    {"email", "ses"},
    {"lambda-url", "lambda"},
    {"oidc", "sso-oauth"},
    {"portal", "awsssoportal"},
    {"s3-control", "s3"},
}};

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

std::string signing_name_of(std::string_view label) {
  if (label.ends_with("-fips")) label.remove_suffix(5);
  for (const auto& [host, name] : signing_names) {
    if (host == label) return std::string(name);
  }
  return std::string(label);
}

}  // namespace

SigningScope guess_signing_scope(std::string_view host) {
  const std::string lower = ascii_lower(host);
  std::string_view name = lower;
  std::string_view suffix;
  for (const std::string_view candidate : suffixes) {
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
    if (i + 1 < labels.size()) return {signing_name_of(labels[i + 1]), std::string(labels[i])};
    return {before > 0 ? signing_name_of(labels[before - 1]) : "", std::string(labels[i])};
  }
  if (labels.empty()) return {};
  const bool is_china = suffix.ends_with(".cn");
  return {signing_name_of(labels.back()), is_china ? "cn-north-1" : "us-east-1"};
}

}  // namespace anthropic::aws
