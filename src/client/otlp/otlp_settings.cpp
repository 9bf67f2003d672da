#include "client/otlp/otlp_settings.hpp"

#include <algorithm>

#include <anthropic/version.hpp>

#include "base/crypto/encoding.hpp"
#include "base/errors.hpp"
#include "base/option_check.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/loggable_url.hpp"
#include "base/text/text.hpp"
#include "http/url.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kDefaultEndpoint = "http://localhost:4318";

struct Signal {
  std::string variable;  // "TRACES"
  std::string path;
  const std::string& endpoint;  // of the options, used as it is
  std::optional<bool> is_on;
};

/// What a variable says, with its name for what there is to say of it.
struct Variable {
  std::string name;
  std::string value;  // empty if it is not set
};

/// "k1=v1,k2=v2" with percent-escapes. Empty if an entry is malformed.
std::optional<std::vector<NameAndValue>> parse_list(std::string_view text) {
  std::vector<NameAndValue> list;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view entry = trim(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (entry.empty()) continue;
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos || trim(entry.substr(0, equals)).empty()) return std::nullopt;
    list.emplace_back(percent_decode(trim(entry.substr(0, equals))),
                      percent_decode(trim(entry.substr(equals + 1))));
  }
  return list;
}

void set_attribute(std::vector<SpanAttribute>& attributes, const std::string& name,
                   const std::string& value) {
  for (SpanAttribute& known : attributes) {
    if (known.name != name) continue;
    known.value = value;
    return;
  }
  attributes.push_back({name, value});
}

class Reader {
 public:
  Reader(const OtlpExporterOptions& options, const Environment& environment, const Log& log)
      : options_(options), environment_(environment), log_(log) {}

  Result<OtlpSettings> read() const;

 private:
  Variable variable(const std::string& name) const {
    return {name, environment_.get(name.c_str()).value_or("")};
  }
  /// A signal's own, else that of all signals.
  Variable variable_of(const Signal& signal, const std::string& ending) const;
  void warn(const Variable& wrong, const std::string& expected, std::string_view instead) const;
  std::optional<long long> number(const char* name, long long least) const;

  Result<OtlpTarget> target(const Signal& signal) const;
  bool is_on(const Signal& signal) const;
  std::optional<Error> find_unsupported(const Signal& signal) const;
  Result<std::string> url(const Signal& signal) const;
  Headers headers(const Signal& signal) const;
  OtlpCompression compression(const Signal& signal) const;
  std::optional<milliseconds> timeout(const Signal& signal) const;
  std::vector<SpanAttribute> resource() const;

  const OtlpExporterOptions& options_;
  const Environment& environment_;
  const Log& log_;
};

Variable Reader::variable_of(const Signal& signal, const std::string& ending) const {
  Variable own = variable("OTEL_EXPORTER_OTLP_" + signal.variable + "_" + ending);
  return own.value.empty() ? variable("OTEL_EXPORTER_OTLP_" + ending) : own;
}

void Reader::warn(const Variable& wrong, const std::string& expected, std::string_view instead) const {
  log_.write(LogLevel::warn,
             wrong.name + " is \"" + wrong.value + "\": expected " + expected + "; " + std::string(instead));
}

std::optional<long long> Reader::number(const char* name, long long least) const {
  const Variable given = variable(name);
  if (given.value.empty()) return std::nullopt;
  const auto number = parse_integer(given.value);
  if (number && *number >= least) return number;
  warn(given, "a number from " + std::to_string(least) + " on", "the usual one is taken");
  return std::nullopt;
}

bool Reader::is_on(const Signal& signal) const {
  if (signal.is_on) return *signal.is_on;
  if (iequals(variable("OTEL_SDK_DISABLED").value, "true")) return false;
  if (options_.aws_session) return signal.variable == "TRACES";
  const Variable given = variable("OTEL_" + signal.variable + "_EXPORTER");
  if (given.value.empty() || given.value.find("otlp") != std::string::npos) return true;
  if (given.value != "none") warn(given, "otlp or none", "nothing is sent");
  return false;
}

