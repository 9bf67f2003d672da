#include <unistd.h>

#include "http/http_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

class Proxy : public HttpTest {
 protected:
  Call through(const LoopbackServer& proxy, std::string url, std::string user = "") {
    return {.url = std::move(url),
            .headers = {{"authorization", "for the server only"}},
            .connection = {.proxy = "http://" + user + "127.0.0.1:" + std::to_string(proxy.port())}};
  }
};

TEST_F(Proxy, GetsTheWholeUrlOfAPlainRequestAsItIs) {
  std::promise<std::string> received;
  LoopbackServer proxy([&](Connection& connection) {
    received.set_value(connection.read_request());
    connection.write(ok("by proxy"));
  });
  const Call call = through(proxy, "http://plain.test/a/../b%3A?q=1");
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "by proxy");
  const std::string request = received.get_future().get();
  EXPECT_EQ(request.substr(0, request.find("\r\n")), "POST http://plain.test/a/../b%3A?q=1 HTTP/1.1");
}

TEST_F(Proxy, TunnelsTlsAndDoesNotSeeTheHeaders) {
  const TestAuthority authority;
  const std::string bundle =
      ::testing::TempDir() + "anthropic-proxy-authority-" + std::to_string(getpid()) + ".pem";
  FILE* file = std::fopen(bundle.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fputs(authority.pem().c_str(), file);
  std::fclose(file);

  LoopbackServer server(answer_always(ok("tunnelled")), authority.server_for("DNS:secure.test"));
  std::promise<std::string> received;
  LoopbackServer proxy([&](Connection& connection) {
    received.set_value(connection.read_head());
    connection.write("HTTP/1.1 200 Connection established\r\nx-proxy: 1\r\n\r\n");
    connection.tunnel_to(server.port());
  });
  Call call = through(proxy, "https://secure.test/", "user:secret@");
  call.connection.ca_bundle = bundle;
  {
    const auto exchange = open(call);
    const auto head = exchange->head();
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ((*head)->headers, (Headers{{"content-length", "9"}}))
        << "the proxy's headers are not the answer's";
    EXPECT_EQ(exchange->read_all().value_or("failed"), "tunnelled");
  }
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "tunnelled");
  EXPECT_EQ(proxy.connections(), 1);
  const std::string request = received.get_future().get();
  EXPECT_TRUE(request.starts_with("CONNECT secure.test:443 HTTP/1.1\r\n"));
  EXPECT_EQ(header_in(request, "authorization"), "");
  EXPECT_EQ(header_in(request, "proxy-authorization"), "Basic dXNlcjpzZWNyZXQ=");
  std::remove(bundle.c_str());
}

TEST_F(Proxy, ItsRefusalIsReportedWithoutItsPassword) {
  LoopbackServer proxy(
      answer_always("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"));
  const Call call = through(proxy, "https://secure.test/", "user:secret@");
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_EQ(head.error().kind, ErrorKind::connection);
  EXPECT_EQ(head.error().message,
            "the proxy 127.0.0.1:" + std::to_string(proxy.port()) +
                " (from the option proxy) refused the way to secure.test:443 (status 407)");
  EXPECT_EQ(head.error().hint, "It does not take the user and password that its URL holds.");
  EXPECT_FALSE(exchange->sent());
}

TEST_F(Proxy, AnyFailureToOpenTheWayIsTheProxys) {
  for (const std::string status : {"301", "400", "401", "403", "404", "407", "500", "502", "503", "504"}) {
    LoopbackServer proxy(
        answer_always("HTTP/1.1 " + status +
                      " No\r\nproxy-authenticate: Basic realm=\"x\"\r\nwww-authenticate: Basic "
                      "realm=\"x\"\r\ncontent-length: 5\r\n\r\nsorry"));
    environment.set("HTTPS_PROXY", "http://127.0.0.1:" + std::to_string(proxy.port()));
    ask_environment_again();
    const Call call{.url = "https://secure.test/", .connection = {}};
    const auto exchange = open(call);
    EXPECT_EQ(exchange->head().error().message,
              "the proxy 127.0.0.1:" + std::to_string(proxy.port()) +
                  " (from HTTPS_PROXY) refused the way to secure.test:443 (status " + status + ")");
    EXPECT_FALSE(exchange->sent());
  }
}

