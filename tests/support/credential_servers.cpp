#include "support/credential_servers.hpp"

#include <utility>

namespace anthropic::internal::testing {
namespace {

constexpr std::string_view kKeys =
    R"({"Code":"Success","AccessKeyId":"ASIASERVER","SecretAccessKey":"server-secret","Token":"server-token","Expiration":"2027-01-01T00:00:00Z"})";

std::string status(int code, std::string_view body = "") {
  return "HTTP/1.1 " + std::to_string(code) + " Status\r\ncontent-length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

bool asks(const std::string& request, std::string_view method_and_path) {
  return request.starts_with(std::string(method_and_path) + " HTTP/1.1\r\n");
}

bool holds(const std::string& request, std::string_view text) {
  return request.find(text) != std::string::npos;
}

}  // namespace

void SmallServer::start() {
  server_ = std::make_unique<LoopbackServer>([this](Connection& connection) {
    for (;;) {
      const std::string request = connection.read_request();
      if (request.empty()) return;
      ++requests_;
      if (!connection.write(answer(request))) return;
    }
  });
}

std::string InstanceMetadataServer::answer(const std::string& request) {
  const std::string token = "imds-token-" + std::to_string(token_);
  if (asks(request, "PUT /latest/api/token")) {
    if (header_in(request, "x-aws-ec2-metadata-token-ttl-seconds") != "21600") return status(400);
    ++tokens_given_;
    return status(200, token);
  }
  if (header_in(request, "x-aws-ec2-metadata-token") != token) return status(401);
  constexpr std::string_view roles = "GET /latest/meta-data/iam/security-credentials";
  if (asks(request, std::string(roles) + "/")) return status(200, "web-server\n");
  if (asks(request, std::string(roles) + "/web-server")) return status(200, kKeys);
  if (asks(request, "GET /latest/meta-data/placement/region")) return status(200, "eu-central-1");
  return status(404);
}

void ContainerCredentialsServer::change_token(std::string token) {
  const std::lock_guard lock(mutex_);
  token_ = std::move(token);
}

std::string ContainerCredentialsServer::answer(const std::string& request) {
  const std::lock_guard lock(mutex_);
  if (!request.starts_with("GET ")) return status(405);
  return header_in(request, "authorization") == token_ ? status(200, kKeys) : status(403);
}

std::string SsoServer::answer(const std::string& request) {
  const std::lock_guard lock(mutex_);
  if (asks(request, "POST /token")) return refreshed(request);
  if (asks(request, "GET /federation/credentials?role_name=Reader&account_id=111122223333")) {
    return role_credentials(request);
  }
  return status(404);
}

std::string SsoServer::role_credentials(const std::string& request) const {
  if (header_in(request, "x-amz-sso_bearer_token") != access_token_) {
    return status(401,
                  R"({"__type":"UnauthorizedException","message":"Session token not found or invalid"})");
  }
  return status(
      200,
      R"({"roleCredentials":{"accessKeyId":"ASIASERVER","secretAccessKey":"server-secret","sessionToken":"server-token","expiration":1798761600000}})");
}

std::string SsoServer::refreshed(const std::string& request) {
  const bool good = holds(request, R"("grantType":"refresh_token")") &&
                    holds(request, R"("refreshToken":")" + refresh_token_ + R"(")");
  if (!good) return status(400, R"({"error":"invalid_grant"})");
  ++refreshes_;
  access_token_ = "access-" + std::to_string(refreshes_);
  refresh_token_ = "refresh-" + std::to_string(refreshes_);
  return status(200, R"({"accessToken":")" + access_token_ + R"(","expiresIn":28800,"refreshToken":")" +
                         refresh_token_ + R"(","tokenType":"Bearer"})");
}

}  // namespace anthropic::internal::testing
