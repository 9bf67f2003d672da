#include "aws/credentials/metadata/container_source.hpp"

#include <array>

#include "aws/credentials/calls/plain_http.hpp"
#include "aws/credentials/source/json_credentials.hpp"
#include "aws/session/session_setup.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "call/secret_transport.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::string_view kEcs = "http://169.254.170.2";
constexpr auto kConnectTimeout = std::chrono::seconds(2);
constexpr auto kTimeout = std::chrono::seconds(5);
constexpr int kAttempts = 3;
constexpr auto kPause = std::chrono::seconds(1);

constexpr const char* kPodTokenHint =
    "EKS writes that file for pods with an association; outside of one, unset "
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE and AWS_CONTAINER_CREDENTIALS_FULL_URI.";

constexpr std::array<std::string_view, 3> kAwsAddresses = {"169.254.170.2", "169.254.170.23", "fd00:ec2::23"};

bool may_be_asked_without_tls(std::string_view host) {
  if (is_loopback(host)) return true;
  for (const std::string_view address : kAwsAddresses) {
    if (host == address) return true;
  }
  return false;
}

class ContainerSource final : public CredentialsSource {
 public:
  explicit ContainerSource(const SessionSetup& setup) : setup_(setup), world_(setup.world) {}

  SourceAnswer load(std::stop_token stop) override {
    const auto url = this->url();
    if (!url) return url.error();
    if (url->empty()) {
      return NotConfigured{
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI "
          "(not set)"};
    }
    PlainRequest request{.url = *url,
                         .headers = {{"accept", "application/json"}},
                         .connect_timeout = kConnectTimeout,
                         .timeout = kTimeout};
    const auto token = this->token();
    if (!token) return token.error();
    if (!token->empty()) request.headers.emplace_back("authorization", *token);
    if (url->starts_with("https:")) {
      const auto bundle = setup_.ca_bundle();
      if (!bundle) return bundle.error();
      request.ca_bundle = *bundle;
    }
    const auto answer = send(request, stop);
    if (!answer) {
      if (answer.error().kind == ErrorKind::user_abort) return answer.error();
      return unanswered(answer.error());
    }
    if (answer->status != 200) return failed("answers with status " + std::to_string(answer->status));
    auto credentials = credentials_in_answer(answer->body);
    if (!credentials) return failed("gives nothing that can be used: " + credentials.error().message);
    credentials->source = "container";
    return *std::move(credentials);
  }

 private:
  static Error failed(const std::string& what) {
    return credentials_error("the container's credentials service " + what,
                             "It was asked because AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or "
                             "AWS_CONTAINER_CREDENTIALS_FULL_URI is set; outside of a container, unset it.");
  }

  // What is wrong with the certificate, or with the file of authorities, has a hint of its own.
  static Error unanswered(const Error& error) {
    const bool was_asked = error.kind != ErrorKind::configuration;
    Error failure = failed((was_asked ? "does not answer: " : "cannot be asked: ") + error.message);
    const bool is_of_tls = !was_asked || error.message.starts_with("TLS: ");
    if (is_of_tls && !error.hint.empty()) failure.hint = error.hint;
    return failure;
  }

  Result<std::string> url() const {
    const Environment& environment = *world_->environment;
    if (const auto relative = environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) {
      if (relative->front() == '/') return std::string(kEcs) + *relative;
      return credentials_error("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with \"/\"",
                               "ECS sets it to a path, \"/v2/credentials/…\"; a whole URL goes into "
                               "AWS_CONTAINER_CREDENTIALS_FULL_URI.");
    }
    const auto full = environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (!full) return std::string();
    const auto url = parse_url(*full);
    if (!url) {
      return credentials_error(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI is not an http or https URL with a host",
          "EKS sets it to \"http://169.254.170.23/v1/credentials\"; outside of a container, "
          "unset it.");
    }
    if (url->scheme != "https" && !may_be_asked_without_tls(url->host)) {
      return credentials_error("AWS_CONTAINER_CREDENTIALS_FULL_URI leads to " + url->host +
                                   " without TLS; credentials are not asked for there",
                               "Use https, or an address of this machine, of ECS or of EKS.");
    }
    return *full;
  }

  Result<std::string> token() const {
    const Environment& environment = *world_->environment;
    std::string name = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    std::string token;
    if (const auto path = environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
      name = *path + ", which AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names,";
      auto contents = world_->files->read(*path);
      if (!contents) return credentials_error(contents.error().message, kPodTokenHint);
      if (!*contents) return credentials_error("the token file " + name + " does not exist", kPodTokenHint);
      token = trim(**contents);
      if (token.empty()) return credentials_error("the token file " + name + " is empty", kPodTokenHint);
    } else {
      token = environment.get(name.c_str()).value_or("");
    }
    if (holds_a_control_character(token)) {
      return credentials_error(name + " holds a line break or another character that cannot be in a header",
                               "It must be the token alone, on one line.");
    }
    return token;
  }

  Result<PlainAnswer> send(const PlainRequest& request, const std::stop_token& stop) const {
    for (int attempt = 1;; ++attempt) {
      auto answer = send_plain(*world_, request, stop);
      const bool is_final =
          answer ? answer->status < 500 && answer->status != 429
                 : answer.error().kind != ErrorKind::connection && answer.error().kind != ErrorKind::timeout;
      if (is_final || attempt == kAttempts) return answer;
      world_->clock->sleep_for(kPause, stop);
    }
  }

  const SessionSetup& setup_;
  const std::shared_ptr<const World> world_;
};

}  // namespace

std::unique_ptr<CredentialsSource> make_container_source(const SessionSetup& setup) {
  return std::make_unique<ContainerSource>(setup);
}

}  // namespace anthropic::internal::aws
