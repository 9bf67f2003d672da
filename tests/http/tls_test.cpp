#include <filesystem>

#include "http/http_fixture.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::testing {
namespace {

class Tls : public HttpTest {
 protected:
  Call call_to(const LoopbackServer& server, const std::string& ca_bundle) {
    return {.url = server.url("/"), .connection = {.proxy = "none", .ca_bundle = ca_bundle}};
  }

  TemporaryFolder folder;
  TestAuthority authority;
  std::string bundle = folder.write("authority.pem", authority.pem());
};

TEST_F(Tls, TheBundleMakesAPrivateAuthorityTrusted) {
  LoopbackServer server(answer_always(ok("private")), authority.server_for("IP:127.0.0.1"));
  const Call call = call_to(server, bundle);
  const auto body = open(call)->read_all();
  EXPECT_EQ(body.value_or("failed"), "private") << body.error().message;
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "private");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Tls, APrivateAuthorityIsRefusedOtherwise) {
  LoopbackServer server(answer_always(ok("never")), authority.server_for("IP:127.0.0.1"));
  const Call call = call_to(server, "");
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_EQ(head.error().kind, ErrorKind::connection);
  EXPECT_THAT(head.error().message,
              ::testing::StartsWith("TLS: the certificate of 127.0.0.1 is not trusted ("));
  EXPECT_THAT(head.error().hint, ::testing::HasSubstr("AWS_CA_BUNDLE"));
  EXPECT_FALSE(exchange->sent());
}

TEST_F(Tls, AnotherAuthoritysBundleIsNotEnough) {
  const TestAuthority other;
  LoopbackServer server(answer_always(ok("never")), other.server_for("IP:127.0.0.1"));
  const Call call = call_to(server, bundle);
  EXPECT_THAT(open(call)->head().error().message, ::testing::StartsWith("TLS: the certificate of"));
}

TEST_F(Tls, ACertificateForAnotherHostIsRefused) {
  LoopbackServer server(answer_always(ok("never")), authority.server_for("DNS:elsewhere.test,IP:127.0.0.2"));
  const Call call = call_to(server, bundle);
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_EQ(head.error().kind, ErrorKind::connection);
  EXPECT_THAT(head.error().message, ::testing::StartsWith("TLS: the certificate of 127.0.0.1 is not "));
  EXPECT_FALSE(exchange->sent());
}

TEST_F(Tls, AConnectionMadeWithABundleIsNotUsedWithoutIt) {
  LoopbackServer server(answer_always(ok("private")), authority.server_for("IP:127.0.0.1"));
  EXPECT_TRUE(open(call_to(server, bundle))->read_all());
  const Call call = call_to(server, "");
  EXPECT_EQ(open(call)->head().error().kind, ErrorKind::connection);
}

TEST_F(Tls, ABundleThatCannotBeUsedIsNamed) {
  LoopbackServer server(answer_always(ok("never")), authority.server_for("IP:127.0.0.1"));
  for (const std::string& file : {folder.file("absent.pem"), folder.write("empty.pem", ""),
                                  folder.write("other.pem", "no certificate"), folder.path()}) {
    const Call call = call_to(server, file);
    const auto exchange = open(call);
    const auto head = exchange->head();
    EXPECT_EQ(head.error().kind, ErrorKind::configuration) << head.error().message;
    EXPECT_EQ(head.error().message, "the CA file " + file + " cannot be read, or holds no certificate");
    EXPECT_FALSE(exchange->sent());
  }
}

TEST_F(Tls, SslCertFileIsHonoured) {
  environment.set("SSL_CERT_FILE", bundle);
  transport = std::make_shared<CurlTransport>(environment);
  LoopbackServer server(answer_always(ok("private")), authority.server_for("IP:127.0.0.1"));
  const Call call = call_to(server, "");
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "private");
}

TEST_F(Tls, SslCertDirStandsInForTheSystemsFile) {
  std::filesystem::create_directory(folder.file("hashed"));
  environment.set("SSL_CERT_DIR", folder.file("hashed"));
  EXPECT_EQ(find_system_trust(environment).directory, "") << "a directory without hashed entries is no use";
  folder.write("hashed/0a1b2c3d.0", authority.pem());
  EXPECT_EQ(find_system_trust(environment).directory, folder.file("hashed"));
  EXPECT_EQ(find_system_trust(environment).file, "");
}

TEST_F(Tls, ATruncatedAnswerIsAFailure) {
  LoopbackServer server(
      [](Connection& connection) {
        connection.read_request();
        connection.write("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        connection.reset();
      },
      authority.server_for("IP:127.0.0.1"));
  const Call call = call_to(server, bundle);
  EXPECT_EQ(open(call)->read_all().error().kind, ErrorKind::connection);
}

TEST_F(Tls, AServerWithoutTlsIsSaidToFailTheHandshake) {
  LoopbackServer server([](Connection& connection) {
    connection.wait_for(1);
    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  const Call call{.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/",
                  .connection = {.proxy = "none"}};
  EXPECT_THAT(open(call)->head().error().message,
              ::testing::StartsWith("TLS: the handshake with 127.0.0.1:"));
}

}  // namespace
}  // namespace anthropic::internal::testing