std::optional<Error> Reader::find_unsupported(const Signal& signal) const {
  if (options_.aws_session && signal.variable == "METRICS")
    return configuration_error("CloudWatch's OTLP endpoint for spans takes no metrics",
                               "Leave `metrics` out; aws::CloudWatchMonitor writes metrics to CloudWatch.");
  if (options_.aws_session) return std::nullopt;
  const Variable protocol = variable_of(signal, "PROTOCOL");
  if (protocol.value == "grpc")
    return configuration_error(
        protocol.name + " is \"grpc\", which this exporter does not speak",
        "Set it to http/json, and the endpoint to the collector's port for HTTP, 4318.");
  if (!protocol.value.empty() && protocol.value != "http/json")
    warn(protocol, "http/json", "JSON is sent, which collectors take at the same address");
  for (const char* ending : {"CLIENT_KEY", "CLIENT_CERTIFICATE"}) {
    const Variable given = variable_of(signal, ending);
    if (!given.value.empty())
      return configuration_error(given.name + " is set, but this exporter has no client certificates",
                                 "Send to a collector on this machine, and have that one present it.");
  }
  return std::nullopt;
}

/// Code goes before the environment, and a signal's own URL, which is used as it is, before the base.
Result<std::string> Reader::url(const Signal& signal) const {
  if (options_.aws_session && signal.endpoint.empty()) return std::string();
  const bool in_code = !signal.endpoint.empty() || !options_.endpoint.empty();
  std::string whole = signal.endpoint;
  std::string base = options_.endpoint;
  if (!in_code) {
    whole = variable("OTEL_EXPORTER_OTLP_" + signal.variable + "_ENDPOINT").value;
    base = variable("OTEL_EXPORTER_OTLP_ENDPOINT").value;
    if (base.empty()) base = kDefaultEndpoint;
  }
  std::string url = whole;
  if (whole.empty()) {
    url = base;
    while (url.ends_with('/')) url.pop_back();
    url += signal.path;
  }
  const auto parsed = parse_url(url);
  if (parsed && (!whole.empty() || parsed->query.empty())) return url;
  return configuration_error("the collector's address \"" + loggable_url(whole.empty() ? base : whole) +
                                 "\" is no absolute http or https URL",
                             "Write it as in http://localhost:4318.");
}

Headers Reader::headers(const Signal& signal) const {
  Headers headers;
  if (!options_.aws_session) {
    const Variable given = variable_of(signal, "HEADERS");
    const auto list = parse_list(given.value);
    if (!list) log_.write(LogLevel::warn, given.name + " is not of the form k1=v1,k2=v2: it is left out");
    if (list) headers = *list;
  }
  for (const auto& [name, value] : options_.headers) set_header(headers, name, value);
  std::erase_if(headers, [&](const NameAndValue& header) {
    const bool is_bad = holds_a_control_character(header.first) || holds_a_control_character(header.second);
    if (is_bad) log_.write(LogLevel::warn, "a header for the collector holds a line break: it is left out");
    return is_bad;
  });
  return headers;
}

OtlpCompression Reader::compression(const Signal& signal) const {
  if (options_.compression) return *options_.compression;
  const Variable given = variable_of(signal, "COMPRESSION");
  if (given.value == "gzip") return OtlpCompression::gzip;
  if (!given.value.empty() && given.value != "none") warn(given, "gzip or none", "nothing is compressed");
  return OtlpCompression::none;
}

std::optional<milliseconds> Reader::timeout(const Signal& signal) const {
  constexpr milliseconds usual = std::chrono::seconds(10);
  if (options_.timeout) return options_.timeout;
  const Variable given = variable_of(signal, "TIMEOUT");
  if (given.value.empty()) return usual;
  const auto number = parse_integer(given.value);
  if (number && *number == 0) return std::nullopt;
  if (number && *number > 0) return milliseconds(*number);
  warn(given, "milliseconds", "10000 is taken");
  return usual;
}

