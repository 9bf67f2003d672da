#include <cstdlib>
#include <openssl/ssl.h>

#include "http/http_fixture.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::testing {
namespace {

// Where OpenSSL's own settings allow what is old: read when a process first uses it, which is here as long as
// CTest runs each test in a process of its own.
TEST(OldTls, AProxyThatSpeaksNothingNewerIsRefused) {
  const TemporaryFolder folder;
  const std::string settings = folder.write("openssl.cnf",
                                            "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n"
                                            "[c]\nMinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\n");
  ::setenv("OPENSSL_CONF", settings.c_str(), 1);
  const TestAuthority authority;
  const auto tls = authority.server_for("IP:127.0.0.1");
  SSL_CTX_set_min_proto_version(tls->context(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(tls->context(), TLS1_1_VERSION);
  ASSERT_EQ(SSL_CTX_set_cipher_list(tls->context(), "ALL:@SECLEVEL=0"), 1);
  bool was_asked = false;
  {
    LoopbackServer proxy(
        [&](Connection& connection) {
          connection.read_head();
          was_asked = true;
          connection.write("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        },
        tls);
    const FakeEnvironment environment;
    const Call call{.url = "https://secure.test/",
                    .connection = {.proxy = "https://127.0.0.1:" + std::to_string(proxy.port()),
                                   .ca_bundle = folder.write("authority.pem", authority.pem())}};
    const auto exchange = CurlTransport(environment).open(call.request());
    const auto head = exchange->head();
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().kind, ErrorKind::connection);
    EXPECT_THAT(head.error().message, ::testing::HasSubstr("TLS: the handshake with the proxy"));
  }
  EXPECT_FALSE(was_asked);
  ::unsetenv("OPENSSL_CONF");
}

}  // namespace
}  // namespace anthropic::internal::testing
