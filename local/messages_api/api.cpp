#include "local/messages_api/api.hpp"

#include <set>
#include <utility>

#include "base/contains.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "local/bedrock/route.hpp"
#include "local/checks/prompt_length.hpp"
#include "local/credentials/request_signature.hpp"
#include "local/faults/fault_effects.hpp"
#include "local/messages_api/model_json.hpp"
#include "platform/requests/facts.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kThreadsBeta = "message-threads-2026-08-12";

Answer answer_json(const Json& body) {
  Answer answer;
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.body = body.dump();
  return answer;
}

Json error_json(const Refusal& refusal) {
  Json error = Json::object({{"type", api_error_type(refusal.status)}, {"message", refusal.message}});
  if (refusal.details.is_object()) error.set("details", refusal.details);
  return Json::object({{"type", "error"}, {"error", std::move(error)}});
}

/// In the API's own shape. What AWS refuses keeps the code that AWS's clients learn from.
Answer refuse_with(const Refusal& refusal) {
  Answer answer = answer_json(error_json(refusal));
  answer.status = refusal.status;
  if (!refusal.code.empty() && !refusal.details.is_object())
    answer.headers.emplace_back("x-amzn-ErrorType", refusal.code);
  answer.error_code = std::string(api_error_type(refusal.status));
  return answer;
}

Answer found_or_refused(const ApiStore::Found& found) {
  if (const auto* refusal = std::get_if<Refusal>(&found)) return refuse_with(*refusal);
  return answer_json(*std::get_if<Json>(&found));
}

/// An answer that a fault gave in AWS's shape, in that of the API.
Answer in_api_shape(Answer answer, bool is_page) {
  if (answer.status < 400 || is_page) return answer;
  std::string message = answer.status == 529 ? "Overloaded" : message_of_fault(answer);
  return refuse_with({.status = answer.status, .code = "", .message = std::move(message)});
}

std::vector<std::string_view> services_of(const ApiRoute& route) {
  if (route.prefix == ApiPrefix::anthropic) return {"aws-external-anthropic"};
  return {"bedrock", "bedrock-mantle"};
}

/// A signature says which of the two endpoints of Bedrock is meant; without one the model's id does.
ApiHost host_of(const Request& request, const ApiRoute& route) {
  if (route.prefix == ApiPrefix::anthropic) return ApiHost::anthropic;
  const std::string service = signing_service(request);
  if (!service.empty()) return service == "bedrock-mantle" ? ApiHost::mantle : ApiHost::runtime;
  if (route.operation == ApiOperation::count_tokens) return ApiHost::mantle;
  return request.body.find(R"("model":"anthropic.)") != std::string::npos ? ApiHost::mantle
                                                                          : ApiHost::runtime;
}

bool is_streamed(const Json& body) {
  return body["stream"].as_bool().value_or(false);
}

bool wants_stream(const Request& request, const ApiRoute& route) {
  if (route.operation != ApiOperation::create_message) return false;
  const auto body = Json::parse(request.body);
  return body && is_streamed(*body);
}

bool has_beta(const Headers& headers, std::string_view beta) {
  RequestFacts facts;
  facts.add_betas(headers);
  return facts.has_beta(beta);
}

ApiMembers api_members(const Json& body, const Headers& headers) {
  ApiMembers members;
  members.inference_geo = body["inference_geo"].string_or(members.inference_geo);
  members.speed = body["speed"].string_or(members.speed);
  members.has_credit_token = !body["fallback_credit_token"].is_null();
  members.has_context_management = has_beta(headers, "context-management-2025-06-27");
  members.has_input_transformations = has_beta(headers, "thinking-binding-controls-2026-08-01");
  return members;
}

/// The older name of output_config.format.
Json with_output_format(Json body) {
  if (!body["output_format"].is_object()) return body;
  Json config = body["output_config"].is_object() ? body["output_config"] : Json::object();
  config.set("format", body["output_format"]);
  body.set("output_config", std::move(config));
  return body;
}

}  // namespace

Answer Api::answer(const Request& request, const Faults& faults, SystemTime now,
                   const std::string& request_id, std::string& model) {
  const ApiRoute route = api_route(request.method, request.target);
  const ApiHost host = host_of(request, route);
  const auto answered = [&]() -> Answer {
    if (const auto refusal = context_.refuse_caller(request)) return refuse_with(*refusal);
    if (route.operation == ApiOperation::unknown)
      return refuse_with({.status = 404, .code = "", .message = "Not found"});
    if (request.body_too_large)
      return refuse_with(
          {.status = 413, .code = "", .message = "Request exceeds the maximum allowed number of bytes."});
    if (context_.check_signatures) {
      if (const auto refusal = context_.verifier->verify_api(request, now, services_of(route)))
        return refuse_with(*refusal);
    }
    if (auto instead = replaced_answer(faults, wants_stream(request, route)))
      return in_api_shape(*std::move(instead), find_fault(faults, FaultKind::html) != nullptr);
    if (const auto refusal = check_api_version(request.headers)) return refuse_with(*refusal);
    return answer_operation(request, route, host, faults, now, model);
  };
  Answer answer = answered();
  answer.headers.emplace_back("request-id", request_id);
  if (answer.status >= 400 && answer.body.starts_with('{')) {
    answer.body.pop_back();
    answer.body += R"(,"request_id":")" + request_id + R"("})";
  }
  return answer;
}

