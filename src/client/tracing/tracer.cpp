#include "client/tracing/tracer.hpp"

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/threads/user_code.hpp"
#include "client/tracing/traceparent.hpp"

namespace anthropic::internal {
namespace {

constexpr std::size_t kMaxContentBytes = 750'000;

bool is_variable(const Environment& environment, const char* name, std::string_view value) {
  return environment.get(name).value_or("") == value;
}

bool is_enabled(const Environment& environment) {
  return !is_variable(environment, "ANTHROPIC_OPEN_TELEMETRY", "false") &&
         !iequals(environment.get("OTEL_SDK_DISABLED").value_or(""), "true");
}

std::size_t max_content(const TracingOptions& options, const Environment& environment, const Log& log) {
  constexpr const char* variable = "ANTHROPIC_OPEN_TELEMETRY_TRACES_MAX_CONTENT_BYTES";
  if (options.max_content_bytes) return *options.max_content_bytes;
  const auto given = environment.get(variable);
  if (!given) return kMaxContentBytes;
  const auto number = parse_integer(*given);
  if (number && *number > 0) return static_cast<std::size_t>(*number);
  log.write(LogLevel::warn, std::string(variable) + " is \"" + *given + "\": expected a number from 1 on");
  return kMaxContentBytes;
}

void put_header(std::string_view name, const std::string& value, Headers& headers) {
  if (value.empty() || holds_a_control_character(value) || find_header(headers, name)) return;
  headers.emplace_back(std::string(name), value);
}

}  // namespace

Tracer::Tracer(TracingOptions options, std::shared_ptr<const World> world, Log log)
    : options_(std::move(options)),
      world_(std::move(world)),
      log_(std::move(log)),
      records_(options_.on_span && options_.enabled.value_or(is_enabled(*world_->environment))),
      propagates_(options_.propagate.value_or(
          !is_variable(*world_->environment, "ANTHROPIC_OPEN_TELEMETRY_PROPAGATION", "false"))),
      records_content_(options_.record_content.value_or(
          is_variable(*world_->environment, "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE", "content"))),
      max_content_bytes_(max_content(options_, *world_->environment, log_)),
      sampler_(records_ ? Sampler(*world_->environment, log_) : Sampler()) {}

void Tracer::put_on(const TraceContext& trace, Headers& unsigned_headers) const {
  if (!propagates_) return;
  if (parse_traceparent(trace.traceparent) && !find_header(unsigned_headers, "traceparent")) {
    put_header("traceparent", trace.traceparent, unsigned_headers);
    put_header("tracestate", trace.tracestate, unsigned_headers);
  }
  put_header("baggage", trace.baggage, unsigned_headers);
}

void Tracer::ended(const Span& span) const {
  run_user_code(log_, "the client's on_span", [&] { options_.on_span(span); });
}

ActiveSpan::ActiveSpan(std::shared_ptr<const Tracer> tracer, const TraceContext& parent, SpanKind kind)
    : tracer_(std::move(tracer)), began_(tracer_->world().clock->steady_now()), context_(parent) {
  Random& random = *tracer_->world().random;
  const auto caller = parse_traceparent(parent.traceparent);
  span_.trace_id = caller ? caller->trace_id : make_trace_id(random);
  span_.span_id = make_span_id(random);
  if (caller) {
    span_.parent_span_id = caller->span_id;
    span_.trace_state = parent.tracestate;
  } else {
    context_.tracestate.clear();
  }
  span_.sampled = tracer_->sampler().samples(span_.trace_id,
                                             caller ? std::optional<bool>(caller->sampled) : std::nullopt);
  span_.kind = kind;
  span_.started = tracer_->world().clock->now();
  context_.traceparent = write_traceparent({span_.trace_id, span_.span_id, span_.sampled});
  set_text("gen_ai.conversation.id", parent.conversation_id);
}

void ActiveSpan::set(std::string_view attribute, SpanValue value) {
  span_.attributes.push_back({std::string(attribute), std::move(value)});
}

void ActiveSpan::set_text(std::string_view attribute, std::string_view text) {
  if (!text.empty()) set(attribute, std::string(text));
}

void ActiveSpan::set_number(std::string_view attribute, std::optional<std::int64_t> number) {
  if (number) set(attribute, *number);
}

void ActiveSpan::end(SpanStatus status, std::string message) {
  span_.duration = tracer_->world().clock->steady_now() - began_;
  span_.status = status;
  span_.status_message = std::move(message);
  tracer_->ended(span_);
}

std::shared_ptr<ActiveSpan> begin_span(const std::shared_ptr<const Tracer>& tracer,
                                       const TraceContext& parent, SpanKind kind) {
  if (!tracer->records()) return nullptr;
  return std::make_shared<ActiveSpan>(tracer, parent, kind);
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

const SpanValue* Span::find(std::string_view attribute) const {
  for (const SpanAttribute& known : attributes) {
    if (known.name == attribute) return &known.value;
  }
  return nullptr;
}

std::string_view Span::text(std::string_view attribute) const {
  const SpanValue* value = find(attribute);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

std::int64_t Span::number(std::string_view attribute) const {
  const SpanValue* value = find(attribute);
  const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
  return number ? *number : 0;
}

}  // namespace anthropic::inline v0
