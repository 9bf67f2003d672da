#include "local/recording/exchange_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/contains.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::array<std::string_view, 6> kRequestHeaders = {
    "accept",       "anthropic-beta",        "anthropic-version",
    "content-type", "x-amzn-bedrock-accept", "x-local-fault"};
constexpr std::array<std::string_view, 6> kRequestHeaderBeginnings = {
    "x-amzn-bedrock-trace",        "x-amzn-bedrock-guardrail",        "x-amzn-bedrock-performanceconfig",
    "x-amzn-bedrock-service-tier", "x-amzn-bedrock-request-metadata", "x-stainless-helper"};
constexpr std::array<std::string_view, 12> kSecretMembers = {
    "accesskeyid", "apikey",   "authorization", "authorizationtoken", "bearertoken", "clientsecret",
    "cookie",      "password", "secret",        "secretaccesskey",    "secretkey",   "sessiontoken"};

// "api_key", "apiKey" and "x-api-key" are one.
bool is_secret_member(std::string_view name) {
  std::string plain;
  for (const char c : ascii_lower(name)) {
    if (c != '_' && c != '-') plain += c;
  }
  if (plain.starts_with('x')) plain.erase(0, 1);
  return contains(kSecretMembers, std::string_view(plain));
}

Json without_secrets(const Json& json) {
  if (json.is_array()) {
    Json::Array items;
    for (const Json& item : json.items()) items.push_back(without_secrets(item));
    return items;
  }
  if (!json.is_object()) return json;
  Json::Object members;
  for (const Json::Member& member : json.members()) {
    const bool hides = is_secret_member(member.name) && member.value.is_string();
    members.push_back({member.name, hides ? Json(kHidden) : without_secrets(member.value)});
  }
  return members;
}

std::string path_without_signature(std::string_view target) {
  const std::size_t question = target.find('?');
  std::string out(target.substr(0, question));
  if (question == std::string_view::npos) return out;
  char separator = '?';
  std::string_view query = target.substr(question + 1);
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (ascii_lower(parameter).starts_with("x-amz-")) continue;
    out += std::exchange(separator, '&');
    out += parameter;
  }
  return out;
}

bool is_told(std::string_view name) {
  return contains(kRequestHeaders, name) ||
         std::any_of(kRequestHeaderBeginnings.begin(), kRequestHeaderBeginnings.end(),
                     [&](std::string_view begin) { return name.starts_with(begin); });
}

Json bytes_json(std::string_view bytes) {
  if (is_utf8(bytes)) return Json(bytes);
  return Json::object({{"base64", base64_encode(bytes)}});
}

std::optional<std::string> bytes_of(const Json& json) {
  if (const auto text = json.as_string()) return std::string(*text);
  const auto encoded = json["base64"].as_string();
  return encoded ? base64_decode(*encoded) : std::nullopt;
}

Json body_json(const std::string& body) {
  const auto json = Json::parse(body);
  return json ? without_secrets(*json) : bytes_json(body);
}

std::optional<std::chrono::milliseconds> delay_of(const Json& json) {
  if (json.is_null()) return std::chrono::milliseconds(0);
  const auto value = json.as_int64();
  if (!value || *value < 0 || *value > 3'600'000) return std::nullopt;
  return std::chrono::milliseconds(*value);
}

Error wrong(std::string_view member, std::string_view what) {
  return {.kind = ErrorKind::configuration,
          .message = "answer." + std::string(member) + " " + std::string(what)};
}

}  // namespace

Json request_json(const Request& request) {
  Json headers = Json::object();
  for (const auto& [name, value] : request.headers) {
    const std::string lower = ascii_lower(name);
    if (is_told(lower)) headers.set(lower, value);
  }
  return Json::object({{"method", request.method},
                       {"path", path_without_signature(request.target)},
                       {"headers", std::move(headers)},
                       {"body", request.body.empty() ? Json() : body_json(request.body)}});
}

Json answer_json(const Answer& answer) {
  Json headers = Json::object();
  for (const auto& [name, value] : answer.headers) {
    const std::string lower = ascii_lower(name);
    if (lower != "date" && lower != "set-cookie") headers.set(name, value);
  }
  Json json = Json::object({{"status", answer.status}, {"headers", std::move(headers)}});
  if (answer.delay_before_head.count() > 0) json.set("delay_ms", answer.delay_before_head.count());
  if (answer.reset) json.set("reset", true);
  if (answer.cut_after) json.set("cut_after", *answer.cut_after);
  if (!answer.streamed) {
    json.set("body", bytes_json(answer.body));
    return json;
  }
  Json pieces = Json::array();
  for (const Step& step : answer.steps)
    pieces.push_back(Json::object({{"delay_ms", step.delay.count()}, {"bytes", bytes_json(step.bytes)}}));
  json.set("stream", std::move(pieces));
  return json;
}

Result<Answer> read_answer(const Json& json) {
  Answer answer;
  const auto status = json["status"].as_int64();
  if (!status || *status < 100 || *status > 599) return wrong("status", "should be a status of HTTP");
  answer.status = static_cast<int>(*status);
  for (const Json::Member& header : json["headers"].members()) {
    const std::string value = header.value.string_or("");
    if (value.find_first_of("\r\n") != std::string::npos ||
        header.name.find_first_of("\r\n: ") != std::string::npos)
      return wrong("headers", "has one that is none of HTTP");
    answer.headers.emplace_back(header.name, value);
  }
  const auto delay = delay_of(json["delay_ms"]);
  if (!delay) return wrong("delay_ms", "should be milliseconds, at most an hour");
  answer.delay_before_head = *delay;
  answer.reset = json["reset"].as_bool().value_or(false);
  if (const auto cut = json["cut_after"].as_int64(); cut && *cut >= 0)
    answer.cut_after = static_cast<std::size_t>(*cut);
  answer.streamed = json.contains("stream");
  if (!answer.streamed) {
    auto body = bytes_of(json["body"]);
    if (!body) return wrong("body", R"(should be a text or {"base64": …})");
    answer.body = *std::move(body);
    return answer;
  }
  for (const Json& piece : json["stream"].items()) {
    auto bytes = bytes_of(piece["bytes"]);
    const auto pause = delay_of(piece["delay_ms"]);
    if (!bytes || !pause) return wrong("stream", "has a piece without bytes or with a wrong delay_ms");
    answer.steps.push_back({*pause, *std::move(bytes)});
  }
  return answer;
}

}  // namespace anthropic::internal::local
