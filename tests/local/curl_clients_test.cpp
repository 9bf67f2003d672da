#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <anthropic/bedrock.hpp>

#include "base/text/header_lookup.hpp"
#include "decoded_frames.hpp"
#include "raw_client.hpp"
#include "running_endpoint.hpp"
#include "support/temporary_folder.hpp"

// libcurl as a client of every way in: HTTP/1.1 and HTTP/2, in the clear and over TLS.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct CurlAnswer {
  CURLcode outcome = CURLE_OK;
  long status = 0;
  long version = 0;  // CURL_HTTP_VERSION_…
  std::string body = {};
};

struct CurlOptions {
  long version = CURL_HTTP_VERSION_1_1;
  std::string authority = {};
  std::string host = "127.0.0.1";
};

class Curl {
 public:
  CurlAnswer ask(const testing::LocalBedrock& endpoint, const Request& request, const CurlOptions& options) {
    CurlAnswer answer;
    const std::string scheme = endpoint.base_url().substr(0, endpoint.base_url().find("//") + 2);
    const std::string port = std::to_string(endpoint.port());
    const std::string url = scheme + options.host + ":" + port + request.target;
    const std::string resolve = options.host + ":" + port + ":127.0.0.1";
    const List resolved(curl_slist_append(nullptr, resolve.c_str()));
    List headers;
    for (const auto& [name, value] : request.headers)
      headers.reset(curl_slist_append(headers.release(), (name + ": " + value).c_str()));
    CURL* curl = handle_.get();
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_RESOLVE, resolved.get());
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, options.version);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, request.body.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    if (!options.authority.empty()) {
      curl_blob blob{.data = const_cast<char*>(options.authority.data()),
                     .len = options.authority.size(),
                     .flags = CURL_BLOB_COPY};
      curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &blob);
    }
    answer.outcome = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_easy_getinfo(curl, CURLINFO_HTTP_VERSION, &answer.version);
    return answer;
  }

 private:
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  using List = std::unique_ptr<curl_slist, FreeList>;

  static std::size_t append(char* data, std::size_t, std::size_t size, void* body) {
    static_cast<std::string*>(body)->append(data, size);
    return size;
  }

  std::unique_ptr<CURL, FreeHandle> handle_{curl_easy_init()};
};

Request message() {
  return signed_request("POST", kHaikuInvoke, invoke_body());
}
Request stream() {
  return signed_request("POST", kHaikuStream, invoke_body());
}

testing::LocalBedrock start_secure(testing::LocalBedrockOptions options = {}) {
  options.tls = true;
  return start_endpoint(std::move(options));
}

TEST(CurlClients, SpeakEitherHttpInTheClear) {
  const auto endpoint = start_endpoint();
  struct Way {
    long asked;
    long spoken;
  };
  for (const Way& way : {Way{CURL_HTTP_VERSION_1_1, CURL_HTTP_VERSION_1_1},
                         Way{CURL_HTTP_VERSION_2_0, CURL_HTTP_VERSION_2_0},  // by an upgrade
                         Way{CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE, CURL_HTTP_VERSION_2_0}}) {
    for (int i = 0; i < 2; ++i) {
      const CurlAnswer answer = Curl().ask(endpoint, message(), {.version = way.asked});
      EXPECT_EQ(answer.outcome, CURLE_OK) << curl_easy_strerror(answer.outcome);
      EXPECT_EQ(answer.status, 200);
      EXPECT_EQ(answer.version, way.spoken);
      EXPECT_THAT(answer.body, HasSubstr("not Claude"));
      EXPECT_THAT(decode_stream(Curl().ask(endpoint, stream(), {.version = way.asked}).body).text(),
                  HasSubstr("not Claude"));
    }
  }
}

TEST(CurlClients, SpeakEitherHttpOverTls) {
  const auto endpoint = start_secure();
  EXPECT_THAT(endpoint.base_url(), HasSubstr("https://127.0.0.1:"));
  for (const long version : {CURL_HTTP_VERSION_1_1, CURL_HTTP_VERSION_2TLS}) {
    Curl curl;
    const CurlOptions options{.version = version, .authority = endpoint.ca_certificate()};
    for (int i = 0; i < 2; ++i) {
      const CurlAnswer answer = curl.ask(endpoint, message(), options);
      EXPECT_EQ(answer.outcome, CURLE_OK) << curl_easy_strerror(answer.outcome);
      EXPECT_EQ(answer.version == CURL_HTTP_VERSION_1_1, version == CURL_HTTP_VERSION_1_1);
      EXPECT_THAT(answer.body, HasSubstr("not Claude"));
      EXPECT_THAT(decode_stream(curl.ask(endpoint, stream(), options).body).text(), HasSubstr("not Claude"));
    }
  }
}

