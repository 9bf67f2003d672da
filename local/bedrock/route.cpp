#include "local/bedrock/route.hpp"

#include "base/crypto/encoding.hpp"

namespace anthropic::internal::local {
namespace {

struct Verb {
  std::string_view suffix;
  Operation operation;
};

constexpr Verb kVerbs[] = {
    {"/invoke", Operation::invoke},
    {"/invoke-with-response-stream", Operation::invoke_stream},
    {"/count-tokens", Operation::count_tokens},
    {"/converse", Operation::converse},
    {"/converse-stream", Operation::converse_stream},
};

void route_model(std::string_view rest, Route& route) {
  for (const Verb& verb : kVerbs) {
    if (!rest.ends_with(verb.suffix)) continue;
    const std::string_view id = rest.substr(0, rest.size() - verb.suffix.size());
    if (id.empty()) return;
    route.id = percent_decode(id);
    route.operation = id.find('/') == std::string_view::npos ? verb.operation : Operation::literal_slash;
    return;
  }
}

// "/things" lists them, "/things/ID" gets one.
void route_collection(std::string_view path, std::string_view collection, Operation list, Operation get,
                      Route& route) {
  if (!path.starts_with(collection)) return;
  const std::string_view rest = path.substr(collection.size());
  if (rest.empty() || rest == "/") {
    route.operation = list;
    return;
  }
  if (rest[0] != '/') return;
  route.id = percent_decode(rest.substr(1));
  route.operation = get;
}

void route_jobs(std::string_view method, std::string_view path, Route& route) {
  constexpr std::string_view one = "/model-invocation-job/";
  constexpr std::string_view stop = "/stop";
  if (method == "POST" && path == "/model-invocation-job") route.operation = Operation::create_job;
  if (method == "GET" && path == "/model-invocation-jobs") route.operation = Operation::list_jobs;
  if (!path.starts_with(one)) return;
  std::string_view id = path.substr(one.size());
  const bool stops = method == "POST" && id.ends_with(stop);
  if (stops) id.remove_suffix(stop.size());
  if ((!stops && method != "GET") || id.empty() || id.find('/') != std::string_view::npos) return;
  route.id = percent_decode(id);
  route.operation = stops ? Operation::stop_job : Operation::get_job;
}

// "/things/ID"
void route_one(std::string_view path, std::string_view begin, Operation operation, Route& route) {
  if (!path.starts_with(begin) || path.size() == begin.size()) return;
  route.id = percent_decode(path.substr(begin.size()));
  route.operation = operation;
}

void route_profiles(std::string_view method, std::string_view path, Route& route) {
  constexpr std::string_view profiles = "/inference-profiles";
  if (method == "GET")
    route_collection(path, profiles, Operation::list_profiles, Operation::get_profile, route);
  if (method == "POST" && path == profiles) route.operation = Operation::create_profile;
  if (method == "DELETE") route_one(path, "/inference-profiles/", Operation::delete_profile, route);
}

void route_tags(std::string_view method, std::string_view path, Route& route) {
  if (method != "POST") return;
  if (path == "/tagResource") route.operation = Operation::tag_resource;
  if (path == "/untagResource") route.operation = Operation::untag_resource;
  if (path == "/listTagsForResource") route.operation = Operation::list_tags;
}

void route_logging(std::string_view method, std::string_view path, Route& route) {
  if (path != "/logging/modelinvocations") return;
  if (method == "GET") route.operation = Operation::get_logging;
  if (method == "PUT") route.operation = Operation::put_logging;
  if (method == "DELETE") route.operation = Operation::delete_logging;
}

void route_account(std::string_view method, std::string_view path, Route& route) {
  if (method == "GET") {
    route_one(path, "/foundation-model-availability/", Operation::get_availability, route);
    route_one(path, "/list-foundation-model-agreement-offers/", Operation::list_offers, route);
  }
  if (method == "POST" && path == "/create-foundation-model-agreement")
    route.operation = Operation::create_agreement;
  if (method == "POST" && path == "/delete-foundation-model-agreement")
    route.operation = Operation::delete_agreement;
  if (method == "GET" && path == "/use-case-for-model-access") route.operation = Operation::get_use_case;
  if (method == "POST" && path == "/use-case-for-model-access") route.operation = Operation::put_use_case;
  if (method == "GET" && path == "/data-retention") route.operation = Operation::get_retention;
  if (method == "PUT" && path == "/data-retention") route.operation = Operation::put_retention;
  if (method == "GET" && path == "/v1/data_retention") route.operation = Operation::get_mantle_retention;
  if (method == "PUT" && path == "/v1/data_retention") route.operation = Operation::put_mantle_retention;
}

void route_guardrail(std::string_view method, std::string_view path, Route& route) {
  constexpr std::string_view begin = "/guardrail/", between = "/version/", end = "/apply";
  if (method != "POST" || !path.starts_with(begin) || !path.ends_with(end)) return;
  const std::string_view inner = path.substr(begin.size(), path.size() - begin.size() - end.size());
  const std::size_t at = inner.rfind(between);
  if (path.size() < begin.size() + end.size() || at == std::string_view::npos || at == 0) return;
  const std::string_view id = inner.substr(0, at);
  route.id = percent_decode(id);
  route.version = percent_decode(inner.substr(at + between.size()));
  route.operation =
      id.find('/') == std::string_view::npos ? Operation::apply_guardrail : Operation::literal_slash;
}

}  // namespace

Route route(std::string_view method, std::string_view target) {
  Route route;
  const std::size_t mark = target.find('?');
  const std::string_view path = target.substr(0, mark);
  if (mark != std::string_view::npos) route.query = std::string(target.substr(mark + 1));

  constexpr std::string_view model = "/model/";
  if (method == "POST" && path.starts_with(model)) route_model(path.substr(model.size()), route);
  if (method == "GET") {
    route_collection(path, "/foundation-models", Operation::list_models, Operation::get_model, route);
    route_collection(path, "/guardrails", Operation::list_guardrails, Operation::get_guardrail, route);
  }
  route_profiles(method, path, route);
  route_tags(method, path, route);
  route_jobs(method, path, route);
  route_logging(method, path, route);
  route_account(method, path, route);
  route_guardrail(method, path, route);
  return route;
}

namespace {

struct NamedOperation {
  Operation operation;
  std::string_view name;
};

constexpr NamedOperation kNames[] = {
    {Operation::invoke, "InvokeModel"},
    {Operation::invoke_stream, "InvokeModelWithResponseStream"},
    {Operation::count_tokens, "CountTokens"},
    {Operation::converse, "Converse"},
    {Operation::converse_stream, "ConverseStream"},
    {Operation::list_models, "ListFoundationModels"},
    {Operation::get_model, "GetFoundationModel"},
    {Operation::create_profile, "CreateInferenceProfile"},
    {Operation::list_profiles, "ListInferenceProfiles"},
    {Operation::get_profile, "GetInferenceProfile"},
    {Operation::delete_profile, "DeleteInferenceProfile"},
    {Operation::tag_resource, "TagResource"},
    {Operation::untag_resource, "UntagResource"},
    {Operation::list_tags, "ListTagsForResource"},
    {Operation::create_job, "CreateModelInvocationJob"},
    {Operation::get_job, "GetModelInvocationJob"},
    {Operation::list_jobs, "ListModelInvocationJobs"},
    {Operation::stop_job, "StopModelInvocationJob"},
    {Operation::put_logging, "PutModelInvocationLoggingConfiguration"},
    {Operation::get_logging, "GetModelInvocationLoggingConfiguration"},
    {Operation::delete_logging, "DeleteModelInvocationLoggingConfiguration"},
    {Operation::get_availability, "GetFoundationModelAvailability"},
    {Operation::list_offers, "ListFoundationModelAgreementOffers"},
    {Operation::create_agreement, "CreateFoundationModelAgreement"},
    {Operation::delete_agreement, "DeleteFoundationModelAgreement"},
    {Operation::get_use_case, "GetUseCaseForModelAccess"},
    {Operation::put_use_case, "PutUseCaseForModelAccess"},
    {Operation::get_retention, "GetAccountDataRetention"},
    {Operation::put_retention, "PutAccountDataRetention"},
    {Operation::get_guardrail, "GetGuardrail"},
    {Operation::list_guardrails, "ListGuardrails"},
    {Operation::apply_guardrail, "ApplyGuardrail"},
};

}  // namespace

std::string_view operation_name(Operation operation) {
  for (const NamedOperation& named : kNames) {
    if (named.operation == operation) return named.name;
  }
  return {};
}

Operation operation_named(std::string_view name) {
  for (const NamedOperation& named : kNames) {
    if (named.name == name) return named.operation;
  }
  return Operation::unknown;
}

std::string_view unserved_operation(std::string_view target) {
  struct Unserved {
    std::string_view begin, end, name;
  };
  constexpr Unserved kUnserved[] = {
      {"/model/", "/invoke-with-bidirectional-stream", "InvokeModelWithBidirectionalStream"},
      {"/guardrail-checks/", "/invoke", "InvokeGuardrailChecks"},
      {"/async-invoke", "", "asynchronous invocation"},
  };
  const std::string_view path = target.substr(0, target.find('?'));
  for (const Unserved& operation : kUnserved) {
    if (path.starts_with(operation.begin) && path.ends_with(operation.end)) return operation.name;
  }
  return {};
}

std::string query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    const std::size_t equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals)) != name) continue;
    return equals == std::string_view::npos ? "" : percent_decode(pair.substr(equals + 1));
  }
  return {};
}

std::vector<std::string> query_list(std::string_view query, std::string_view name) {
  std::vector<std::string> values;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    const std::size_t equals = pair.find('=');
    const std::string key = percent_decode(pair.substr(0, equals));
    if (equals == std::string_view::npos || (key != name && key != std::string(name) + "[]")) continue;
    values.push_back(percent_decode(pair.substr(equals + 1)));
  }
  return values;
}

}  // namespace anthropic::internal::local
