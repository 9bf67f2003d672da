#include "local/server/endpoint.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/aws/costs/price_list.hpp"
#include "local/bedrock/arn.hpp"
#include "local/bedrock/model_access.hpp"
#include "local/checks/prompt_length.hpp"
#include "local/checks/service_tier.hpp"
#include "local/converse/converse_stream.hpp"
#include "local/converse/write_converse_answer.hpp"
#include "local/faults/fault_effects.hpp"
#include "local/faults/named_refusals.hpp"
#include "local/guardrails/apply_guardrail.hpp"
#include "local/guardrails/guarded_call.hpp"
#include "local/messages_api/route.hpp"
#include "local/replies/composed_message.hpp"
#include "local/server/stream_frames.hpp"
#include "local/validation/validate_request.hpp"

namespace anthropic::internal::local {
namespace {

Refusal malformed_input() {
  return refuse_input("Malformed input request, please reformat your input and try again.");
}

Answer answer_json(std::string body) {
  Answer answer;
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.body = std::move(body);
  return answer;
}

CallCost cost_of(const ComposedMessage& message) {
  return {.input_tokens = static_cast<std::int64_t>(message.input_tokens),
          .cache_read_tokens = static_cast<std::int64_t>(message.cached.read),
          .cache_write_tokens = static_cast<std::int64_t>(message.cached.written()),
          .output_tokens = static_cast<std::int64_t>(message.output_tokens),
          .latency = message.latency()};
}

void add_model_headers(const ComposedMessage& message, Answer& answer) {
  answer.headers.emplace_back("X-Amzn-Bedrock-Input-Token-Count", std::to_string(message.input_tokens));
  answer.headers.emplace_back("X-Amzn-Bedrock-Output-Token-Count", std::to_string(message.output_tokens));
  answer.headers.emplace_back("X-Amzn-Bedrock-Invocation-Latency", std::to_string(message.latency().count()));
}

/// What a call asks for, its answer repeats.
void echo_settings(const Request& request, Answer& answer) {
  for (const char* name : {"X-Amzn-Bedrock-Service-Tier", "X-Amzn-Bedrock-PerformanceConfig-Latency"}) {
    if (const std::string* value = find_header(request.headers, name))
      answer.headers.emplace_back(name, *value);
  }
}

Answer answer_stream(FrameSequence frames, std::chrono::milliseconds pace, const Faults& faults) {
  Answer answer;
  answer.streamed = true;
  answer.headers.emplace_back("Content-Type", "application/vnd.amazon.eventstream");
  answer.steps = paced_steps(std::move(frames), pace, faults);
  return answer;
}

Answer answer_of(const std::variant<Json, Refusal>& outcome) {
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) return answer_with(*refusal);
  return answer_json(std::get_if<Json>(&outcome)->dump());
}

Refusal unknown_operation(std::string_view target) {
  const std::string_view name = unserved_operation(target);
  if (name.empty()) return refuse("UnknownOperationException", "There is no operation at this path.");
  return refuse("UnknownOperationException",
                "Bedrock has " + std::string(name) +
                    ", and this local endpoint does not serve it: use InvokeModel, Converse, their "
                    "streams or CountTokens.");
}

bool is_streamed(const Route& route) {
  return route.operation == Operation::invoke_stream || route.operation == Operation::converse_stream;
}

bool is_converse(const Route& route) {
  return route.operation == Operation::converse || route.operation == Operation::converse_stream;
}

bool is_model_call(const Route& route) {
  return route.operation == Operation::invoke || is_streamed(route) || is_converse(route) ||
         route.operation == Operation::count_tokens;
}

std::vector<std::string> names_of(const Faults& faults) {
  std::vector<std::string> names;
  for (const Fault& fault : faults) names.push_back(fault.text);
  return names;
}

// What an operation that is no call of a model is done on, as far as IAM knows.
std::string resource_of(const Route& route, std::string_view region) {
  const auto arn = [&](std::string_view kind) {
    return route.id.starts_with("arn:") ? route.id
                                        : bedrock_arn(region, kind, route.id.empty() ? "*" : route.id);
  };
  switch (route.operation) {
    case Operation::create_profile:
      return bedrock_arn(region, "application-inference-profile", "*");
    case Operation::list_profiles:
    case Operation::get_profile:
    case Operation::delete_profile:
      return arn("inference-profile");
    case Operation::get_guardrail:
    case Operation::apply_guardrail:
      return arn("guardrail");
    default:
      return "*";
  }
}

// A fault that names the operation; that of a call of a model is refused where its model is known.
std::optional<Refusal> refuse_named_operation(const Route& route, const Faults& faults,
                                              std::string_view region) {
  if (is_model_call(route)) return std::nullopt;
  for (const Fault& fault : faults) {
    if (fault.on.empty()) continue;
    const std::string action = "bedrock:" + fault.on;
    return refusal_of(*find_named_refusal(fault.refusal), action, resource_of(route, region));
  }
  return std::nullopt;
}

// IAM has no actions for Converse: it is authorised as what it does.
const char* action_of(const Route& route) {
  return is_streamed(route) ? "bedrock:InvokeModelWithResponseStream" : "bedrock:InvokeModel";
}

}  // namespace

