#include "commands/local/endpoint_variables.hpp"

#include <optional>

#include "commands/local/authority_file.hpp"

namespace anthropic::internal::cli {
namespace {

/// SDKs take some of these before keys, or refuse keys or an endpoint beside them.
constexpr const char* kRemoved[] = {
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_AWS_API_KEY",
    "ANTHROPIC_PROFILE",
};

std::optional<std::string> unless_empty(const std::string& value) {
  return value.empty() ? std::nullopt : std::optional(value);
}

/// "http://[::1]:8123" is of "::1".
std::string host_of(const std::string& url) {
  const std::size_t begin = url.find("//") + 2;
  const std::string host = url.substr(begin, url.rfind(':') - begin);
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

/// The endpoint's host before those that need no proxy anyway. Clients know "*" only where it stands alone.
std::string hosts_without_proxy(const std::string& host, const Environment& environment, const char* name,
                                const char* other_name) {
  const std::optional<std::string> first = environment.get(name);
  const std::string known = first ? *first : environment.get(other_name).value_or("");
  if (known.empty()) return host;
  return known == "*" ? known : host + "," + known;
}

}  // namespace

std::vector<VariableChange> endpoint_variables(const EndpointAccess& access, const Environment& environment) {
  const std::string host = host_of(access.url);
  const bool fetches_keys = !access.container_token.empty();
  const aws::Credentials pair = fetches_keys ? aws::Credentials() : access.pair;
  std::vector<VariableChange> changes = {
      {"AWS_ENDPOINT_URL", access.url},
      {"AWS_ENDPOINT_URL_BEDROCK", access.url},
      {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", access.url},
      {"AWS_REGION", access.region},
      {"AWS_DEFAULT_REGION", access.region},
      {"AWS_ACCESS_KEY_ID", unless_empty(pair.access_key_id)},
      {"AWS_SECRET_ACCESS_KEY", unless_empty(pair.secret_access_key)},
      {"AWS_SESSION_TOKEN", unless_empty(pair.session_token)},
      {"AWS_CONTAINER_CREDENTIALS_FULL_URI",
       fetches_keys ? std::optional(access.url + "/credentials") : std::nullopt},
      {"AWS_CONTAINER_AUTHORIZATION_TOKEN", unless_empty(access.container_token)},
      {"AWS_BEARER_TOKEN_BEDROCK", unless_empty(access.bearer)},
      {"AWS_CONFIG_FILE", "/dev/null"},
      {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"},
      {"AWS_EC2_METADATA_DISABLED", "true"},
      {"ANTHROPIC_BASE_URL", access.url},
      {"ANTHROPIC_API_KEY", access.api_key},
      {"ANTHROPIC_BEDROCK_BASE_URL", access.url},
      {"ANTHROPIC_BEDROCK_MANTLE_BASE_URL", access.url + "/anthropic"},
      {"ANTHROPIC_AWS_BASE_URL", access.url},
      {"ANTHROPIC_AWS_WORKSPACE_ID", environment.get("ANTHROPIC_AWS_WORKSPACE_ID").value_or("wrkspc_local")},
      {"NO_PROXY", hosts_without_proxy(host, environment, "NO_PROXY", "no_proxy")},
      {"no_proxy", hosts_without_proxy(host, environment, "no_proxy", "NO_PROXY")},
  };
  if (!access.ca_file.empty()) {
    for (const char* name : kAuthorityVariables) changes.push_back({name, access.ca_file});
  }
  for (const char* name : kRemoved) changes.push_back({name, std::nullopt});
  return changes;
}

}  // namespace anthropic::internal::cli