bool Api::needs_body(const Request& head, SystemTime now) {
  const ApiRoute route = api_route(head.method, head.target);
  if (route.operation == ApiOperation::unknown) return false;
  return !context_.check_signatures ||
         !context_.verifier->verify_api(head, now, services_of(route), Part::head);
}

Answer Api::answer_operation(const Request& request, const ApiRoute& route, ApiHost host,
                             const Faults& faults, SystemTime now, std::string& model) {
  const bool is_whole_api = host == ApiHost::anthropic;
  if (route.operation == ApiOperation::create_message)
    return create_message(request, host, faults, now, model);
  if (route.operation == ApiOperation::count_tokens && host != ApiHost::runtime)
    return count_tokens(request, host, faults, now, model);
  if (route.operation == ApiOperation::count_tokens) {
    // What AWS does not know it answers so.
    Answer answer;
    answer.headers.emplace_back("Content-Type", "application/json");
    answer.body = unknown_operation_body();
    return answer;
  }
  if (!is_whole_api)
    return refuse_with({.status = 403, .code = "", .message = "Authorization header is missing"});
  switch (route.operation) {
    case ApiOperation::create_batch:
      return create_batch(request, now);
    case ApiOperation::list_batches:
      return answer_json(store_.list_batches(route.query, now));
    case ApiOperation::get_batch:
      return found_or_refused(store_.get_batch(
          route.id,
          [this](const Json& params, const Headers& headers) { return answer_one(params, headers); }, now));
    case ApiOperation::cancel_batch:
      return found_or_refused(store_.cancel_batch(route.id, now));
    case ApiOperation::delete_batch:
      return found_or_refused(store_.delete_batch(route.id));
    case ApiOperation::batch_results: {
      const auto lines = store_.batch_results(route.id);
      if (const auto* refusal = std::get_if<Refusal>(&lines)) return refuse_with(*refusal);
      Answer answer;
      answer.headers.emplace_back("Content-Type", "application/x-jsonl");
      answer.body = *std::get_if<std::string>(&lines);
      return answer;
    }
    case ApiOperation::list_models:
      return list_models(route);
    case ApiOperation::get_model:
      return get_model(route.id);
    case ApiOperation::upload_file: {
      const std::string* type = find_header(request.headers, "content-type");
      return found_or_refused(store_.upload_file(type ? *type : "", request.body, now));
    }
    case ApiOperation::list_files:
      return found_or_refused(
          store_.list_files(route.query, has_beta(request.headers, "files-api-2025-04-14")));
    case ApiOperation::get_file:
      return found_or_refused(store_.get_file(route.id));
    case ApiOperation::delete_file:
      return found_or_refused(store_.delete_file(route.id));
    default: {
      std::string mime_type;
      auto content = store_.file_content(route.id, mime_type);
      if (const auto* refusal = std::get_if<Refusal>(&content)) return refuse_with(*refusal);
      Answer answer;
      answer.headers.emplace_back("Content-Type", mime_type);
      answer.body = *std::get_if<std::string>(std::move(&content));
      return answer;
    }
  }
}

std::variant<Asked, Refusal> Api::read_asked(const Request& request, ApiHost host, bool only_counts,
                                             SystemTime now, std::string& model) {
  auto body = Json::parse(request.body);
  if (!body) return refuse_input("The request body is not valid JSON");
  model = (*body)["model"].string_or("");
  const auto access = api_model(*body, host, *context_.profiles);
  if (const auto* refusal = std::get_if<Refusal>(&access)) return *refusal;
  Asked asked{*std::move(body), *std::get_if<const ModelInfo*>(&access)};
  if (host == ApiHost::runtime) {
    auto use =
        read_invoke_guardrail(request.headers, asked.body, is_streamed(asked.body), *context_.guardrails);
    if (const auto* refusal = std::get_if<Refusal>(&use)) return *refusal;
    asked.guardrail = *std::get_if<GuardrailUse>(&use);
  }
  const bool is_threaded = host == ApiHost::anthropic && !only_counts && asked.body["thread"].is_object() &&
                           has_beta(request.headers, kThreadsBeta);
  if (is_threaded) {
    auto whole = threads_.take(asked.body, now);
    if (auto* refusal = std::get_if<Refusal>(&whole)) return std::move(*refusal);
    asked.body = std::get<Json>(std::move(whole));
  }
  if (auto refusal = check_api_body(asked.body, *asked.info, host, request.headers, only_counts)) {
    if (is_threaded) threads_.give_back(asked.body);
    return *std::move(refusal);
  }
  return asked;
}