Endpoint::Endpoint(EndpointSettings settings)
    : settings_(std::move(settings)),
      verifier_(settings_.accepted),
      container_credentials_(settings_.container_token, verifier_.temporary_keys()),
      faults_(settings_.faults),
      control_plane_({.region = settings_.accepted.region,
                      .now = settings_.now,
                      .random = settings_.random,
                      .guardrails = &guardrails(),
                      .job_tags = [this](std::string_view arn) { return jobs_.tags_made_with(arn); }}),
      jobs_(settings_.accepted.region, settings_.now, settings_.random,
            [this](std::string_view id, ModelUse use) { return profiles().model_for(id, use); }),
      api_({.check_signatures = settings_.check_signatures,
            .region = settings_.accepted.region,
            .verifier = &verifier_,
            .refuse_caller = [this](const Request& request) { return refuse_caller(request); },
            .refuse_call =
                [this](const ModelInfo& model, std::string_view action, bool is_guarded,
                       const Faults& faults) {
                  return control_plane_.account().refuse_call(model, action, is_guarded, faults);
                },
            .guardrails = &guardrails(),
            .profiles = &profiles(),
            .compose =
                [this](Json body, const ModelInfo& model, std::string_view id, GuardrailUse use) {
                  return compose_invoked(std::move(body), model, id, std::move(use));
                }}),
      services_({.check_signatures = settings_.check_signatures,
                 .region = settings_.accepted.region,
                 .verifier = &verifier_,
                 .refuse_caller = [this](const Request& request) { return refuse_caller(request); },
                 .refuse_unsigned = [this](const Request& request) { return refuse_unsigned(request); },
                 .model_calls = &model_calls_}) {}

std::optional<Refusal> Endpoint::refuse_caller(const Request& request) const {
  if (auto refusal = refuse_for_shortage(request.shortage, settings_.limits)) return refusal;
  if (settings_.check_signatures) return std::nullopt;
  return refuse_unsigned(request);
}

std::optional<Refusal> Endpoint::refuse_unsigned(const Request& request) const {
  return refuse_foreign_host(request.headers, settings_.hosts);
}

std::optional<Refusal> Endpoint::refuse_signature(const Request& request, Operation operation, SystemTime now,
                                                  Part part) {
  const bool is_of_mantle =
      operation == Operation::get_mantle_retention || operation == Operation::put_mantle_retention;
  if (is_of_mantle) return verifier_.verify_api(request, now, {"bedrock-mantle"}, part);
  return verifier_.verify(request, now, {"bedrock"}, part);
}

bool Endpoint::needs_body(const Request& head) {
  if (refuse_caller(head)) return false;
  const Result<Faults> faults = faults_.of_next_request(find_header(head.headers, "x-local-fault"));
  if (!faults) return false;
  SystemTime now = settings_.now();
  if (const Fault* skew = find_fault(*faults, FaultKind::skew)) now += skew->duration;
  if (const LocalService* service = Services::find(head)) return services_.needs_body(*service, head, now);
  const Operation operation = route(head.method, head.target).operation;
  if (operation == Operation::unknown && is_api_target(head.target)) return api_.needs_body(head, now);
  if (operation == Operation::literal_slash || operation == Operation::unknown) return false;
  return !settings_.check_signatures || !refuse_signature(head, operation, now, Part::head);
}

