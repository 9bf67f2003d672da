#include "wire/aws/sigv4.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <gmock/gmock.h>
#include <new>
#include <thread>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::sigv4 {
namespace {

using ::testing::HasSubstr;

const std::string kSignature(64, 'a');

std::string good(const std::string& credential = "AKID/20150830/us-east-1/service/aws4_request") {
  return "AWS4-HMAC-SHA256 Credential=" + credential +
         ", SignedHeaders=host;x-amz-date, Signature=" + kSignature;
}

aws::Credentials credentials(const std::string& secret) {
  aws::Credentials out;
  out.access_key_id = "AKIDEXAMPLE";
  out.secret_access_key = secret;
  return out;
}

const SystemTime kNow = *parse_amz_date("20150830T123600Z");
const Headers kHostOnly = {{"Host", "example.amazonaws.com"}};
const std::string kEmptyHash = sha256_hex("");
const Request kGetRoot{"GET", "/", "", &kHostOnly, kEmptyHash};

std::string sign(Signer& signer, const std::string& secret, SystemTime at = kNow,
                 Scope scope = {"us-east-1", "s"}) {
  return *find_header(signer.sign(kGetRoot, credentials(secret), scope, at), "authorization");
}

std::string canonical(std::string_view path, std::string_view query, const Options& options = {}) {
  std::string signed_headers;
  return canonical_request({"GET", path, query, &kHostOnly, "hash"}, options, signed_headers);
}

std::string canonical_path(std::string_view path, const Options& options = {}) {
  const std::string text = canonical(path, "", options);
  return text.substr(4, text.find('\n', 4) - 4);
}

std::string canonical_query(std::string_view query) {
  const std::string text = canonical("/", query);
  return text.substr(6, text.find('\n', 6) - 6);
}

TEST(SigningKey, IsTheOneOfAwssGuide) {
  const Sha256 key =
      signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830", {"us-east-1", "iam"});
  EXPECT_EQ(hex_encode(as_bytes(key)), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST(SigningKey, IsGoneWithItsSigner) {
  const Sha256 key = signing_key("secret", "20150830", {"us-east-1", "s"});
  alignas(Signer) std::array<unsigned char, sizeof(Signer)> memory = {};
  const auto holds_the_key = [&] {
    return std::search(memory.begin(), memory.end(), key.begin(), key.end()) != memory.end();
  };
  auto* signer = new (memory.data()) Signer;
  sign(*signer, "secret");
  ASSERT_TRUE(holds_the_key());
  signer->~Signer();
  EXPECT_FALSE(holds_the_key());
}

TEST(CanonicalPath, EncodesTheWirePathOnceMore) {
  EXPECT_EQ(canonical_path(""), "/");
  EXPECT_EQ(canonical_path("/model/a.b-v1%3A0/invoke"), "/model/a.b-v1%253A0/invoke");
  EXPECT_EQ(canonical_path("/model/a:0"), "/model/a%3A0");
  EXPECT_EQ(canonical_path("/a/./b//../c/"), "/a/c/");
  EXPECT_EQ(canonical_path("/.."), "/");
  EXPECT_EQ(canonical_path("/../../a"), "/a");
  EXPECT_EQ(canonical_path("/.hidden/a..b"), "/.hidden/a..b");
}

TEST(CanonicalPath, IsLeftAloneForS3) {
  const Options s3{.double_encode_path = false, .normalize_path = false};
  EXPECT_EQ(canonical_path("/x//y/../a%20b", s3), "/x//y/../a%20b");
}

TEST(CanonicalQuery, IsDecodedEncodedAndSorted) {
  EXPECT_EQ(canonical_query("b=2&a=1"), "a=1&b=2");
  EXPECT_EQ(canonical_query("a=2&a=1&a=10"), "a=1&a=10&a=2");
  EXPECT_EQ(canonical_query("flag"), "flag=");
  EXPECT_EQ(canonical_query("a=b=c&&"), "a=b%3Dc");
  EXPECT_EQ(canonical_query("k=a/b+c&k2=%2f%zz"), "k=a%2Fb%2Bc&k2=%2F%25zz");
  EXPECT_EQ(canonical_query("a-b=1&a=1"), "a=1&a-b=1");
}

TEST(Signer, StandsInForStaleFields) {
  Signer signer;
  const Headers stale = {{"Host", "example.amazonaws.com"},
                         {"X-Amz-Date", "20000101T000000Z"},
                         {"x-amz-security-token", "old"},
                         {"authorization", "old"}};
  const Request again{"GET", "/", "", &stale, kEmptyHash};
  EXPECT_EQ(signer.sign(again, credentials("secret"), {"r", "s"}, kNow),
            signer.sign(kGetRoot, credentials("secret"), {"r", "s"}, kNow));
}

TEST(Signer, SendsTheSessionToken) {
  Signer signer;
  aws::Credentials temporary = credentials("secret");
  temporary.session_token = "token";
  const Headers with = signer.sign(kGetRoot, temporary, {"r", "s"}, kNow);
  EXPECT_EQ(*find_header(with, "x-amz-security-token"), "token");
  EXPECT_THAT(*find_header(with, "authorization"), HasSubstr(";x-amz-security-token"));
  EXPECT_EQ(
      find_header(signer.sign(kGetRoot, credentials("secret"), {"r", "s"}, kNow), "x-amz-security-token"),
      nullptr);
}

TEST(Signer, ItsCacheNoticesEveryChange) {
  Signer warm;
  const auto fresh = [](auto... arguments) {
    Signer signer;
    return sign(signer, arguments...);
  };
  const SystemTime tomorrow = kNow + std::chrono::hours(24);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(sign(warm, "one"), fresh("one"));
    EXPECT_EQ(sign(warm, "one"), fresh("one"));
    EXPECT_EQ(sign(warm, "two"), fresh("two"));
    EXPECT_EQ(sign(warm, "one", tomorrow), fresh("one", tomorrow));
    EXPECT_EQ(sign(warm, "one", kNow, {"eu-west-1", "s"}), fresh("one", kNow, Scope{"eu-west-1", "s"}));
    EXPECT_EQ(sign(warm, "one", kNow, {"us-east-1", "t"}), fresh("one", kNow, Scope{"us-east-1", "t"}));
  }
  EXPECT_NE(fresh("one"), fresh("two"));
}

TEST(Signer, SignsOnManyThreads) {
  Signer signer;
  const std::string expected[] = {sign(signer, "one"), sign(signer, "two")};
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        for (int j = 0; j < 500; ++j) {
          const int which = (i + j) % 2;
          if (sign(signer, which == 0 ? "one" : "two") != expected[which]) ++wrong;
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST(Authorization, IsTakenApart) {
  const auto parsed = parse_authorization(good());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->access_key_id, "AKID");
  EXPECT_EQ(parsed->date, "20150830");
  EXPECT_EQ(parsed->region, "us-east-1");
  EXPECT_EQ(parsed->service, "service");
  EXPECT_EQ(parsed->signed_headers, (std::vector<std::string>{"host", "x-amz-date"}));
  EXPECT_EQ(parsed->signature, kSignature);
}

TEST(Authorization, MayBeSpacedAndOrderedOtherwise) {
  EXPECT_TRUE(parse_authorization("AWS4-HMAC-SHA256 Signature=" + kSignature +
                                  ",SignedHeaders=host,Credential=A/20150830/r/s/aws4_request"));
  EXPECT_TRUE(
      parse_authorization("  AWS4-HMAC-SHA256 \t Credential=A/20150830/r/s/aws4_request ,  "
                          "SignedHeaders=host , Signature=" +
                          kSignature + " "));
}

TEST(Authorization, MaySignTheNameThatHttp2HasForHost) {
  const auto parsed = parse_authorization(
      "AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request, SignedHeaders=:authority;x-amz-date, "
      "Signature=" +
      kSignature);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->signed_headers, (std::vector<std::string>{":authority", "x-amz-date"}));
  for (const char* names : {":path", ":authority:", ":Authority", ":", "authority:"}) {
    EXPECT_FALSE(parse_authorization(
        "AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request, SignedHeaders=" + std::string(names) +
        ", Signature=" + kSignature))
        << names;
  }
}

TEST(Authorization, RefusesRubbish) {
  const std::string head = "AWS4-HMAC-SHA256 ";
  const std::string c = "Credential=A/20150830/r/s/aws4_request", h = "SignedHeaders=host",
                    s = "Signature=" + kSignature;
  const std::vector<std::string> wrong = {"",
                                          "AWS4-HMAC-SHA256",
                                          head,
                                          "Bearer token",
                                          "AWS4-HMAC-SHA256" + c + "," + h + "," + s,
                                          "AWS4-HMAC-SHA512 " + c + "," + h + "," + s,
                                          head + c + "," + h,
                                          head + c + "," + s,
                                          head + h + "," + s,
                                          head + c + "," + h + "," + s + ",",
                                          head + "," + c + "," + h + "," + s,
                                          head + c + "," + h + "," + s + "," + s,
                                          head + c + "," + c + "," + h + "," + s,
                                          head + c + "," + h + "," + s + ",X=1",
                                          head + c + " " + h + " " + s,
                                          head + c + ",SignedHeaders=," + s,
                                          head + c + ",SignedHeaders=host;," + s,
                                          head + c + ",SignedHeaders=Host," + s,
                                          head + c + ",SignedHeaders=ho st," + s,
                                          head + c + "," + h + ",Signature=",
                                          head + c + "," + h + ",Signature=" + std::string(63, 'a'),
                                          head + c + "," + h + ",Signature=" + std::string(64, 'A'),
                                          head + c + "," + h + ",Signature=" + std::string(64, 'g'),
                                          good("A/2015083/r/s/aws4_request"),
                                          good("A/2015083x/r/s/aws4_request"),
                                          good("/20150830/r/s/aws4_request"),
                                          good("A/20150830//s/aws4_request"),
                                          good("A/20150830/r//aws4_request"),
                                          good("A/20150830/r/s/aws3_request"),
                                          good("A/20150830/r/s"),
                                          good("A/20150830/r/s/aws4_request/x"),
                                          good("")};
  for (const std::string& text : wrong) EXPECT_FALSE(parse_authorization(text)) << text;
}

}  // namespace
}  // namespace anthropic::internal::sigv4