Answer Api::create_message(const Request& request, ApiHost host, const Faults& faults, SystemTime now,
                           std::string& model) {
  const auto read = read_asked(request, host, false, now, model);
  if (const auto* refusal = std::get_if<Refusal>(&read)) return refuse_with(*refusal);
  const Asked& asked = *std::get_if<Asked>(&read);
  if (host != ApiHost::anthropic) {
    const char* action = host == ApiHost::mantle ? "bedrock-mantle:CreateInference" : "bedrock:InvokeModel";
    const bool is_guarded = asked.guardrail.guardrail != nullptr;
    if (const auto refusal = context_.refuse_call(*asked.info, action, is_guarded, faults))
      return refuse_with(*refusal);
  }
  if (const auto refusal = check_prompt_length(asked.body, *asked.info, request.headers))
    return refuse_with(*refusal);
  ComposedMessage message =
      context_.compose(with_output_format(asked.body), *asked.info, model, asked.guardrail);
  if (host == ApiHost::anthropic) {
    message.api = api_members(asked.body, request.headers);
    message.api->diagnostics = diagnosis_.diagnose(asked.body);
    diagnosis_.remember(asked.body, message.id);
    if (asked.body["thread"].is_object()) threads_.keep(asked.body, message.id, content_json(message), now);
  }
  Answer answer;
  if (!is_streamed(asked.body)) {
    answer.headers.emplace_back("Content-Type", "application/json");
    answer.body = message_body(message);
    return answer;
  }
  answer.streamed = true;
  answer.headers.emplace_back("Content-Type", "text/event-stream; charset=utf-8");
  answer.headers.emplace_back("Cache-Control", "no-cache");
  answer.steps = paced_steps(sse_frames(message), message.pace, faults);
  return answer;
}

Answer Api::count_tokens(const Request& request, ApiHost host, const Faults& faults, SystemTime now,
                         std::string& model) {
  const auto read = read_asked(request, host, true, now, model);
  if (const auto* refusal = std::get_if<Refusal>(&read)) return refuse_with(*refusal);
  const Asked& asked = *std::get_if<Asked>(&read);
  if (host == ApiHost::mantle) {
    if (const auto refusal = context_.refuse_call(*asked.info, "bedrock-mantle:CountTokens", false, faults))
      return refuse_with(*refusal);
  }
  return answer_json(Json::object({{"input_tokens", estimate_input_tokens(asked.body)}}));
}

Answer Api::create_batch(const Request& request, SystemTime now) {
  const auto body = Json::parse(request.body);
  if (!body) return refuse_with(refuse_input("The request body is not valid JSON"));
  const Json& requests = (*body)["requests"];
  if (!requests.is_array() || requests.empty())
    return refuse_with(complaint("requests", "Field required, with at least one request"));
  std::set<std::string> seen;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string where = place("requests", i);
    if (auto refusal = requires_string(requests[i], where, "custom_id")) return refuse_with(*refusal);
    if (!requests[i]["params"].is_object())
      return refuse_with(complaint(place(where, "params"), "Field required"));
    if (!seen.insert(requests[i]["custom_id"].string_or("")).second)
      return refuse_with(complaint(place(where, "custom_id"), "is not unique in the batch"));
  }
  return answer_json(store_.create_batch(requests, request.headers, now));
}

/// The result of one request of a batch: what a call of its own would have got.
Json Api::answer_one(const Json& params, const Headers& headers) {
  const auto refused = [](const Refusal& refusal) {
    return Json::object({{"type", "errored"}, {"error", error_json(refusal)}});
  };
  const auto access = api_model(params, ApiHost::anthropic, *context_.profiles);
  if (const auto* refusal = std::get_if<Refusal>(&access)) return refused(*refusal);
  const ModelInfo& info = **std::get_if<const ModelInfo*>(&access);
  if (params["billing_policy"]["bill_to"].as_string() == "user_profile")
    return refused(complaint("billing_policy", "bill_to \"user_profile\" is not supported in batches"));
  if (params.contains("thread")) return refused(complaint("thread", "Extra inputs are not permitted"));
  if (const auto refusal = check_api_body(params, info, ApiHost::anthropic, headers, false))
    return refused(*refusal);
  ComposedMessage message =
      context_.compose(with_output_format(params), info, params["model"].string_or(""), {});
  message.api = api_members(params, headers);
  message.api->service_tier = "batch";
  return Json::object({{"type", "succeeded"}, {"message", message_json(message)}});
}

Answer Api::list_models(const ApiRoute& route) const {
  const std::vector<std::string> asked = query_list(route.query, "lifecycle");
  std::vector<Json> models;
  for (const ModelInfo& model : model_catalog()) {
    Json json = model_json(model);
    const std::string stage = json["lifecycle"].string_or("");
    if (asked.empty() ? stage != "retired" : contains(asked, stage)) models.push_back(std::move(json));
  }
  return answer_json(paged(models, route.query));
}

Answer Api::get_model(const std::string& id) const {
  const ModelInfo* model = id.starts_with("claude-") ? find_model(id) : nullptr;
  if (!model || model->state == ModelState::retired)
    return refuse_with({.status = 404, .code = "", .message = "model: " + id});
  return answer_json(model_json(*model));
}

}  // namespace anthropic::internal::local