Answer Endpoint::answer(const Request& request) {
  Result<Faults> faults = faults_.for_request(find_header(request.headers, "x-local-fault"));
  SystemTime now = settings_.now();
  Route where = route(request.method, request.target);
  if (faults) faults = faults_on(*std::move(faults), operation_name(where.operation));
  const LocalService* service = Services::find(request);
  const bool is_api = !service && where.operation == Operation::unknown && is_api_target(request.target);
  const std::string request_id = is_api ? "req_local_" + settings_.random->uuid() : settings_.random->uuid();
  Answer answer;
  if (!faults) {
    answer = answer_with(refuse_input(faults.error().message));
  } else {
    if (const Fault* skew = find_fault(*faults, FaultKind::skew)) now += skew->duration;
    if (find_fault(*faults, FaultKind::reset)) {
      answer.reset = true;
    } else {
      answer = service  ? services_.answer(*service, request, *faults, now, request_id)
               : is_api ? api_.answer(request, *faults, now, request_id, where.id)
                        : answer_request(request, where, *faults, now);
      apply_connection_faults(*faults, answer);
    }
  }
  answer.request_id = request_id;
  if (faults) answer.faults = names_of(*faults);
  if (!service && !is_api) remember(request, where, answer, now);
  if (where.operation != Operation::apply_guardrail) answer.model = std::move(where.id);
  if (!is_api) answer.headers.emplace_back("x-amzn-RequestId", answer.request_id);
  answer.headers.emplace_back("Date", format_http_date(now));
  answer.headers.emplace_back("x-local-endpoint", service ? "not AWS" : "not Claude");
  return answer;
}

Answer Endpoint::answer_request(const Request& request, const Route& where, const Faults& asked,
                                SystemTime now) {
  if (const auto refusal = refuse_caller(request)) return answer_with(*refusal);
  if (auto prices = answer_price_list(request)) return *std::move(prices);
  if (auto keys = container_credentials_.answer(request, now)) return *std::move(keys);
  if (where.operation == Operation::literal_slash) return answer_json(unknown_operation_body());
  if (where.operation == Operation::unknown) return answer_with(unknown_operation(request.target));
  if (request.body_too_large)
    return answer_with(
        refuse_input("1 validation error detected: Value at 'body' failed to satisfy constraint: Member must "
                     "have length less than or equal to " +
                     std::to_string(kBodyLimit)));
  if (settings_.check_signatures) {
    if (const auto refusal = refuse_signature(request, where.operation, now, Part::whole))
      return answer_with(*refusal);
  }
  const Faults faults = is_converse(where) ? converse_faults(asked) : asked;
  if (auto instead = replaced_answer(faults, is_streamed(where))) return *std::move(instead);
  return answer_operation(request, where, faults);
}

Answer Endpoint::answer_operation(const Request& request, const Route& where, const Faults& faults) {
  if (const auto refusal = refuse_named_operation(where, faults, settings_.accepted.region))
    return answer_with(*refusal);
  switch (where.operation) {
    case Operation::invoke:
    case Operation::invoke_stream:
      return answer_invoke(request, where, faults);
    case Operation::converse:
    case Operation::converse_stream:
      return answer_converse(request, where, faults);
    case Operation::count_tokens:
      return answer_count_tokens(request, where, faults);
    case Operation::create_job:
    case Operation::get_job:
    case Operation::list_jobs:
    case Operation::stop_job:
      return answer_of(jobs_.answer(where, request.body));
    case Operation::put_logging:
    case Operation::get_logging:
    case Operation::delete_logging:
      return answer_of(logging_.answer(where, request.body));
    case Operation::apply_guardrail:
      return answer_of(apply_guardrail(where, request.body, settings_.accepted.region, guardrails()));
    default: {
      Answer answer = answer_of(control_plane_.answer(where, request.body, faults));
      if (answer.status == 200) answer.status = success_status(where.operation);
      return answer;
    }
  }
}

