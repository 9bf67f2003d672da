// The network below HTTP, and the names of interface endpoints.
#include "operations/doctor/context/network_probe.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/file/descriptor.hpp"
#include "operations/doctor/context/private_network.hpp"

namespace anthropic::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A port of this machine on which something listens as long as this lives.
struct Listener {
  Listener() : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size);
    listen(socket.get(), 4);
    getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
  }
  Descriptor socket;
  std::uint16_t port = 0;
};

TEST(NetworkProbe, ConnectsOrSaysWhyNot) {
  const auto probe = make_network_probe();
  std::uint16_t port = 0;
  {
    const Listener listener;
    port = listener.port;
    EXPECT_TRUE(probe->connect("127.0.0.1", port, 5s, {}));
  }
  const auto refused = probe->connect("127.0.0.1", port, 5s, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::connection);
  EXPECT_EQ(refused.error().message, "refused");
}

TEST(NetworkProbe, ResolvesNamesAndAddresses) {
  const auto probe = make_network_probe();
  const auto own = probe->resolve("127.0.0.1");
  ASSERT_TRUE(own) << own.error().to_string();
  EXPECT_THAT(*own, ElementsAre("127.0.0.1"));
  const auto wrong = probe->resolve("no host is called so");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::connection);
}

TEST(NetworkProbe, ReadsTheKeepAliveOfOpenConnections) {
  const auto probe = make_network_probe();
  const Listener listener;
  EXPECT_THAT(probe->keep_alive_of_connections(listener.port), IsEmpty());
  const Descriptor client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in to = loopback(listener.port);
  ASSERT_EQ(connect(client.get(), reinterpret_cast<const sockaddr*>(&to), sizeof(to)), 0);
  EXPECT_THAT(probe->keep_alive_of_connections(listener.port), IsEmpty()) << "none is sent";
  const int on = 1;
  const int seconds = 45;
  setsockopt(client.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
  setsockopt(client.get(), IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof(seconds));
  EXPECT_THAT(probe->keep_alive_of_connections(listener.port), ElementsAre(45s));
}

TEST(NetworkProbe, TellsPrivateAddresses) {
  for (const char* address : {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1"})
    EXPECT_TRUE(is_private_address(address)) << address;
  for (const char* address : {"11.1.2.3", "172.32.0.1", "192.169.1.1", "2600::1", "127.0.0.1", "nonsense"})
    EXPECT_FALSE(is_private_address(address)) << address;
}

TEST(PrivateNetwork, ReadsTheNameOfAnInterfaceEndpoint) {
  const auto endpoint =
      interface_endpoint_of("vpce-0a1b-c2d3-us-east-1a.bedrock-runtime.us-east-1.vpce.amazonaws.com");
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->service, "bedrock-runtime");
  EXPECT_EQ(endpoint->region, "us-east-1");
  const auto nested = interface_endpoint_of("vpce-0a1b-c2d3.portal.sso.eu-west-1.vpce.amazonaws.com");
  ASSERT_TRUE(nested);
  EXPECT_EQ(nested->service, "portal.sso");
  for (const char* host :
       {"bedrock-runtime.us-east-1.amazonaws.com", "vpce-1.vpce.amazonaws.com", "vpce-1.x", ""})
    EXPECT_FALSE(interface_endpoint_of(host)) << host;
}

TEST(PrivateNetwork, KnowsTheServicesNames) {
  EXPECT_EQ(interface_service_name("bedrock-mantle", "us-east-1"), "com.amazonaws.us-east-1.bedrock-mantle");
  EXPECT_EQ(interface_service_name("oidc", "us-east-1"), "com.amazonaws.us-east-1.sso-oauth");
  EXPECT_EQ(interface_service_name("iam", "us-east-1"), "com.amazonaws.iam");
  EXPECT_EQ(interface_service_name("budgets", "us-east-1"), "");
}

}  // namespace
}  // namespace anthropic::internal
