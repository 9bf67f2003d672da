#include "operations/regions/measure.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include <anthropic/aws/signed_request.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/model_catalog.hpp>

#include "aws/session/session_state.hpp"
#include "base/errors.hpp"
#include "base/option_check.hpp"
#include "base/threads/user_code.hpp"
#include "client/clients/make_client.hpp"
#include "http/network/proxy.hpp"
#include "http/url.hpp"
#include "operations/regions/side_by_side.hpp"
#include "platform/aws_platform.hpp"

namespace anthropic::internal {
namespace {

using operations::MeasurementPlan;
using operations::MeasureOptions;
using operations::RegionMeasurement;
using operations::RegionProbe;
using operations::Spread;
using std::chrono::microseconds;

constexpr const char* kPrompt = "Say hello.";
constexpr std::int64_t kPromptTokens = 16;  // more than it has with any model
constexpr int kMostProbes = 20;

std::optional<Error> find_fault(const MeasureOptions& options) {
  if (options.probes < 1 || options.probes > kMostProbes)
    return bad_request_error("probes is 1 to 20, not " + std::to_string(options.probes));
  if (options.max_tokens < 1) return bad_request_error("max_tokens is at least 1");
  return OptionCheck()
      .timeout("timeout", options.timeout)
      .count("max_concurrency", options.max_concurrency, 1)
      .fault();
}

std::string endpoint_url_of(const MeasureOptions& options, std::string_view region) {
  for (const auto& [name, url] : options.endpoint_urls) {
    if (name == region) return url;
  }
  return options.endpoint_url;
}

std::optional<Spread> spread_of(std::vector<microseconds> times) {
  if (times.empty()) return std::nullopt;
  std::sort(times.begin(), times.end());
  const std::size_t middle = times.size() / 2;
  const microseconds median = times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  return Spread{.fastest = times.front(), .median = median, .slowest = times.back()};
}

class Measurement {
 public:
  Measurement(const aws::Session& session, const MeasureOptions& options,
              std::shared_ptr<NetworkProbe> network)
      : session_(session),
        options_(options),
        network_(std::move(network)),
        world_(state_of(session)->world) {}

  std::vector<RegionMeasurement> run(const MeasurementPlan& plan) {
    std::vector<RegionMeasurement> measured;
    for (const MeasurementPlan::Target& target : plan.targets) {
      measured.push_back({.region = target.region, .model_id = target.model_id});
      measured.back().probes.resize(static_cast<std::size_t>(options_.probes));
    }
    const std::size_t regions = plan.targets.size();
    const std::size_t calls = regions * static_cast<std::size_t>(options_.probes);
    // The first of each region, then the second of each: what slows this machine down meets all alike.
    run_side_by_side(calls, static_cast<std::size_t>(options_.max_concurrency), [&](std::size_t i) {
      RegionProbe& probe = measured[i % regions].probes[i / regions];
      probe = take(plan.targets[i % regions]);
      report(probe);
    });
    for (RegionMeasurement& region : measured) sum_up(region);
    return measured;
  }

 private:
  RegionProbe take(const MeasurementPlan::Target& target) const {
    RegionProbe probe{.region = target.region};
    if (options_.stop_token.stop_requested()) {
      probe.error = Error{.kind = ErrorKind::user_abort, .message = "cancelled"};
      return probe;
    }
    const std::string url = endpoint_url_of(options_, target.region);
    probe.connection = time_connection(target.region, url);
    call(target, url, probe);
    return probe;
  }

  /// The address of the runtime, as the client chooses it.
  Result<std::string> runtime_url(const std::string& region, std::string given) const {
    const AwsPlatformTraits& platform = kInvokeModelTraits;
    const aws::SessionState& state = *state_of(session_);
    const bool is_in_code =
        !state.endpoint_url_in_code(platform.service.id).empty() || !state.options.endpoint_url.empty();
    if (given.empty() && !is_in_code)
      given = world_->environment->get(platform.base_url_variable).value_or("");
    return aws::service_endpoint(session_, platform.service.endpoint_prefix,
                                 {.region = region, .endpoint_url = std::move(given)});
  }

  std::optional<microseconds> time_connection(const std::string& region, const std::string& given_url) const {
    const auto endpoint = runtime_url(region, given_url);
    const auto url = endpoint ? parse_url(*endpoint) : std::nullopt;
    if (!url) return std::nullopt;
    const auto connection = state_of(session_)->connection(*url);
    if (!connection) return std::nullopt;
    const ProxyChoice proxy = proxy_for(*endpoint, read_proxy_variables(*world_->environment), *connection);
    const auto first = proxy.used() ? parse_url("http://" + proxy.address()) : url;
    if (!first) return std::nullopt;
    const SteadyTime begin = world_->clock->steady_now();
    const auto addresses = network_->resolve(first->host);
    if (!addresses) return std::nullopt;
    for (const std::string& address : *addresses) {
      if (network_->connect(address, first->port, connection->connect_timeout, options_.stop_token))
        return since(begin);
    }
    return std::nullopt;
  }