Answer Endpoint::answer_invoke(const Request& request, const Route& where, const Faults& faults) {
  const auto access = profiles().model_for(where.id, ModelUse::invoke);
  if (const auto* refusal = std::get_if<Refusal>(&access)) return answer_with(*refusal);
  const ModelInfo& model = **std::get_if<const ModelInfo*>(&access);
  // As AWS does: before it looks at the rest of the request.
  const bool is_guarded = find_header(request.headers, "x-amzn-bedrock-guardrailidentifier");
  if (const auto refusal = control_plane_.account().refuse_call(model, action_of(where), is_guarded, faults))
    return answer_with(*refusal);
  if (const auto refusal = check_invoke_headers(request.headers, is_streamed(where)))
    return answer_with(*refusal);
  if (const auto refusal = check_setting_headers(request.headers)) return answer_with(*refusal);
  Result<Json> body = Json::parse(request.body);
  if (!body) return answer_with(malformed_input());
  const auto use = read_invoke_guardrail(request.headers, *body, is_streamed(where), guardrails());
  if (const auto* refusal = std::get_if<Refusal>(&use)) return answer_with(*refusal);
  if (const auto refusal = check_invoke_body(*body, model)) return answer_with(*refusal);
  if (const auto refusal = check_structured_output(*body, model)) return answer_with(*refusal);
  if (const auto refusal = check_prompt_length(*body, model)) return answer_with(*refusal);

  const ComposedMessage message =
      compose_invoked(*std::move(body), model, where.id, *std::get_if<GuardrailUse>(&use));
  Answer answer = is_streamed(where) ? answer_stream(stream_frames(message), message.pace, faults)
                                     : answer_json(message_body(message));
  echo_settings(request, answer);
  if (is_streamed(where))
    answer.headers.emplace_back("X-Amzn-Bedrock-Content-Type", "application/json");
  else
    add_model_headers(message, answer);
  answer.cost = cost_of(message);
  return answer;
}

Answer Endpoint::answer_converse(const Request& request, const Route& where, const Faults& faults) {
  const auto access = profiles().model_for(where.id, ModelUse::invoke);
  if (const auto* refusal = std::get_if<Refusal>(&access)) return answer_with(*refusal);
  const ModelInfo& model = **std::get_if<const ModelInfo*>(&access);
  const Result<Json> body = Json::parse(request.body);
  const bool is_guarded = body && names_guardrail(*body);
  if (const auto refusal = control_plane_.account().refuse_call(model, action_of(where), is_guarded, faults))
    return answer_with(*refusal);
  if (!body) return answer_with(malformed_input());
  auto read =
      read_converse_request(*body, model, {guardrails(), is_streamed(where), settings_.accepted.region});
  if (const auto* refusal = std::get_if<Refusal>(&read)) return answer_with(*refusal);
  ConverseRequest& asked = *std::get_if<ConverseRequest>(&read);
  if (auto refusal = check_prompt_length(asked.body, model))
    return answer_with(by_the_model(*std::move(refusal)));

  const ComposedMessage message = compose_guarded(asked.guard, asked.body, model, where.id);
  Answer answer = is_streamed(where) ? answer_stream(converse_frames(message, asked), message.pace, faults)
                                     : answer_json(converse_body(message, asked));
  answer.cost = cost_of(message);
  return answer;
}

void Endpoint::remember(const Request& request, const Route& route, const Answer& answer, SystemTime now) {
  const bool is_call = route.operation == Operation::invoke || is_streamed(route) || is_converse(route);
  // Whoever may not ask is no caller of a model.
  if (!is_call || answer.reset || answer.status == 403 || !find_model(profiles().source_of(route.id))) return;
  ModelCall call{.time = now,
                 .model = route.id,
                 .operation = std::string(operation_name(route.operation)),
                 .request_id = answer.request_id,
                 .caller = verifier_.caller_of(request).arn,
                 .status = answer.status,
                 .error_code = answer.error_code,
                 .stream = is_streamed(route)};
  if (answer.cost) {
    call.input_tokens = answer.cost->input_tokens;
    call.cache_read_tokens = answer.cost->cache_read_tokens;
    call.cache_write_tokens = answer.cost->cache_write_tokens;
    call.output_tokens = answer.cost->output_tokens;
    call.latency_ms = static_cast<double>(answer.cost->latency.count());
  }
  if (const std::string* metadata = find_header(request.headers, "x-amzn-bedrock-request-metadata"))
    call.metadata = Json::parse(*metadata).value_or(Json());
  if (is_converse(route) && request.body.find("requestMetadata") != std::string::npos) {
    const Result<Json> body = Json::parse(request.body);
    if (body) call.metadata = (*body)["requestMetadata"];
  }
  const Json logging = logging_.configuration();
  call.log_group = logging["cloudWatchConfig"]["logGroupName"].string_or("");
  if (!call.log_group.empty() && logging["textDataDeliveryEnabled"].as_bool().value_or(true)) {
    call.request = Json::parse(request.body).value_or(Json());
    if (!answer.streamed) call.answer = Json::parse(answer.body).value_or(Json());
  }
  model_calls_.add(std::move(call));
}