TEST(CurlClients, SeeFaultsOverTls) {
  const auto endpoint = start_secure();
  for (const long version : {CURL_HTTP_VERSION_1_1, CURL_HTTP_VERSION_2TLS}) {
    const CurlOptions options{.version = version, .authority = endpoint.ca_certificate()};
    const auto ask = [&](const char* fault) {
      Request request = stream();
      header_of(request, "x-local-fault") = fault;
      return Curl().ask(endpoint, request, options);
    };
    EXPECT_EQ(ask("reset").status, 0);
    const CurlAnswer cut = ask("cut-after=500");
    EXPECT_NE(cut.outcome, CURLE_OK);
    EXPECT_EQ(cut.body.size(), 500u);
    EXPECT_EQ(ask("throttle").status, 429);
    EXPECT_EQ(ask("slow=1").outcome, CURLE_OK);
  }
}

TEST(Tls, IsForTheNamesOfTheEndpoint) {
  const auto endpoint = start_secure({.allowed_hosts = {"bedrock.test"}});
  for (const char* host : {"127.0.0.1", "localhost", "bedrock.test"}) {
    const CurlAnswer answer =
        Curl().ask(endpoint, message(), {.authority = endpoint.ca_certificate(), .host = host});
    EXPECT_EQ(answer.outcome, CURLE_OK) << host << ": " << curl_easy_strerror(answer.outcome);
  }
  EXPECT_EQ(Curl()
                .ask(endpoint, message(), {.authority = endpoint.ca_certificate(), .host = "another.test"})
                .outcome,
            CURLE_PEER_FAILED_VERIFICATION);
}

TEST(Tls, EachEndpointHasAnAuthorityOfItsOwn) {
  const auto endpoint = start_secure(), other = start_secure();
  EXPECT_NE(endpoint.ca_certificate(), other.ca_certificate());
  EXPECT_THAT(endpoint.ca_certificate(), HasSubstr("-----BEGIN CERTIFICATE-----"));
  EXPECT_THAT(endpoint.ca_certificate(), Not(HasSubstr("PRIVATE KEY")));
  EXPECT_EQ(Curl().ask(endpoint, message(), {.authority = other.ca_certificate()}).outcome,
            CURLE_PEER_FAILED_VERIFICATION);
  EXPECT_EQ(start_endpoint().ca_certificate(), "");
}

TEST(Tls, OurClientTrustsItByAFile) {
  const testing::TemporaryFolder folder;
  auto endpoint = testing::LocalBedrock::start({.tls = true, .ca_file = folder.path() + "/ca.pem"});
  ASSERT_TRUE(endpoint) << endpoint.error();
  const AnthropicBedrock client(endpoint->client_options());
  const auto answer =
      client.messages.create({.model = "haiku", .max_tokens = 50, .messages = {{"user", "Hello"}}});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_THAT(answer->text(), HasSubstr("not Claude"));
}

TEST(Tls, TakesAFileOnlyWithTls) {
  const auto endpoint = testing::LocalBedrock::start({.ca_file = "ca.pem"});
  ASSERT_FALSE(endpoint);
  EXPECT_THAT(endpoint.error().message, HasSubstr("ca_file"));
  const auto nowhere = testing::LocalBedrock::start({.tls = true, .ca_file = "/no/such/folder/ca.pem"});
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message, HasSubstr("/no/such/folder"));
}

TEST(Tls, TheLogSaysWhoSpeaksNone) {
  std::mutex mutex;
  std::string lines;
  testing::LocalBedrockOptions options;
  options.log = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    lines += line;
    lines += '\n';
  };
  auto endpoint = start_secure(options);
  RawClient plain(endpoint.port());
  plain.send("GET / HTTP/1.1\r\nAuthorization: secret\r\n\r\n");
  EXPECT_TRUE(plain.is_closed());
  EXPECT_EQ(Curl().ask(endpoint, message(), {.authority = start_secure().ca_certificate()}).outcome,
            CURLE_PEER_FAILED_VERIFICATION);
  while (endpoint.open_connections() > 0) std::this_thread::yield();
  endpoint.stop();
  EXPECT_THAT(lines, HasSubstr(" 400 no HTTP request: the client speaks no TLS"));
  EXPECT_THAT(lines, HasSubstr(" 400 no HTTP request: the client does not trust the endpoint's authority"));
  EXPECT_THAT(lines, Not(HasSubstr("secret")));

  lines.clear();
  auto in_the_clear = start_endpoint(options);
  RawClient secure(in_the_clear.port());
  secure.send("\x16\x03\x01\x02 a handshake\r\n\r\n");
  EXPECT_EQ(secure.receive().status, 400);
  in_the_clear.stop();
  EXPECT_THAT(lines, HasSubstr(" 400 no HTTP request: TLS, which the endpoint speaks with --tls"));
}

}  // namespace
}  // namespace anthropic::internal::local