TEST_F(Proxy, ThatBreaksOffOrSpeaksSomethingElseIsNamed) {
  for (const std::string answer : {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 Conn"}) {
    LoopbackServer proxy([&](Connection& connection) {
      connection.read_head();
      connection.write(answer);
    });
    const Call call = through(proxy, "https://secure.test/", "user:secret@");
    const Error error = open(call)->head().error();
    EXPECT_EQ(error.kind, ErrorKind::connection);
    EXPECT_EQ(error.message, "the proxy 127.0.0.1:" + std::to_string(proxy.port()) +
                                 " (from the option proxy) did not open the way to secure.test:443");
  }
}

TEST_F(Proxy, OfSocksThatRefusesIsNamed) {
  LoopbackServer proxy([](Connection& connection) {
    connection.wait_for(3);
    connection.write(std::string("\x05\xff", 2));  // none of the ways to authenticate
    connection.wait_for_close();
  });
  const std::string address = "127.0.0.1:" + std::to_string(proxy.port());
  const Call call{.url = "https://secure.test/", .connection = {.proxy = "socks5h://" + address}};
  const Error error = open(call)->head().error();
  EXPECT_EQ(error.kind, ErrorKind::connection);
  EXPECT_THAT(error.message,
              ::testing::StartsWith("the proxy " + address +
                                    " (from the option proxy) did not open the way to secure.test:443"));
}

TEST_F(Proxy, WhoseOwnCertificateIsNotTrustedIsNamed) {
  const TestAuthority authority;
  LoopbackServer proxy(answer_always(ok("never")), authority.server_for("IP:127.0.0.1"));
  const std::string address = "127.0.0.1:" + std::to_string(proxy.port());
  const Call call{.url = "https://secure.test/", .connection = {.proxy = "https://user:secret@" + address}};
  EXPECT_THAT(open(call)->head().error().message,
              ::testing::StartsWith("TLS: the certificate of the proxy " + address +
                                    " (from the option proxy) is not trusted"));
}

TEST_F(Proxy, CredentialsArePercentDecoded) {
  std::promise<std::string> received;
  LoopbackServer proxy([&](Connection& connection) {
    received.set_value(connection.read_head());
    connection.write("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
  });
  const Call call = through(proxy, "https://secure.test/", "us%40er:s%3Acr%2Fet@");
  EXPECT_FALSE(open(call)->head());
  EXPECT_EQ(header_in(received.get_future().get(), "proxy-authorization"), "Basic dXNAZXI6czpjci9ldA==");
}

TEST_F(Proxy, ThatDoesNotAnswerIsNamedInTheTimeout) {
  LoopbackServer proxy([](Connection& connection) { connection.wait_for_close(); });
  Call call = through(proxy, "https://secure.test/", "user:secret@");
  call.connection.connect_timeout = 50ms;
  EXPECT_EQ(open(call)->head().error().message,
            "the connect time-out of 50 ms passed while connecting to secure.test:443 through the proxy "
            "127.0.0.1:" +
                std::to_string(proxy.port()) + " (from the option proxy)");
}

TEST_F(Proxy, ThatIsNotThereIsNamedWithoutItsPassword) {
  const std::string address = "127.0.0.1:" + std::to_string(closed_port());
  const Call call{.url = "https://secure.test/", .connection = {.proxy = "http://user:secret@" + address}};
  EXPECT_EQ(open(call)->head().error().message,
            "connection to the proxy " + address + " (from the option proxy) refused");
}

TEST_F(Proxy, OfAVariableThatIsNotThereIsNamedWithIt) {
  const std::string address = "127.0.0.1:" + std::to_string(closed_port());
  const std::pair<const char*, const char*> cases[] = {
      {"HTTPS_PROXY", "https://secure.test/"}, {"https_proxy", "https://secure.test/"},
      {"ALL_PROXY", "https://secure.test/"},   {"all_proxy", "http://plain.test/"},
      {"HTTP_PROXY", "http://plain.test/"},    {"http_proxy", "http://plain.test/"}};
  for (const auto& [name, url] : cases) {
    for (const std::string scheme : {"http://", "", "socks5h://", "socks5://", "https://"}) {
      environment.set(name, scheme + "user:secret@" + address);
      ask_environment_again();
      const Call call{.url = url, .connection = {}};
      const Error error = open(call)->head().error();
      EXPECT_EQ(error.kind, ErrorKind::connection);
      EXPECT_EQ(error.message, "connection to the proxy " + address + " (from " + name + ") refused")
          << scheme;
      EXPECT_THAT(error.hint, ::testing::HasSubstr(std::string("Correct or unset ") + name));
      EXPECT_THAT(error.hint, ::testing::Not(::testing::HasSubstr("secret")));
      environment.unset(name);
    }
  }
}

TEST_F(Proxy, ThatIsNotUsedBecauseOfAnExceptionIsMentioned) {
  environment.set("HTTP_PROXY", "http://127.0.0.1:" + std::to_string(closed_port()));
  environment.set("NO_PROXY", "*.test");
  ask_environment_again();
  const Call call{.url = "http://no-such-host.test/", .connection = {}};
  const Error error = open(call)->head().error();
  EXPECT_EQ(error.message, "could not resolve host no-such-host.test");
  EXPECT_EQ(error.hint, "The proxy of HTTP_PROXY is not used: NO_PROXY (*.test) exempts this host.");
}

TEST_F(Proxy, ThatCannotBeUnderstoodIsReportedWithoutItsPassword) {
  for (const char* proxy : {"http://user:secret@no such host:80", "odd://user:secret@127.0.0.1:1",
                            "http://user:secret@no-such-proxy.test:8080"}) {
    const Call call{.url = "https://secure.test/", .connection = {.proxy = proxy}};
    const Error error = open(call)->head().error();
    EXPECT_EQ(error.kind, ErrorKind::connection) << error.message;
    EXPECT_THAT(error.message, ::testing::HasSubstr("the proxy "));
    EXPECT_THAT(error.message + error.hint, ::testing::Not(::testing::HasSubstr("secret")));
  }
}

TEST_F(Proxy, WhoseNameDoesNotResolveIsToldFromOneThatIsWrittenWrongly) {
  const auto failure = [this](const std::string& proxy) {
    environment.set("HTTPS_PROXY", proxy);
    ask_environment_again();
    const Call call{.url = "https://secure.test/", .connection = {}};
    return open(call)->head().error();
  };
  for (const std::string scheme : {"http", "https", "socks4", "socks4a", "socks5", "socks5h"}) {
    const Error error = failure(scheme + "://user:secret@nope.invalid:3128");
    EXPECT_EQ(error.kind, ErrorKind::connection) << scheme;
    EXPECT_EQ(error.message, "could not resolve the name of the proxy nope.invalid:3128 (from HTTPS_PROXY)")
        << scheme;
    EXPECT_EQ(error.hint,
              "Correct or unset HTTPS_PROXY, or add secure.test to NO_PROXY to go without a proxy.");
  }
  for (const char* proxy : {"http://nope.invalid:x", "http://:3128", "odd://nope.invalid:3128"}) {
    const Error error = failure(proxy);
    EXPECT_THAT(error.message, ::testing::EndsWith(" (from HTTPS_PROXY) is not usable, or has no address"));
    EXPECT_THAT(error.hint, ::testing::StartsWith("A proxy is written http://host:port;"));
  }
}

TEST_F(Proxy, OfSocksThatIsToldAddressesDoesNotResolveTheServersName) {
  LoopbackServer proxy([](Connection& connection) {
    connection.wait_for(3);
    connection.write(std::string("\x05\x00", 2));
    connection.wait_for_close();
  });
  for (const std::string scheme : {"socks4://", "socks5://"}) {
    const Call call{.url = "https://nope.invalid/",
                    .connection = {.proxy = scheme + "127.0.0.1:" + std::to_string(proxy.port())}};
    const Error error = open(call)->head().error();
    EXPECT_EQ(error.message, "could not resolve host nope.invalid");
    EXPECT_THAT(error.hint, ::testing::StartsWith("With socks5h:// or socks4a:// the proxy 127.0.0.1:"));
  }
}

TEST_F(Proxy, OfTheEnvironmentIsUsedUnlessItIsNone) {
  LoopbackServer proxy(answer_always(ok("by proxy")));
  LoopbackServer server(answer_always(ok("direct")));
  environment.set("http_proxy", "http://127.0.0.1:" + std::to_string(proxy.port()));
  ask_environment_again();
  const Call ambient{.url = server.url("/"), .connection = {}};
  EXPECT_EQ(open(ambient)->read_all().value_or("failed"), "by proxy");
  const Call none{.url = server.url("/"), .connection = {.proxy = "none"}};
  EXPECT_EQ(open(none)->read_all().value_or("failed"), "direct");
  environment.set("NO_PROXY", "127.0.0.0/8");
  ask_environment_again();
  EXPECT_EQ(open(ambient)->read_all().value_or("failed"), "direct");
}

TEST_F(Proxy, OfTheProcessIsNotSeenByLibcurl) {
  const std::string nobody = "http://127.0.0.1:" + std::to_string(closed_port());
  const EnvironmentVariable variable("http_proxy", nobody);
  const EnvironmentVariable all("ALL_PROXY", nobody);
  const EnvironmentVariable exceptions("no_proxy", "*");
  LoopbackServer proxy(answer_always(ok("by proxy")));
  LoopbackServer server(answer_always(ok("direct")));
  const Call call{.url = server.url("/"), .connection = {}};
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "direct");
  environment.set("HTTP_PROXY", "http://127.0.0.1:" + std::to_string(proxy.port()));
  ask_environment_again();
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "by proxy");
}

TEST_F(Proxy, ThatWasNamedWinsOverTheEnvironmentsExceptions) {
  LoopbackServer proxy(answer_always(ok("by proxy")));
  LoopbackServer server(answer_always(ok("direct")));
  environment.set("no_proxy", "*");
  ask_environment_again();
  const Call call = through(proxy, server.url("/"));
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "by proxy");
}

}  // namespace
}  // namespace anthropic::internal::testing