ComposedMessage Endpoint::compose_answer(const Json& body, const ModelInfo& model, std::string_view id) {
  const Conversation conversation = read_conversation(body);
  const Reply* written = settings_.replies.find(profiles().source_of(id), conversation);
  ComposedMessage message = compose(written ? *written : builtin_reply(body, conversation), body,
                                    model.first_party_id, next_message_.fetch_add(1));
  if (body["compaction"].is_object()) compact(message);
  const auto shortest = static_cast<std::size_t>(model.features.min_cacheable_tokens);
  message.cached = prompt_cache_.use(body, model.id, shortest, settings_.now());
  message.input_tokens -= std::min(message.input_tokens, message.cached.read + message.cached.written());
  return message;
}

ComposedMessage Endpoint::compose_invoked(Json body, const ModelInfo& model, std::string_view id,
                                          GuardrailUse use) {
  GuardedCall guard(std::move(use), settings_.accepted.region);
  const Json guarded = guard.guard_invoke(std::move(body));
  return compose_guarded(guard, guarded, model, id);
}

ComposedMessage Endpoint::compose_guarded(GuardedCall& guard, const Json& body, const ModelInfo& model,
                                          std::string_view id) {
  ComposedMessage message;
  if (guard.is_blocked()) {
    message =
        compose_blocked(guard.guardrail()->blocked_input, model.first_party_id, next_message_.fetch_add(1));
  } else {
    message = compose_answer(body, model, id);
    guard.guard_answer(message);
  }
  guard.report(message);
  return message;
}

Answer Endpoint::answer_count_tokens(const Request& request, const Route& where, const Faults& faults) {
  const auto access = profiles().model_for(where.id, ModelUse::count_tokens);
  if (const auto* refusal = std::get_if<Refusal>(&access)) return answer_with(*refusal);
  const ModelInfo& model = **std::get_if<const ModelInfo*>(&access);
  if (const auto refusal = control_plane_.account().refuse_call(model, "bedrock:CountTokens", false, faults))
    return answer_with(*refusal);
  const Result<Json> body = Json::parse(request.body);
  if (!body) return answer_with(malformed_input());
  const Json& input = (*body)["input"];
  if (input.size() != 1)
    return answer_with(refuse_input("input: exactly one of 'invokeModel' and 'converse' must be set"));
  std::size_t tokens = 0;
  if (const Json* invoke = input.find("invokeModel")) {
    const auto encoded = (*invoke)["body"].as_string();
    const auto text = encoded ? base64_decode(*encoded) : std::nullopt;
    if (!text) return answer_with(refuse_input("input.invokeModel.body: Invalid base64 data"));
    const Result<Json> counted = Json::parse(*text);
    if (!counted) return answer_with(malformed_input());
    if (const auto refusal = check_invoke_body(*counted, model)) return answer_with(*refusal);
    tokens = estimate_input_tokens(*counted);
  } else {
    const auto read = read_converse_input(input["converse"], model);
    if (const auto* refusal = std::get_if<Refusal>(&read)) return answer_with(*refusal);
    tokens = estimate_input_tokens(std::get_if<ConverseRequest>(&read)->body);
  }
  return answer_json(Json::object({{"inputTokens", tokens}}).dump());
}

std::string request_name(const Request& request, const Answer& answer) {
  if (!answer.operation.empty()) return answer.operation;
  const std::string_view name = operation_name(route(request.method, request.target).operation);
  if (!name.empty()) return std::string(name);
  std::string path = request.target.substr(0, request.target.find('?'));
  if (is_api_target(path)) {
    const std::string pattern = api_route(request.method, path).pattern;
    if (!pattern.empty()) path = pattern;
  }
  return request.method + " " + path;
}

std::string log_line(const Request& request, const Answer& answer, SystemTime now) {
  std::string line = format_iso8601(now);
  line += ' ';
  line += answer.request_id;
  line += ' ';
  line += answer.reset ? "reset" : std::to_string(answer.status);
  line += ' ';
  line += request.method;
  line += ' ';
  line += request.target.substr(0, request.target.find('?'));
  if (request.protocol != kHttp1) line += " protocol=" + std::string(request.protocol);
  if (!answer.operation.empty()) line += " operation=" + answer.operation;
  if (!answer.model.empty()) line += " model=" + answer.model;
  if (!answer.error_code.empty()) line += " error=" + answer.error_code;
  for (char& c : line) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return line;
}

std::string malformed_line(std::string_view what, SystemTime now) {
  return format_iso8601(now) + " 400 no HTTP request: " + std::string(what);
}

}  // namespace anthropic::internal::local
