#include "commands/request/request.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

// "@file" is a file's bytes, "@-" standard input's.
Result<std::string> data_of(const std::string& argument) {
  if (!argument.starts_with('@')) return argument;
  const std::string path = argument.substr(1);
  return path == "-" ? read_input_bytes(kLargestRequest) : read_file_bytes(path, kLargestRequest);
}

Result<std::string> body_of(const RequestCommandOptions& options) {
  if (!options.data_binary.empty()) return data_of(options.data_binary);
  Result<std::string> body = data_of(options.data);
  if (body && options.data.starts_with('@'))
    std::erase_if(*body, [](char c) { return c == '\n' || c == '\r' || c == '\0'; });
  return body;
}

Result<std::pair<std::string, std::string>> header_of(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string::npos)
    return usage_error("--header takes \"Name: value\", not \"" + text.substr(0, colon) + "\"");
  const std::size_t begin = text.find_first_not_of(" \t", colon + 1);
  return std::pair(text.substr(0, colon), begin == std::string::npos ? "" : text.substr(begin));
}

bool has_header(const Headers& headers, std::string_view name) {
  const auto is_same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
    return std::equal(header.first.begin(), header.first.end(), name.begin(), name.end(), is_same);
  });
}

Json headers_json(const Headers& headers) {
  Json list = Json::array();
  for (const auto& [name, value] : headers) list.push_back(Json::array({name, value}));
  return list;
}

std::string answer_json(const aws::SignedRequestAnswer& answer) {
  Json json = Json::object({{"status", answer.status},
                            {"request_id", answer.request_id},
                            {"headers", headers_json(answer.headers)}});
  const bool is_text = !find_invalid_utf8(answer.body);
  json.set(is_text ? "body" : "body_base64", is_text ? answer.body : base64_encode(answer.body));
  return json_line(json);
}

void print_answer(Console& console, const aws::SignedRequestAnswer& answer,
                  const RequestCommandOptions& options) {
  if (options.json) {
    console.out.write(answer_json(answer));
    return;
  }
  if (options.include) {
    std::string head = "HTTP " + std::to_string(answer.status) + "\n";
    for (const auto& [name, value] : answer.headers) head += name + ": " + value + "\n";
    console.out.write(head + "\n");
  }
  console.out.write(answer.body);
  if (console.out.is_terminal()) console.out.end_line();
}

void declare(Declaration& declaration, RequestCommandOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.arguments("url", options.method_and_url, 1, 2, "[METHOD] URL",
                        "The method, if not GET, and the URL or a path");
  declaration.text("--service", options.service, "NAME", "Sign for this service; else the host says it");
  declaration.text("-d,--data", options.data, "TEXT",
                   "The body; @FILE without its line breaks; makes it a POST");
  declaration.text("--data-binary", options.data_binary, "TEXT",
                   "The body; @FILE with every byte; @- for input");
  declaration.text("-H,--header", options.headers, "NAME:VALUE", "A header, signed too (repeatable)");
  declaration.flag("-i,--include", options.include, "Print the answer's status and headers first");
  declaration.flag("--dry-run", options.dry_run, "Show what would be sent and signed, without secrets");
}

}  // namespace

Result<aws::SignedRequest> request_of(const RequestCommandOptions& options) {
  if (!options.data.empty() && !options.data_binary.empty())
    return usage_error("--data and --data-binary cannot be used together");
  if (options.method_and_url.size() > 2)
    return usage_error("a request has a method and a URL; this is more: " + options.method_and_url.back());
  const bool has_data = !options.data.empty() || !options.data_binary.empty();
  aws::SignedRequest request;
  request.method = has_data ? "POST" : "GET";
  if (options.method_and_url.size() == 2) request.method = options.method_and_url.front();
  request.url = options.method_and_url.empty() ? "" : options.method_and_url.back();
  request.service = options.service;
  request.region = options.aws.region;
  request.endpoint_url = options.aws.endpoint_url;
  for (const std::string& text : options.headers) {
    Result<std::pair<std::string, std::string>> header = header_of(text);
    if (!header) return header.error();
    request.headers.push_back(*std::move(header));
  }
  Result<std::string> body = body_of(options);
  if (!body) return body.error();
  request.body = *std::move(body);
  if (has_data && !has_header(request.headers, "content-type"))
    request.headers.emplace_back("content-type", kForm);
  return request;
}

std::string plan_text(const aws::SignedRequestPlan& plan) {
  std::string text = "service:     " + plan.service + "\nregion:      " + plan.region +
                     "\ncredentials: " + plan.credentials_source + "\n\ncanonical request:\n" +
                     plan.canonical_request + "\n\nstring to sign:\n" + plan.string_to_sign +
                     "\n\nrequest:\n" + plan.method + " " + plan.url + "\n";
  for (const auto& [name, value] : plan.headers) text += name + ": " + value + "\n";
  return text;
}

std::string plan_json(const aws::SignedRequestPlan& plan) {
  return json_line(Json::object({{"method", plan.method},
                                 {"url", plan.url},
                                 {"service", plan.service},
                                 {"region", plan.region},
                                 {"credentials_source", plan.credentials_source},
                                 {"canonical_request", plan.canonical_request},
                                 {"string_to_sign", plan.string_to_sign},
                                 {"headers", headers_json(plan.headers)}}));
}

int run_request(const RequestCommandOptions& options, Console& console) {
  const Result<aws::SignedRequest> request = request_of(options);
  if (!request) return report_usage(console.err, request.error());
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws, interrupts.token());
  const aws::CallOptions call = {.stop_token = interrupts.token()};
  if (options.dry_run) {
    const Result<aws::SignedRequestPlan> plan = aws::plan_signed(session, *request, call);
    if (!plan) return report_failed_call(console, plan.error(), interrupts);
    console.out.write(options.json ? plan_json(*plan) : plan_text(*plan));
    return console.finish(kExitOk);
  }
  const Result<aws::SignedRequestAnswer> answer = aws::send_signed(session, *request, call);
  if (!answer) return report_failed_call(console, answer.error(), interrupts);
  print_answer(console, *answer, options);
  if (answer->failure) return report_error(console.err, *answer->failure);
  return console.finish(kExitOk);
}

Command request_command() {
  return {
      .name = "request",
      .about = "Send a signed request to any AWS endpoint",
      .examples =
          R"(  claude-bedrock request 'https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15'
  claude-bedrock request /foundation-models --service bedrock --region us-east-1
  claude-bedrock request POST https://abc.execute-api.us-east-1.amazonaws.com/v1 -d @body.json
  claude-bedrock request --dry-run https://s3.us-east-1.amazonaws.com/bucket/key
)",
      .declare = with_options(declare, run_request)};
}

}  // namespace anthropic::internal::cli
