#include "commands/local/local.hpp"

#include <chrono>
#include <cmath>
#include <utility>

#include <anthropic/testing/local_bedrock.hpp>

#include "aws/session/session_setup.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "text/text.hpp"

namespace anthropic::cli {
namespace {

testing::LocalBedrockOptions endpoint_options(const LocalOptions& options) {
  testing::LocalBedrockOptions endpoint;
  endpoint.host = options.host;
  endpoint.port = options.port;
  endpoint.keys = options.keys;
  endpoint.bearer_tokens = options.bearer_tokens;
  endpoint.api_keys = options.api_keys;
  endpoint.auth = options.auth_off ? testing::LocalAuth::off : testing::LocalAuth::strict;
  endpoint.allowed_hosts = options.allowed_hosts;
  endpoint.max_connections = options.max_connections;
  endpoint.body_memory = std::size_t{options.body_memory_mib} << 20;
  endpoint.body_timeout = std::chrono::milliseconds(std::llround(options.body_timeout_seconds * 1000));
  endpoint.replies_file = options.replies_file;
  endpoint.fault = options.fault;
  endpoint.region = options.region;
  if (options.verbose)
    endpoint.log = [](std::string_view line) { Output(2).write(on_one_line(line) + "\n"); };
  return endpoint;
}

// What a shell can be given to send AWS's clients here. Keys that the user gave are not repeated.
std::string greeting(const testing::LocalBedrock& endpoint, const LocalOptions& options) {
  std::string text = "listening on " + endpoint.base_url() + "\n";
  if (options.keys.empty() && !options.auth_off) {
    const aws::Credentials& made = endpoint.credentials();
    text += "export AWS_ACCESS_KEY_ID=" + made.access_key_id + "\n";
    text += "export AWS_SECRET_ACCESS_KEY=" + made.secret_access_key + "\n";
    if (!made.session_token.empty()) text += "export AWS_SESSION_TOKEN=" + made.session_token + "\n";
  }
  text += "export AWS_REGION=" + endpoint.region() + "\n";
  text += "export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=" + endpoint.base_url() + "\n";
  text += "# The answers come from this machine; it is not Claude. Ctrl-C stops it.\n";
  return text;
}

}  // namespace

int run_local(const LocalOptions& options, Console& console) {
  const SignalMask mask;  // the endpoint's threads inherit it
  Result<testing::LocalBedrock> endpoint = testing::LocalBedrock::start(endpoint_options(options));
  if (!endpoint) return report_error(console.err, endpoint.error());
  if (options.auth_off && !aws::is_loopback(options.host))
    console.err.write("warning: --auth off with --host " + without_control_characters(options.host) +
                      ": anyone who can reach this address may use the endpoint, unsigned\n");
  console.out.write(greeting(*endpoint, options));
  if (console.out.failure() != 0) return console.finish(kExitOk);
  SignalMask::wait();
  endpoint->stop();
  return kExitOk;
}

}  // namespace anthropic::cli