  // A client of its own for each: none finds a connection that another has warmed.
  void call(const MeasurementPlan::Target& target, const std::string& url, RegionProbe& probe) const {
    const auto client = make_client<AnthropicBedrock>({.aws_region = target.region,
                                                       .aws_session = session_,
                                                       .base_url = url,
                                                       .timeout = options_.timeout,
                                                       .max_retries = 0},
                                                      world_);
    const SteadyTime begin = world_->clock->steady_now();
    MessageStream stream = client.messages.stream(
        {.model = target.model_id, .max_tokens = options_.max_tokens, .messages = {{"user", kPrompt}}},
        {.stop_token = options_.stop_token});
    while (const StreamEvent* event = stream.next()) {
      const bool is_content = std::holds_alternative<ContentBlockStartEvent>(*event) ||
                              std::holds_alternative<ContentBlockDeltaEvent>(*event);
      if (is_content && !probe.first_token) probe.first_token = since(begin);
    }
    if (const Error* error = stream.error()) {
      probe.error = *error;
      probe.first_token.reset();
    }
    const Usage& usage = stream.current_message().usage;
    probe.input_tokens = usage.input_tokens;
    probe.output_tokens = usage.output_tokens;
    if (!probe.error && !probe.first_token) probe.first_token = since(begin);
  }

  microseconds since(SteadyTime begin) const {
    return std::chrono::duration_cast<microseconds>(world_->clock->steady_now() - begin);
  }

  void report(const RegionProbe& probe) {
    if (!options_.on_probe) return;
    const std::lock_guard lock(mutex_);
    run_user_code(Log(), "on_probe", [&] { options_.on_probe(probe); });
  }

  static void sum_up(RegionMeasurement& region) {
    std::vector<microseconds> connections;
    std::vector<microseconds> first_tokens;
    for (const RegionProbe& probe : region.probes) {
      if (probe.connection) connections.push_back(*probe.connection);
      if (probe.first_token) first_tokens.push_back(*probe.first_token);
      if (probe.error) ++region.failures;
      const Usage usage{.input_tokens = probe.input_tokens, .output_tokens = probe.output_tokens};
      region.cost += estimate_cost(region.model_id, usage).value_or(0);
    }
    region.connection = spread_of(std::move(connections));
    region.first_token = spread_of(std::move(first_tokens));
  }

  const aws::Session& session_;
  const MeasureOptions& options_;
  const std::shared_ptr<NetworkProbe> network_;
  const std::shared_ptr<const World> world_;
  std::mutex mutex_;
};

bool is_reliable(const RegionMeasurement& region) {
  return region.first_token && 2 * region.failures <= region.probes.size();
}

bool is_faster(const RegionMeasurement& a, const RegionMeasurement& b) {
  if (is_reliable(a) != is_reliable(b)) return is_reliable(a);
  if (a.first_token.has_value() != b.first_token.has_value()) return a.first_token.has_value();
  return a.first_token && a.first_token->median < b.first_token->median;
}

}  // namespace

Result<std::vector<RegionMeasurement>> measure_regions(const aws::Session& session,
                                                       const MeasureOptions& options,
                                                       std::shared_ptr<NetworkProbe> network) {
  const auto plan = operations::plan_measurement(options);
  if (!plan) return plan.error();
  auto measured = Measurement(session, options, std::move(network)).run(*plan);
  if (options.stop_token.stop_requested())
    return Error{.kind = ErrorKind::user_abort, .message = "cancelled"};
  std::stable_sort(measured.begin(), measured.end(), is_faster);
  return measured;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Result<MeasurementPlan> plan_measurement(const MeasureOptions& options) {
  if (auto fault = find_fault(options)) return *std::move(fault);
  const auto regions = known_model_regions(
      {.model = options.model, .geography = options.geography, .regions = options.regions});
  if (!regions) return regions.error();
  MeasurementPlan plan{.cost = 0};
  const Usage most{.input_tokens = kPromptTokens, .output_tokens = options.max_tokens};
  for (const ModelRegion& region : *regions) {
    if (region.models.empty())
      return bad_request_error("the model cannot be called in " + region.region,
                               "`claude-bedrock regions` lists where it can.");
    const std::string& id = region.models.front().id;
    plan.targets.push_back({.region = region.region, .model_id = id});
    const auto cost = estimate_cost(id, most);
    plan.cost = plan.cost && cost ? std::optional(*plan.cost + *cost * options.probes) : std::nullopt;
  }
  plan.calls = static_cast<int>(plan.targets.size()) * options.probes;
  if (plan.targets.empty()) return bad_request_error("no region is known to serve the model that way");
  return plan;
}

Result<std::vector<RegionMeasurement>> measure_regions(const aws::Session& session,
                                                       const MeasureOptions& options) {
  return internal::measure_regions(session, options, make_network_probe());
}

Result<RegionMeasurement> fastest_region(const aws::Session& session, const MeasureOptions& options) {
  auto measured = operations::measure_regions(session, options);
  if (!measured) return measured.error();
  RegionMeasurement& first = measured->front();
  if (is_reliable(first)) return std::move(first);
  for (const RegionProbe& probe : first.probes) {
    if (probe.error) return *probe.error;
  }
  return Error{.kind = ErrorKind::connection, .message = "no region answered"};
}

}  // namespace anthropic::inline v0::operations
