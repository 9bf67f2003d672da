#include "signed_request.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/json.hpp>

#include "base/crypto/sha256.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::local {

SystemTime noon() {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(12);
}

aws::Credentials plain_pair() {
  aws::Credentials pair;
  pair.access_key_id = "AKIATESTPLAIN";
  pair.secret_access_key = "plain-secret";
  return pair;
}

aws::Credentials temporary_pair() {
  aws::Credentials pair;
  pair.access_key_id = "ASIATESTTEMPORARY";
  pair.secret_access_key = "temporary-secret";
  pair.session_token = "session-token-of-the-test";
  return pair;
}

std::string invoke_body(std::string_view prompt) {
  return Json::object({{"anthropic_version", "bedrock-2023-05-31"},
                       {"max_tokens", 100},
                       {"messages", Json::array({Json::object({{"role", "user"}, {"content", prompt}})})}})
      .dump();
}

Request signed_request(std::string_view method, std::string_view target, std::string body,
                       const SignedWith& with) {
  Request request{.method = std::string(method), .target = std::string(target)};
  request.body = std::move(body);
  request.headers = {{"Host", "127.0.0.1:8000"}, {"Content-Type", with.content_type}};
  for (const auto& field : with.more) request.headers.push_back(field);
  const std::size_t mark = target.find('?');
  const std::string hash = sha256_hex(request.body);
  const sigv4::Request what = {.method = method,
                               .path = target.substr(0, mark),
                               .query = mark == std::string_view::npos ? "" : target.substr(mark + 1),
                               .headers = &request.headers,
                               .payload_hash = hash};
  for (auto& field : sigv4::Signer().sign(what, with.pair, {with.region, with.service}, with.time))
    request.headers.push_back(std::move(field));
  return request;
}

std::string& header_of(Request& request, std::string_view name) {
  const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                  [&](const auto& field) { return iequals(field.first, name); });
  if (found != request.headers.end()) return found->second;
  request.headers.emplace_back(std::string(name), "");
  return request.headers.back().second;
}

void remove_header(Request& request, std::string_view name) {
  set_header(request.headers, name, "");
}

}  // namespace anthropic::internal::local
