// AWS's own signing suite: each case is signed once in the header and once in the query.

#include <algorithm>
#include <filesystem>
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "support/vectors.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::sigv4 {
namespace {

using ::testing::HasSubstr;

struct SuiteCase {
  std::string method, path, query, body;
  Headers headers;
  aws::Credentials credentials;
  std::string region, service;
  SystemTime now{};
  std::chrono::seconds expires{};
  bool sign_body = false;
  Options options;

  Scope scope() const { return {region, service}; }
};

/// Takes one line off the front, without its end.
std::string take_line(std::string& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string line = text.substr(0, end);
  text.erase(0, std::min(end + 1, text.size()));
  return line;
}

void read_request(std::string text, SuiteCase& out) {
  const std::string first = take_line(text);
  const std::size_t method_end = first.find(' '), target_end = first.rfind(' ');
  out.method = first.substr(0, method_end);
  const std::string target = first.substr(method_end + 1, target_end - method_end - 1);
  const std::size_t question = std::min(target.find('?'), target.size());
  out.path = target.substr(0, question);
  out.query = target.substr(std::min(question + 1, target.size()));
  while (!text.empty()) {
    const std::string line = take_line(text);
    if (line.empty()) break;
    if (line[0] == ' ' || line[0] == '\t') {
      out.headers.back().second += "\n" + line;
      continue;
    }
    const std::size_t colon = line.find(':');
    out.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
  }
  out.body = text;
}

SuiteCase read_case(const std::filesystem::path& folder) {
  SuiteCase out;
  read_request(testing::read_file(folder / "request.txt"), out);
  const Json context = Json::parse(testing::read_file(folder / "context.json")).value();
  const Json& credentials = context["credentials"];
  out.credentials.access_key_id = credentials["access_key_id"].string_or("");
  out.credentials.secret_access_key = credentials["secret_access_key"].string_or("");
  out.credentials.session_token = credentials["token"].string_or("");
  out.region = context["region"].string_or("");
  out.service = context["service"].string_or("");
  out.now = parse_iso8601(context["timestamp"].string_or("")).value();
  out.expires = std::chrono::seconds(context["expiration_in_seconds"].as_int64().value());
  out.sign_body = context["sign_body"].as_bool().value();
  out.options.normalize_path = context["normalize"].as_bool().value();
  out.options.sign_session_token = !context["omit_session_token"].as_bool().value_or(false);
  return out;
}

/// "a=1&b=2" as a sorted list: the order of a signed query's parameters means nothing.
std::vector<std::string> parameters(std::string_view query) {
  std::vector<std::string> out;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    out.emplace_back(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string query_of_signed_request(std::string text) {
  SuiteCase parsed;
  read_request(std::move(text), parsed);
  return parsed.query;
}

class Sigv4Suite : public ::testing::Test {
 protected:
  std::string expected(const char* name) const { return testing::read_file(folder_ / name); }

  void check_header_signing(SuiteCase test) {
    const std::string payload_hash = sha256_hex(test.body);
    if (test.sign_body) test.headers.emplace_back("X-Amz-Content-Sha256", payload_hash);
    const Request request{test.method, test.path, test.query, &test.headers, payload_hash};
    const Headers added = signer_.sign(request, test.credentials, test.scope(), test.now, test.options);
    const auto authorization = parse_authorization(*find_header(added, "Authorization"));
    ASSERT_TRUE(authorization);
    EXPECT_EQ(authorization->signature, expected("header-signature.txt"));
    EXPECT_THAT(expected("header-signed-request.txt"), HasSubstr(*find_header(added, "Authorization")));

    Headers all = test.headers;
    for (const auto& [name, value] : added) {
      const bool is_token = name == "x-amz-security-token";
      if (name == "x-amz-date" || (is_token && test.options.sign_session_token))
        all.emplace_back(name, value);
    }
    std::string signed_headers;
    const Request whole{test.method, test.path, test.query, &all, payload_hash};
    const std::string canonical = canonical_request(whole, test.options, signed_headers);
    EXPECT_EQ(canonical, expected("header-canonical-request.txt"));
    EXPECT_EQ(string_to_sign(canonical, format_amz_date(test.now), test.scope()),
              expected("header-string-to-sign.txt"));
    ++signatures_;
  }

  void check_query_signing(const SuiteCase& test) {
    const std::string payload_hash = sha256_hex(test.body);
    Request request{test.method, test.path, test.query, &test.headers, payload_hash};
    const std::string query =
        signer_.presign(request, test.credentials, test.scope(), test.now, test.expires, test.options);
    const std::string signature_parameter = "&X-Amz-Signature=";
    const std::size_t signature_start = query.find(signature_parameter);
    ASSERT_NE(signature_start, std::string::npos);
    EXPECT_EQ(query.substr(signature_start + signature_parameter.size()), expected("query-signature.txt"));
    EXPECT_EQ(parameters(query), parameters(query_of_signed_request(expected("query-signed-request.txt"))));

    std::string unsigned_query = query.substr(0, signature_start);
    if (!test.options.sign_session_token) {
      unsigned_query.erase(unsigned_query.find("&X-Amz-Security-Token="));
    }
    request.query = unsigned_query;
    std::string signed_headers;
    const std::string canonical = canonical_request(request, test.options, signed_headers);
    EXPECT_EQ(canonical, expected("query-canonical-request.txt"));
    EXPECT_EQ(string_to_sign(canonical, format_amz_date(test.now), test.scope()),
              expected("query-string-to-sign.txt"));
    ++signatures_;
  }

  Signer signer_;
  std::filesystem::path folder_;
  int signatures_ = 0;
};

TEST_F(Sigv4Suite, EverySignatureIsAwss) {
  const std::filesystem::path suite = testing::vectors("sigv4/aws-c-auth/v4");
  REQUIRE_VECTORS(suite);
  for (const auto& entry : std::filesystem::directory_iterator(suite)) {
    folder_ = entry.path();
    SCOPED_TRACE(folder_.filename().string());
    const SuiteCase test = read_case(folder_);
    check_header_signing(test);
    check_query_signing(test);
  }
  EXPECT_EQ(signatures_, 76);
}

}  // namespace
}  // namespace anthropic::internal::sigv4