Result<OtlpTarget> Reader::target(const Signal& signal) const {
  OtlpTarget target{.is_on = is_on(signal)};
  if (!target.is_on) return target;
  if (auto unsupported = find_unsupported(signal)) return *std::move(unsupported);
  auto url = this->url(signal);
  if (!url) return std::move(url).error();
  target.url = *std::move(url);
  target.headers = headers(signal);
  target.compression = compression(signal);
  target.timeout = timeout(signal);
  target.transport = options_.transport;
  if (target.transport.ca_bundle.empty() && !options_.aws_session)
    target.transport.ca_bundle = variable_of(signal, "CERTIFICATE").value;
  return target;
}

std::vector<SpanAttribute> Reader::resource() const {
  std::vector<SpanAttribute> resource = {{"service.name", std::string("unknown_service")},
                                         {"telemetry.sdk.language", std::string("cpp")},
                                         {"telemetry.sdk.name", std::string("anthropic-bedrock-cpp")},
                                         {"telemetry.sdk.version", std::string(ANTHROPIC_VERSION)}};
  const Variable given = variable("OTEL_RESOURCE_ATTRIBUTES");
  const auto list = parse_list(given.value);
  if (!list) warn(given, "k1=v1,k2=v2", "it is left out");
  if (list) {
    for (const auto& [name, value] : *list) set_attribute(resource, name, value);
  }
  const std::string service = variable("OTEL_SERVICE_NAME").value;
  if (!service.empty()) set_attribute(resource, "service.name", service);
  for (const auto& [name, value] : options_.resource_attributes) set_attribute(resource, name, value);
  if (!options_.service_name.empty()) set_attribute(resource, "service.name", options_.service_name);
  return resource;
}

Result<OtlpSettings> Reader::read() const {
  auto fault = OptionCheck()
                   .timeout("timeout", options_.timeout)
                   .timeout("flush_interval", options_.flush_interval)
                   .timeout("metrics_interval", options_.metrics_interval)
                   .count("max_queued", options_.max_queued, 1)
                   .transport(options_.transport)
                   .fault();
  if (fault) return *std::move(fault);
  auto traces = target({"TRACES", "/v1/traces", options_.traces_endpoint, options_.traces});
  if (!traces) return std::move(traces).error();
  auto metrics = target({"METRICS", "/v1/metrics", options_.metrics_endpoint, options_.metrics});
  if (!metrics) return std::move(metrics).error();
  const auto interval = [&](std::optional<milliseconds> given, const char* name, milliseconds usual) {
    if (given) return *given;
    const auto found = number(name, 1);
    return found ? milliseconds(*found) : usual;
  };
  const auto queued = options_.max_queued ? std::optional<long long>(*options_.max_queued)
                                          : number("OTEL_BSP_MAX_QUEUE_SIZE", 1);
  return OtlpSettings{
      .traces = *std::move(traces),
      .metrics = *std::move(metrics),
      .resource = resource(),
      .flush_interval = interval(options_.flush_interval, "OTEL_BSP_SCHEDULE_DELAY", std::chrono::seconds(5)),
      .metrics_interval =
          interval(options_.metrics_interval, "OTEL_METRIC_EXPORT_INTERVAL", std::chrono::seconds(60)),
      .max_queued = static_cast<std::size_t>(queued.value_or(2048)),
      .max_batch = static_cast<std::size_t>(number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 1).value_or(512))};
}

}  // namespace

Result<OtlpSettings> read_otlp_settings(const OtlpExporterOptions& options, const Environment& environment,
                                        const Log& log) {
  return Reader(options, environment, log).read();
}

}  // namespace anthropic::internal
