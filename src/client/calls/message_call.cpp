#include "client/calls/message_call.hpp"

#include "base/threads/user_code.hpp"
#include "client/tracing/message_span.hpp"
#include "platform/requests/model_support.hpp"

namespace anthropic::internal {
namespace {

/// Why the request is bound to be refused. What a model that is not in the table may refuse is only logged.
std::optional<Error> check(const ClientCore& core, const PlatformRequest& request) {
  RequestFacts facts = read_request_facts(request.body);
  facts.add_betas(request.signed_headers);
  facts.add_betas(request.unsigned_headers);
  if (auto refused = refuse_request(core.platform->kind(), request.model, request.region, facts))
    return refused;
  if (!core.log.enabled(LogLevel::warn)) return std::nullopt;
  for (const BrokenRule& rule : warnings_for_new_model(request.model, facts)) {
    core.log.write(LogLevel::warn, "this may be refused, as newer models do: " +
                                       (rule.message.empty() ? rule.words : rule.message));
  }
  return std::nullopt;
}

Result<PlatformRequest> prepare(const ClientCore& core, const MessageCreateParams& params,
                                const RequestOptions& options, bool stream) {
  auto request = core.platform->prepare(params, options, stream);
  if (!request || !core.check_support) return request;
  if (auto refused = check(core, *request)) return *std::move(refused);
  return request;
}

}  // namespace

MessageCall::MessageCall(const std::shared_ptr<ClientCore>& core, const MessageCreateParams& params,
                         const RequestOptions& options, bool stream, std::stop_token stop,
                         const CallContext& context)
    : clock_(*context.world.clock),
      started_(clock_.now()),
      began_(clock_.steady_now()),
      api_(core,
           TracedRequest{begin_span(core->tracer, options.trace, SpanKind::client),
                         prepare(*core, params, options, stream)},
           options, std::move(stop), context) {
  ActiveSpan* const span = api_.span();
  if (!core->observer && !span) return;
  record_ = std::make_unique<CallRecord>();
  record_->model = params.model;
  record_->stream = stream;
  record_->started = started_;
  if (span) {
    describe_request(*span, params, api_.request(), stream);
    record_->trace_id = span->span().trace_id;
    record_->span_id = span->span().span_id;
  }
  if (!api_.request()) return;
  record_->model = api_.request()->model;
  record_->request_body = api_.request()->body;
  record_->url = api_.request()->url;
}

std::chrono::milliseconds MessageCall::since_began() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - began_);
}

void MessageCall::note_chunk() {
  const bool is_first = !record_->time_to_first_chunk;
  if (is_first) record_->time_to_first_chunk = since_began();
  ActiveSpan* const span = api_.span();
  if (!span) return;
  const SteadyTime now = clock_.steady_now();
  if (!is_first) span->add_chunk_interval(now - last_chunk_);
  last_chunk_ = now;
}

void MessageCall::note(const StreamEvent& event) {
  if (!record_) return;
  if (std::holds_alternative<ContentBlockDeltaEvent>(event)) note_chunk();
  if (!record_->time_to_first_token && !event.text().empty()) record_->time_to_first_token = since_began();
}

void MessageCall::report(const Message* message, const Error* error) {
  if (reported_ || !record_) return;
  reported_ = true;
  record_->duration = since_began();
  record_->attempts = api_.sent();
  record_->status = api_.status();
  record_->request_id = api_.request_id();
  record_->message = message;
  record_->error = error;
  if (core().observer) run_user_code(core().log, "the client's on_call", [&] { core().observer(*record_); });
  if (ActiveSpan* const span = api_.span()) describe_outcome(*span, *record_);
  api_.ended(error);
}

}  // namespace anthropic::internal
