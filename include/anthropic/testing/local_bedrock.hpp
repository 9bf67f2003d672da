#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/result.hpp>

namespace anthropic::testing {

/// Whether requests must be signed.
enum class LocalAuth : std::uint8_t {
  strict,  ///< A valid signature or bearer token, as on AWS.
  off,     ///< Nothing is checked about who asks.
};

/// How a local endpoint behaves. The defaults give a strict endpoint on a free port of this machine.
struct LocalBedrockOptions {
  std::string host = "127.0.0.1";  ///< The address to listen on, in figures.
  std::uint16_t port = 0;          ///< 0: a free one.
  /// The keys that are accepted. A session token, where set, must come with the request; after `expiration`
  /// the answer is ExpiredTokenException. None: the endpoint makes a pair, see LocalBedrock::credentials().
  std::vector<aws::Credentials> keys = {};
  std::vector<std::string> bearer_tokens = {};  ///< Bedrock API keys that are accepted.
  std::vector<std::string> api_keys = {};       ///< Keys of Anthropic's own API that are accepted.
  LocalAuth auth = LocalAuth::strict;
  std::string replies = {};       ///< What to answer, as JSON text (docs/local-endpoint.md).
  std::string replies_file = {};  ///< The same from a file; set only one of the two.
  std::string fault = {};         ///< What goes wrong with every request (docs/local-endpoint.md).
  std::string region = "us-east-1";
  int threads = 1;  ///< How many threads serve; one is enough for thousands of streams. At least 1.
  /// How many requests requests() remembers: the latest ones, and no more than 64 MiB of bodies.
  std::size_t recorded_requests = 1000;
  /// Receives one line a request: time, request id, method, target, model, status, error code. No secrets, no
  /// prompts. Called from the threads that serve.
  std::function<void(std::string_view line)> log = {};
  /// The endpoint's clock; the system's if empty. Called from the threads that serve.
  std::function<std::chrono::system_clock::time_point()> now = {};
};

/// A request that a local endpoint answered, or refused. Its headers hold what the client sent, signatures
/// and tokens too: it is for tests, not for logs.
struct LocalRequest {
  std::string method = {};
  std::string target = {};  ///< As on the wire, percent-escapes and all.
  Headers headers = {};     ///< In the order sent, names as sent.
  std::string body = {};    ///< Cut off where it was refused for its size.
  std::string model = {};   ///< The model id of the path, decoded; empty if there is none.
  int status = 0;           ///< What was answered; 0 if the connection was reset instead.
  std::string error_code = {};
  std::string request_id = {};
};

/// A strict stand-in for Amazon Bedrock on this machine, over real HTTP. It is not Claude: each answer says
/// so in the header `x-local-endpoint`, and each message id begins with "msg_local_".
///
/// Owns its listening socket and its threads; destroying it stops it. May be moved while it runs. All members
/// are thread-safe.
class LocalBedrock {
 public:
  /// Listens and serves. Fails with ErrorKind::configuration if an option is wrong (the message says which
  /// and where), and with ErrorKind::connection if the address cannot be listened on.
  static Result<LocalBedrock> start(LocalBedrockOptions options = {});

  LocalBedrock(LocalBedrock&&) noexcept;
  LocalBedrock& operator=(LocalBedrock&&) noexcept;
  ~LocalBedrock();

  /// "http://127.0.0.1:8123"
  std::string base_url() const;
  std::uint16_t port() const;
  const std::string& region() const;

  /// The first of the accepted keys.
  const aws::Credentials& credentials() const;
  const std::vector<aws::Credentials>& keys() const;

  /// The latest requests, the oldest first.
  std::vector<LocalRequest> requests() const;
  /// How many requests were answered so far, the forgotten ones included.
  std::uint64_t request_count() const;
  /// How many connections are open now.
  std::size_t open_connections() const;

  /// Closes every connection, in mid-answer too, and waits for the threads. Idempotent.
  void stop();

 private:
  struct State;
  explicit LocalBedrock(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace anthropic::testing
