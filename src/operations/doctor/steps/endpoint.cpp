// Where requests go, through whom, and whom to trust.

#include <utility>

#include "aws/session/session_state.hpp"
#include "base/text/loggable_url.hpp"
#include "base/text/text.hpp"
#include "call/secret_transport.hpp"
#include "http/network/system_trust.hpp"
#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/context/private_network.hpp"
#include "operations/doctor/steps/steps.hpp"

namespace anthropic::internal {
namespace {

struct ChosenUrl {
  std::string url = {};  ///< Empty: AWS's own.
  std::string source = {};
};

/// As the client chooses it.
Result<ChosenUrl> chosen_url(const DoctorContext& context) {
  const aws::SessionState& session = context.state();
  const AwsPlatformTraits& platform = context.platform;
  if (auto url = session.endpoint_url_in_code(platform.service.id); !url.empty())
    return ChosenUrl{url + std::string(platform.own_path), "the option service_endpoint_urls"};
  if (const std::string& url = session.options.endpoint_url; !url.empty())
    return ChosenUrl{url + std::string(platform.own_path), "the option endpoint_url"};
  const Environment& environment = context.environment();
  if (auto url = environment.get(platform.base_url_variable))
    return ChosenUrl{*std::move(url), platform.base_url_variable};
  auto url = session.settings->endpoint_url("", nullptr, platform.service.id);
  if (!url) return std::move(url).error();
  if (url->empty()) return ChosenUrl{};
  std::string source = "profile " + session.settings->profile_name();
  for (const std::string& name :
       {std::string("AWS_ENDPOINT_URL"), aws::endpoint_variable(platform.service.id)}) {
    if (environment.get(name.c_str()) == *url) source = name;
  }
  return ChosenUrl{*url + std::string(platform.own_path), std::move(source)};
}

/// What is wrong with the host of an interface endpoint; empty if nothing is.
std::optional<DiagnosisStep> wrong_interface_endpoint(const DoctorContext& context) {
  const auto endpoint = interface_endpoint_of(context.url.host);
  if (!endpoint) return std::nullopt;
  if (endpoint->region != context.region) {
    return step_failed(ErrorKind::configuration,
                       "the interface endpoint is one of " + endpoint->region +
                           ", and requests are signed for " + context.region,
                       "Set the region to the endpoint's, or use an endpoint of " + context.region + ".");
  }
  const std::string service(context.service());
  if (endpoint->service == service || endpoint->service == service + "-fips") return std::nullopt;
  return step_failed(
      ErrorKind::configuration,
      "the interface endpoint is one for " + endpoint->service + ", and Claude is called on " + service,
      "Use one for " + interface_service_name(service, context.region) + ".");
}

/// What AWS does not list; whether it is there is seen when the name is resolved.
void add_variants(const DoctorContext& context, DiagnosisStep& step) {
  const std::string& host = context.url.host;
  const bool is_own = step.source.empty();
  const bool is_fips = host.find("-fips.") != std::string::npos;
  if (is_own && is_fips && !has_fips_runtime(context.region)) {
    step.state = operations::StepState::warning;
    step.fix =
        "AWS lists FIPS hosts of Bedrock's runtime in us-east-1, us-east-2, us-west-2, ca-central-1 and "
        "GovCloud only; without use_fips_endpoint the usual host is used.";
  }
  if (is_own && host.ends_with(".api.aws") && !context.is_mantle()) {
    step.notes.emplace_back(
        "AWS lists no dual-stack host of Bedrock's runtime; if the name is not found, leave "
        "use_dualstack_endpoint "
        "out");
  }
}

/// How host and port of the proxy are reached, without user and password.
std::string described(const ProxyChoice& proxy) {
  return proxy.address() + (proxy.has_user() ? ", with a user and password" : "");
}

}  // namespace

DiagnosisStep look_at_endpoint(DoctorContext& context) {
  auto chosen = chosen_url(context);
  if (!chosen) return step_failed(chosen.error());
  auto endpoint = context.state().endpoint(context.service(), chosen->url, context.region);
  if (!endpoint) return step_failed(endpoint.error());
  if (chosen->url.empty()) endpoint->url += context.platform.own_path;
  auto url = parse_url(endpoint->url);
  if (!url || !url->query.empty()) {
    return step_failed(ErrorKind::configuration,
                       in_quotes(loggable_url(endpoint->url)) + " is no http or https URL without a query",
                       "Correct " + chosen->source + ".", chosen->source);
  }
  context.endpoint = *std::move(endpoint);
  context.url = *std::move(url);
  if (context.has_api_key) {
    if (const auto checked = check_secret_transport(context.url, "an API key"); !checked)
      return step_failed(checked.error());
  }
  if (auto wrong = wrong_interface_endpoint(context)) {
    wrong->source = chosen->source;
    return *std::move(wrong);
  }
  DiagnosisStep step = step_ok(loggable_url(context.endpoint.url), chosen->source);
  step.notes.push_back("signed for " + context.endpoint.signing_name + " in " +
                       context.endpoint.signing_region);
  if (context.url.scheme == "http" && !is_loopback(context.url.host)) {
    step.state = operations::StepState::warning;
    step.found += ": prompts and answers go over the network as plain text";
    step.fix = "Use https.";
  }
  if (interface_endpoint_of(context.url.host))
    step.notes.emplace_back("an interface endpoint of a VPC, by its own name");
  add_variants(context, step);
  return step;
}

DiagnosisStep look_at_proxy(DoctorContext& context) {
  auto connection = context.state().connection(context.url);
  if (!connection) return step_failed(connection.error());
  context.connection = *std::move(connection);
  const ProxyVariables variables = read_proxy_variables(context.environment());
  context.proxy = proxy_for(context.endpoint.url, variables, context.connection);
  const ProxyChoice& proxy = context.proxy;
  const ProxyVariables::Variable& exceptions = variables.exceptions;
  if (!proxy.exempted_by.empty())
    return step_ok("none: " + proxy.exempted_by + " exempts " + context.url.host, proxy.source);
  if (!proxy.used()) {
    DiagnosisStep step = step_ok("none");
    const bool is_named = !variables.for_https.name.empty() || !variables.for_http.name.empty();
    if (is_named && context.connection.proxy == "none")
      step.notes.emplace_back("requests to this machine, and with the option proxy \"none\", go without one");
    return step;
  }
  if (!proxy.scheme_is_known()) {
    return step_failed(ErrorKind::configuration,
                       "the proxy of " + proxy.source + " is written " + proxy.scheme() + "://",
                       "A proxy is written http://host:port; https, socks4, socks4a, socks5 and socks5h are "
                       "known, too.");
  }
  DiagnosisStep step = step_ok(described(proxy), proxy.source);
  if (!exceptions.name.empty() && proxy.source != kProxyOption)
    step.notes.push_back("no entry of " + exceptions.name + " exempts " + context.url.host);
  step.notes.emplace_back(
      "a proxy that closes idle connections in less than a long answer's silence breaks streams");
  return step;
}

DiagnosisStep look_at_certificates(DoctorContext& context) {
  if (context.url.scheme == "http") return step_ok("not needed: the endpoint speaks plain http");
  const Environment& environment = context.environment();
  const std::string& bundle = context.connection.ca_bundle;
  std::string source;
  if (!bundle.empty()) {
    source = environment.get("AWS_CA_BUNDLE") == bundle ? "AWS_CA_BUNDLE"
                                                        : "ca_bundle of the options or the profile";
  } else if (environment.get("SSL_CERT_FILE") || environment.get("SSL_CERT_DIR")) {
    source = "SSL_CERT_FILE, SSL_CERT_DIR";
  }
  const auto trusted = describe_trust(environment, *context.world->files, bundle);
  if (!trusted) {
    return step_failed(ErrorKind::configuration, trusted.error().message,
                       source.empty() ? "Install ca-certificates." : "Correct or unset " + source + ".",
                       source);
  }
  DiagnosisStep step = step_ok(*trusted, source);
  if (!bundle.empty()) step.notes.emplace_back("the system's own are not trusted beside these");
  return step;
}

}  // namespace anthropic::internal
