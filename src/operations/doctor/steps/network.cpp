// From the endpoint's name to an answer of its server.

#include <algorithm>
#include <chrono>
#include <utility>

#include <anthropic/version.hpp>

#include "aws/endpoint/known_regions.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/context/private_network.hpp"
#include "operations/doctor/steps/steps.hpp"

namespace anthropic::internal {
namespace {

// Bedrock refuses signatures that are five minutes off.
constexpr auto kTolerated = std::chrono::seconds(300);
constexpr auto kNoticeable = std::chrono::seconds(60);
// NAT gateways, network load balancers and interface endpoints drop a connection that is silent for as long.
constexpr auto kDropsIdle = std::chrono::seconds(350);

std::string next_hop(const DoctorContext& context) {
  return context.proxy.used()
             ? "the proxy " + context.proxy.address() + " (from " + context.proxy.source + ")"
             : context.url.host_and_port();
}

std::string advice_on_name(const DoctorContext& context) {
  if (context.proxy.used()) return "Correct or unset " + context.proxy.source + ".";
  std::string advice = aws::region_hint(context.endpoint.url);
  if (!advice.empty()) return advice;
  if (!context.proxy.exempted_by.empty())
    return "The proxy of " + context.proxy.source + " is not used: " + context.proxy.exempted_by +
           " exempts this host.";
  return "Check the name and the network. Behind a proxy, set HTTPS_PROXY; in a VPC without the internet, "
         "make an "
         "interface endpoint for " +
         interface_service_name(context.service(), context.region) + " with private DNS.";
}

std::string advice_on_connecting(const DoctorContext& context, const Error& error) {
  if (context.proxy.used()) {
    return "Nothing answers at the proxy's address: correct or unset " + context.proxy.source + ", or add " +
           context.url.host + " to NO_PROXY.";
  }
  if (error.kind == ErrorKind::timeout) {
    const bool is_private =
        std::any_of(context.addresses.begin(), context.addresses.end(), is_private_address);
    return is_private
               ? "The interface endpoint's security group must let port " + std::to_string(context.url.port) +
                     " in from this machine."
               : "A firewall drops the packets: where the internet is behind a proxy, set HTTPS_PROXY; in a "
                 "VPC use an interface endpoint.";
  }
  return "Nothing listens there, or a firewall answers for it: check the endpoint's address and port.";
}

/// A request that needs no rights; any answer to it will do.
Result<HttpHead> ask_for_anything(const DoctorContext& context, std::stop_token stop) {
  const Headers headers = {{"host", context.url.authority()},
                           {"accept", "*/*"},
                           {"user-agent", "claude-bedrock-doctor/" ANTHROPIC_VERSION}};
  const std::string url = context.url.origin() + "/";
  const HttpRequest request{.method = "GET",
                            .url = url,
                            .headers = &headers,
                            .body = {},
                            .connection = &context.connection,
                            .timeout = context.options.timeout,
                            .stop = std::move(stop)};
  const auto exchange = context.world->transport->open(request);
  const auto head = exchange->head();
  if (!head) return head.error();
  HttpHead copy = **head;
  (void)exchange->read_start(64u << 10);
  return copy;
}

std::string seconds_text(std::chrono::seconds seconds) {
  return std::to_string(seconds.count()) + " s";
}

}  // namespace

DiagnosisStep look_at_name(DoctorContext& context) {
  const std::string host = context.next_host();
  auto addresses = context.probe->resolve(host);
  if (!addresses) return step_failed(addresses.error(), advice_on_name(context));
  context.addresses = *std::move(addresses);
  DiagnosisStep step = step_ok(host + " is " + joined(context.addresses));
  if (context.proxy.used()) {
    step.notes.push_back("the proxy's name; " + context.url.host + " is resolved by the proxy");
  } else if (std::any_of(context.addresses.begin(), context.addresses.end(), is_private_address)) {
    step.notes.emplace_back("a private address: an interface endpoint of the VPC");
    step.notes.emplace_back("AWS Budgets has none: without another way out `budget` cannot work here");
  }
  return step;
}

DiagnosisStep look_at_tcp(DoctorContext& context, std::stop_token stop) {
  Error last{.kind = ErrorKind::connection, .message = "the name has no address"};
  for (const std::string& address : context.addresses) {
    const auto connected =
        context.probe->connect(address, context.next_port(), context.connection.connect_timeout, stop);
    if (connected)
      return step_ok("connected to " + address + ", port " + std::to_string(context.next_port()));
    last = connected.error();
    if (last.kind == ErrorKind::user_abort) break;
  }
  const std::string fix = advice_on_connecting(context, last);
  return step_failed(last.kind, "connection to " + next_hop(context) + " failed: " + last.message, fix);
}

DiagnosisStep look_at_tunnel(DoctorContext& context, std::stop_token stop) {
  context.answer = ask_for_anything(context, std::move(stop));
  context.answered_at = context.world->clock->now();
  const ProxyChoice& proxy = context.proxy;
  if (!proxy.used()) return step_ok("not needed: there is no proxy");
  const auto& answer = *context.answer;
  constexpr int kProxyWantsPassword = 407;
  if (answer && answer->status == kProxyWantsPassword) {
    return step_failed(ErrorKind::connection, next_hop(context) + " wants a user and password (status 407)",
                       "Write them into its URL: http://user:password@host:port.");
  }
  const bool is_of_proxy = !answer && answer.error().message.starts_with("the proxy ");
  if (is_of_proxy) return step_failed(answer.error());
  return step_ok("the proxy leads to " + context.url.host_and_port());
}

DiagnosisStep look_at_tls(DoctorContext& context) {
  if (!*context.answer) return step_failed(context.answer->error());
  if (context.url.scheme == "http") return step_ok("not needed: an answer came over plain http");
  return step_ok("the certificate of " + context.url.host + " is trusted, and an answer came");
}

DiagnosisStep look_at_clock(DoctorContext& context) {
  const std::string* date = find_header((*context.answer)->headers, "date");
  const auto server = date ? parse_http_date(*date) : std::nullopt;
  if (!server) return step_skipped("the server's answer has no date");
  const auto ahead = std::chrono::round<std::chrono::seconds>(context.answered_at - *server);
  const auto off = std::chrono::abs(ahead);
  const std::string found = "this machine's clock is " + seconds_text(off) +
                            (ahead.count() < 0 ? " behind" : " ahead of") + " the server's";
  if (off > kTolerated) {
    const Error error = context.with_hint(
        {.kind = ErrorKind::authentication, .status = 403, .code = "RequestTimeTooSkewed", .message = found},
        "");
    DiagnosisStep step = step_failed(ErrorKind::authentication, found, error.hint);
    step.notes.emplace_back("this library corrects it after the first refusal; other programs fail");
    return step;
  }
  if (off > kNoticeable)
    return step_warning(found, "Set it, for example with NTP: five minutes are too much.");
  return step_ok("within " + seconds_text(std::max(off, std::chrono::seconds(1))) + " of the server's");
}

DiagnosisStep look_at_keep_alive(DoctorContext& context) {
  const std::vector<std::chrono::seconds> idle =
      context.probe->keep_alive_of_connections(context.next_port());
  if (idle.empty()) return step_skipped("no connection of this process to look at");
  const std::chrono::seconds longest = *std::max_element(idle.begin(), idle.end());
  const std::string found = "connections send one after " + seconds_text(longest) + " of silence";
  if (longest < kDropsIdle)
    return step_ok(found + ": NAT gateways and interface endpoints drop them after 350 s");
  return step_warning(found + ", and NAT gateways and interface endpoints drop them after 350 s",
                      "Stream answers, so that something comes before that.");
}

}  // namespace anthropic::internal
