#include "local/aws/services.hpp"

#include <algorithm>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "local/aws/protocol.hpp"
#include "local/faults/fault_effects.hpp"

namespace anthropic::internal::local {
namespace {

constexpr LocalService kLocalServices[] = {
    {.signing_name = "budgets",
     .make = budgets,
     .target_prefix = "AWSBudgetServiceGateway",
     .is_global = true},
    {.signing_name = "ce",
     .make = cost_explorer,
     .target_prefix = "AWSInsightsIndexService",
     .is_global = true},
    {.signing_name = "iam",
     .make = iam,
     .protocol = ServiceProtocol::query,
     .version = "2010-05-08",
     .is_global = true},
    {.signing_name = "logs", .make = cloudwatch_logs, .target_prefix = "Logs_20140328"},
    {.signing_name = "monitoring",
     .make = cloudwatch,
     .version = "1.0",
     .target_prefix = "GraniteServiceVersion20100801"},
    {.signing_name = "servicequotas", .make = service_quotas, .target_prefix = "ServiceQuotasV20190624"},
    {.signing_name = "sts",
     .make = sts,
     .protocol = ServiceProtocol::query,
     .version = "2011-06-15",
     .unsigned_operation = "AssumeRoleWithWebIdentity"},
    {.signing_name = "xray", .make = xray},
};

std::string signing_region(const LocalService& service, const std::string& region) {
  if (!service.is_global) return region;
  if (region.starts_with("cn-")) return "cn-north-1";
  if (region.starts_with("us-gov-")) return "us-gov-west-1";
  return "us-east-1";
}

/// Of a body that nobody has signed for.
constexpr long long kLongestUnsignedBody = 64 * 1024;

bool is_signed(const Request& request) {
  return find_header(request.headers, "authorization") || is_presigned(request);
}

bool is_unsigned_form(const Request& request) {
  if (is_signed(request) || request.method != "POST" || request.target != "/") return false;
  const std::string* type = find_header(request.headers, "content-type");
  return type && ascii_lower(*type).starts_with("application/x-www-form-urlencoded");
}

Refusal too_large() {
  return {.status = 413, .code = "RequestEntityTooLarge", .message = "The body is larger than is allowed."};
}

}  // namespace

Refusal unknown_operation(const ServiceCall& call) {
  return {.code = "UnknownOperationException",
          .message = "The local endpoint does not serve " + std::string(call.operation) + "."};
}

std::variant<std::string, Refusal> required_text(const Json& input, std::string_view member,
                                                 std::string_view code) {
  std::string text = input[member].string_or("");
  if (!text.empty()) return text;
  return refuse(code, "1 validation error detected: Value at '" + std::string(member) +
                          "' failed to satisfy constraint: Member must not be null");
}

Services::Services(ServicesContext context) : context_(std::move(context)) {
  for (const LocalService& service : kLocalServices) running_[service.signing_name].handler = service.make();
}

const LocalService* Services::find(const Request& request) {
  const bool is_form = is_unsigned_form(request);
  const std::string name = is_form ? std::string() : signing_service(request);
  const auto found =
      std::find_if(std::begin(kLocalServices), std::end(kLocalServices), [&](const LocalService& service) {
        return is_form ? !service.unsigned_operation.empty() : service.signing_name == name;
      });
  return found == std::end(kLocalServices) ? nullptr : found;
}

std::optional<Refusal> Services::refuse_signature(const LocalService& service, const Request& request,
                                                  SystemTime now, Part part) {
  if (!is_signed(request)) return context_.refuse_unsigned(request);
  if (!context_.check_signatures) return std::nullopt;
  auto refusal = context_.verifier->verify(request, now, {service.signing_name}, part,
                                           signing_region(service, context_.region));
  // Who may not ask gets 403 of Bedrock and of the query protocol, but 400 of the JSON protocols.
  if (refusal && service.protocol == ServiceProtocol::json) refusal->status = 400;
  return refusal;
}

bool Services::needs_body(const LocalService& service, const Request& head, SystemTime now) {
  if (is_unsigned_form(head)) {
    const std::string* length = find_header(head.headers, "content-length");
    if (!length || parse_integer(*length).value_or(kLongestUnsignedBody + 1) > kLongestUnsignedBody)
      return false;
  }
  return !refuse_signature(service, head, now, Part::head);
}

Answer Services::answer(const LocalService& service, const Request& request, const Faults& faults,
                        SystemTime now, const std::string& request_id) {
  const auto refuse = [&](const Refusal& refusal) { return write_error(service, refusal, request_id); };
  if (const auto refusal = context_.refuse_caller(request)) return refuse(*refusal);
  if (request.body_too_large) return refuse(too_large());
  if (const auto refusal = refuse_signature(service, request, now, Part::whole)) return refuse(*refusal);
  if (auto instead = replaced_answer(faults, false)) {
    if (instead->error_code.empty()) return *std::move(instead);
    return refuse(
        {.status = instead->status, .code = instead->error_code, .message = message_of_fault(*instead)});
  }
  const auto read = read_call(service, request);
  if (const auto* refusal = std::get_if<Refusal>(&read)) return refuse(*refusal);
  const auto& [operation, input] = *std::get_if<ReadCall>(&read);
  if (context_.check_signatures && !is_signed(request) && operation != service.unsigned_operation)
    return refuse(refuse_missing_signature());

  Running& running = running_.at(service.signing_name);
  const std::lock_guard lock(running.mutex);
  const ServiceOutcome outcome = running.handler({.operation = operation,
                                                  .input = input,
                                                  .request = request,
                                                  .region = context_.region,
                                                  .now = now,
                                                  .caller = context_.verifier->caller_of(request),
                                                  .model_calls = context_.model_calls,
                                                  .keys = &context_.verifier->temporary_keys()});
  Answer answer;
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    answer = refuse(*refusal);
  } else {
    answer = write_answer(service, operation, *std::get_if<Json>(&outcome), request_id);
  }
  answer.operation = std::string(service.signing_name) + ":" + operation;
  return answer;
}

}  // namespace anthropic::internal::local
