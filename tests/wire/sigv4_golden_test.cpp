// Requests that botocore signed, for every service, and the Bedrock API keys that AWS's token generator made.

#include <filesystem>
#include <gtest/gtest.h>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "support/hex.hpp"
#include "support/vector_url.hpp"
#include "support/vectors.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::sigv4 {
namespace {

aws::Credentials read_credentials(const Json& json) {
  aws::Credentials out;
  out.access_key_id = json["access_key_id"].string_or("");
  out.secret_access_key = json["secret_access_key"].string_or("");
  out.session_token = json["session_token"].string_or("");
  return out;
}

std::string body_of(const Json& request) {
  if (request["body_hex"].is_string()) return testing::from_hex(request["body_hex"].string_or(""));
  return request["body_utf8"].string_or("");
}

/// The fields that the Authorization header names, but not those that signing adds.
Headers fields_to_sign(const Json& request, const testing::VectorUrl& url,
                       const Authorization& authorization) {
  Headers all = {{"Host", url.authority}};
  for (const Json& field : request["headers"].items()) {
    all.emplace_back(field[0].string_or(""), field[1].string_or(""));
  }
  Headers out;
  for (const std::string& name : authorization.signed_headers) {
    if (name == "x-amz-date" || name == "x-amz-security-token") continue;
    for (const auto& field : all) {
      if (iequals(field.first, name)) out.push_back(field);
    }
  }
  return out;
}

std::string header_of(const Json& request, std::string_view name) {
  for (const Json& field : request["headers"].items()) {
    if (iequals(field[0].string_or(""), name)) return field[1].string_or("");
  }
  return {};
}

std::string payload_hash_of(const Json& request) {
  const std::string declared = header_of(request, "x-amz-content-sha256");
  const bool is_hash = declared.size() == 64;
  return declared.empty() || is_hash ? sha256_hex(body_of(request)) : declared;
}

void check_request(const Json& golden) {
  const Json& request = golden["request"];
  const Json& expected = golden["sigv4"];
  const std::string authorization_text = header_of(request, "authorization");
  const auto authorization = parse_authorization(authorization_text);
  const testing::VectorUrl url(request["url"].string_or(""));
  ASSERT_TRUE(authorization);
  const std::string service = expected["service"].string_or(""), region = expected["region"].string_or("");
  const Scope scope{region, service};
  const Options options{.double_encode_path = service != "s3", .normalize_path = service != "s3"};
  const std::string payload_hash = payload_hash_of(request);
  const std::string method = request["method"].string_or("");
  const std::string amz_date = golden["timestamp"].string_or("");
  const aws::Credentials credentials = read_credentials(golden["credentials"]);

  Headers headers = fields_to_sign(request, url, *authorization);
  const Request to_sign{method, url.path, url.query, &headers, payload_hash};
  Signer signer;
  const Headers added = signer.sign(to_sign, credentials, scope, parse_amz_date(amz_date).value(), options);
  EXPECT_EQ(*find_header(added, "authorization"), authorization_text);

  headers.emplace_back("X-Amz-Date", amz_date);
  if (!credentials.session_token.empty()) {
    headers.emplace_back("X-Amz-Security-Token", credentials.session_token);
  }
  std::string signed_headers;
  const std::string canonical = canonical_request(to_sign, options, signed_headers);
  EXPECT_EQ(canonical, expected["canonical_request"].string_or(""));
  EXPECT_EQ(string_to_sign(canonical, amz_date, scope), expected["string_to_sign"].string_or(""));
}

void check_presigned(const Json& golden) {
  const testing::VectorUrl url(golden["presigned_url"].string_or(""));
  const Headers headers = {{"Host", url.authority}};
  const std::string payload_hash = sha256_hex("");
  const std::string region = golden["region"].string_or(""), service = golden["service"].string_or("");
  const Request request{"POST", url.path, "Action=CallWithBearerToken", &headers, payload_hash};
  Signer signer;
  const std::string query =
      signer.presign(request, read_credentials(golden["credentials"]), {region, service},
                     parse_amz_date(golden["timestamp"].string_or("")).value(),
                     std::chrono::seconds(golden["expires"].as_int64().value()));
  EXPECT_EQ(query, url.query);
  const std::string key = url.authority + url.path + "?" + query + "&Version=1";
  EXPECT_EQ("bedrock-api-key-" + base64_encode(key), golden["api_key"].string_or(""));
}

TEST(Sigv4Golden, EveryRequestIsSignedAsBotocoreDoes) {
  const std::filesystem::path folder = testing::vectors("golden-requests");
  REQUIRE_VECTORS(folder);
  int requests = 0, presigned = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().filename().string());
    const Json golden = Json::parse(testing::read_file(entry.path())).value();
    if (golden.contains("presigned_url")) {
      check_presigned(golden);
      ++presigned;
    } else if (golden["sigv4"].is_object()) {
      check_request(golden);
      ++requests;
    }
  }
  EXPECT_EQ(requests, 31);
  EXPECT_EQ(presigned, 2);
}

}  // namespace
}  // namespace anthropic::internal::sigv4
