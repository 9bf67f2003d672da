#include "commands/local/local.hpp"

#include <chrono>
#include <cmath>
#include <utility>

#include <anthropic/testing/local_bedrock.hpp>

#include "base/crypto/random.hpp"
#include "base/text/shell_word.hpp"
#include "call/secret_transport.hpp"
#include "commands/local/authority_file.hpp"
#include "commands/local/endpoint_variables.hpp"
#include "commands/local/request_tally.hpp"
#include "commands/local/run_program.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

testing::LocalBedrockOptions endpoint_options(const LocalOptions& options,
                                              std::vector<aws::Credentials> keys) {
  testing::LocalBedrockOptions endpoint;
  endpoint.host = options.host;
  endpoint.port = options.port;
  endpoint.keys = std::move(keys);
  endpoint.bearer_tokens = options.bearer_tokens;
  endpoint.api_keys = options.api_keys;
  if (options.sts_lifetime_seconds > 0)
    endpoint.sts_lifetime = std::chrono::seconds(options.sts_lifetime_seconds);
  endpoint.auth = options.auth_off ? testing::LocalAuth::off : testing::LocalAuth::strict;
  endpoint.allowed_hosts = options.allowed_hosts;
  endpoint.max_connections = options.max_connections;
  endpoint.body_memory = std::size_t{options.body_memory_mib} << 20;
  endpoint.body_timeout = std::chrono::milliseconds(std::llround(options.body_timeout_seconds * 1000));
  endpoint.tls = options.tls;
  endpoint.replies_file = options.replies_file;
  endpoint.record_file = options.record_file;
  endpoint.replay_file = options.replay_file;
  endpoint.fault = options.fault;
  endpoint.region = options.region;
  if (options.verbose)
    endpoint.log = [](std::string_view line) { Output(2).write(on_one_line(line) + "\n"); };
  return endpoint;
}

/// Where a program on this machine finds an endpoint that may listen on all of its addresses.
std::string url_on_this_machine(const testing::LocalBedrock& endpoint, const std::string& host) {
  const std::string url = endpoint.base_url(), port = ":" + std::to_string(endpoint.port());
  const std::string scheme = url.substr(0, url.find("//") + 2);
  if (host == "0.0.0.0") return scheme + "127.0.0.1" + port;
  return host == "::" ? scheme + "[::1]" + port : url;
}

void warn_of_others(const LocalOptions& options, Output& err) {
  if (!options.auth_off || is_loopback(options.host)) return;
  err.write("warning: --auth off with --host " + without_control_characters(options.host) +
            ": anyone who can reach this address may use the endpoint, unsigned\n");
}

// What a shell can be given to send AWS's clients here. Keys that the user gave are not repeated.
std::string greeting(const testing::LocalBedrock& endpoint, const LocalOptions& options,
                     const std::string& ca_file) {
  std::string text = "listening on " + endpoint.base_url() + "\n";
  if (options.keys.empty() && !options.auth_off) {
    const aws::Credentials& made = endpoint.credentials();
    text += "export AWS_ACCESS_KEY_ID=" + made.access_key_id + "\n";
    text += "export AWS_SECRET_ACCESS_KEY=" + made.secret_access_key + "\n";
    if (!made.session_token.empty()) text += "export AWS_SESSION_TOKEN=" + made.session_token + "\n";
  }
  text += "export AWS_REGION=" + endpoint.region() + "\n";
  // The first is for all services that it plays; the second wins over one that is set for Claude alone.
  for (const char* variable : {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"})
    text += "export " + std::string(variable) + "=" + endpoint.base_url() + "\n";
  if (!ca_file.empty()) {
    for (const char* variable : kAuthorityVariables)
      text += "export " + std::string(variable) + "=" + shell_word(ca_file) + "\n";
  }
  text += "# The answers come from this machine; it is not Claude. Ctrl-C stops it.\n";
  return text;
}

void declare(Declaration& declaration, LocalOptions& options) {
  declaration.text("--host", options.host, "ADDRESS", "The address to listen on (default 127.0.0.1)");
  declaration.number("--port", options.port, 0, 65'535, "N", "The port; 0, the default, takes a free one");
  declaration.each(
      "--access-key", [&options](const std::string& id) { options.keys.push_back({.access_key_id = id}); },
      "ID", "A key id that is accepted (repeatable); without one a pair is made");
  declaration.text("--secret-key", options.secret_keys, "KEY",
                   "Its secret (one for each --access-key, in order)");
  declaration.each(
      "--session-token",
      [&options](const std::string& token) {
        if (options.keys.empty()) {
          options.has_early_token = true;
        } else {
          options.keys.back().session_token = token;
        }
      },
      "T", "The session token that must come with the key before it");
  declaration.text("--bearer", options.bearer_tokens, "TOKEN",
                   "A bearer token that is accepted (repeatable)");
  declaration.text("--api-key", options.api_keys, "KEY",
                   "A key of Anthropic's own API that is accepted (repeatable)");
  declaration.number("--sts-lifetime", options.sts_lifetime_seconds, 1, 129'600, "SECONDS",
                     "How long keys of its STS live at most; --exec then passes on such keys");
  declaration.choice(
      "--auth", [&options](const std::string& mode) { options.auth_off = mode == "off"; }, {"strict", "off"},
      "MODE", "strict (the default): requests must be signed; off: they need not be");
  declaration.text(
      "--allow-host", options.allowed_hosts, "NAME",
      "Without signatures, and over TLS, a name by which it may be asked, beside loopback (repeatable)");
  declaration.number("--max-connections", options.max_connections, 1, 1'000'000, "N",
                     "How many connections may be open (default 4096); then 503");
  declaration.number("--body-memory", options.body_memory_mib, 1, 1'000'000, "MIB",
                     "How much all bodies under way may hold, in MiB (default 256); then 503");
  declaration.number("--body-timeout", options.body_timeout_seconds, 0.001, 86'400, "SECONDS",
                     "How long a body may take to arrive (default 30); then 408");
  declaration.flag(
      "--tls", options.tls,
      "Speak TLS, with a certificate made at the start for loopback, --host and each --allow-host");
  declaration
      .text("--ca-file", options.ca_file, "FILE",
            "Where to write the certificates that a client has to trust (default: a temporary file)")
      .needs("--tls");
  declaration.text("--replies", options.replies_file, "FILE", "What to answer (docs/local-endpoint.md)");
  declaration.text("--record", options.record_file, "FILE",
                   "Append each request and its answer to a file, a line of JSON each, without secrets");
  declaration.text("--replay", options.replay_file, "FILE", "Answer from such a file, and nothing else");
  declaration.text("--fault", options.fault, "SPEC",
                   "What goes wrong with every request (docs/local-endpoint.md)");
  declaration.text("--region", options.region, "NAME", "The region to be (default us-east-1)");
  declaration.flag("-v,--verbose", options.verbose,
                   "One line a request, malformed ones too, to standard error");
  declaration.program(options.program, "What --exec runs, with its arguments");
  declaration.flag(
      "--exec", options.exec,
      "Run the command behind -- with all variables that send it here, and end with its exit code");
  declaration.flag("--quiet", options.quiet, "With --exec: do not say what was asked").needs("--exec");
  declaration.flag("--json", options.json, "With --exec: say it as JSON, on one line of standard error")
      .needs("--exec");
}

Result<void> check_program(const LocalOptions& options) {
  if (options.exec && options.program.empty())
    return usage_error("--exec has no command to run",
                       "write it behind --: claude-bedrock local --exec -- pytest -q");
  if (!options.exec && !options.program.empty())
    return usage_error("only --exec runs a command",
                       "claude-bedrock local --exec -- " + options.program.front());
  if (options.quiet && options.json) return usage_error("give --quiet or --json, not both");
  return {};
}

/// None without TLS.
Result<AuthorityFile> authority_file(const testing::LocalBedrock& endpoint, const LocalOptions& options) {
  if (!options.tls) return AuthorityFile();
  return AuthorityFile::write(endpoint.ca_certificate(), options.ca_file, RealEnvironment(), RealFiles());
}

int serve(const LocalOptions& options, testing::LocalBedrockOptions settings, Console& console) {
  const SignalMask mask;  // the endpoint's threads inherit it
  settings.recorded_requests = 0;
  Result<testing::LocalBedrock> endpoint = testing::LocalBedrock::start(std::move(settings));
  if (!endpoint) return report_error(console.err, endpoint.error());
  Result<AuthorityFile> authority = authority_file(*endpoint, options);
  if (!authority) return report_error(console.err, authority.error());
  warn_of_others(options, console.err);
  console.out.write(greeting(*endpoint, options, authority->path()));
  if (console.out.failure() != 0) return console.finish(kExitOk);
  SignalMask::wait();
  endpoint->stop();
  return kExitOk;
}

int exec(const LocalOptions& options, testing::LocalBedrockOptions settings, Console& console) {
  const SignalMask mask(signals_of_program());
  RequestTally tally;
  settings.recorded_requests = 0;
  settings.on_request = [&tally](const testing::LocalRequest& request) { tally.add(request); };
  if (settings.api_keys.empty()) settings.api_keys = {"sk-local-" + RealRandom().uuid()};
  if (settings.sts_lifetime) settings.container_token = RealRandom().uuid();
  EndpointAccess access{
      .container_token = settings.container_token,
      .bearer = options.bearer_tokens.empty() ? std::string() : options.bearer_tokens.front(),
      .api_key = settings.api_keys.front()};
  Result<testing::LocalBedrock> endpoint = testing::LocalBedrock::start(std::move(settings));
  if (!endpoint) return report_error(console.err, endpoint.error());
  Result<AuthorityFile> authority = authority_file(*endpoint, options);
  if (!authority) return report_error(console.err, authority.error());
  warn_of_others(options, console.err);
  access.ca_file = authority->path();
  access.url = url_on_this_machine(*endpoint, options.host);
  access.region = endpoint->region();
  access.pair = endpoint->credentials();
  const ProgramEnd end =
      run_program(options.program, endpoint_variables(access, RealEnvironment()), console.err);
  endpoint->stop();
  if (end.was_started && !options.quiet)
    console.err.write(options.json ? json_line(tally.json()) : tally.text());
  return end.exit_code;
}

}  // namespace

Result<std::vector<aws::Credentials>> keys_of(const LocalOptions& options) {
  if (options.has_early_token)
    return usage_error("--session-token belongs behind the --access-key that it comes with");
  std::vector<aws::Credentials> keys = options.keys;
  if (keys.size() != options.secret_keys.size())
    return usage_error("there are " + std::to_string(keys.size()) + " --access-key and " +
                       std::to_string(options.secret_keys.size()) + " --secret-key: each key needs both");
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i].secret_access_key = options.secret_keys[i];
  return keys;
}

int run_local(const LocalOptions& options, Console& console) {
  Result<std::vector<aws::Credentials>> keys = keys_of(options);
  if (!keys) return report_usage(console.err, keys.error());
  if (const Result<void> checked = check_program(options); !checked)
    return report_usage(console.err, checked.error());
  const auto run = options.exec ? exec : serve;
  return run(options, endpoint_options(options, *std::move(keys)), console);
}

Command local_command() {
  return {.name = "local",
          .about = "Run a strict local endpoint that speaks Bedrock's protocol",
          .examples =
              R"(  claude-bedrock local                      # prints its address and the keys that it takes
  claude-bedrock local --port 8080 --access-key AKIDEXAMPLE --secret-key abc --replies answers.json
  claude-bedrock local --auth off --fault throttle/2 --verbose
  claude-bedrock local --exec -- pytest -q  # tests that ask it instead of AWS
)",
          .declare = with_options(declare, run_local),
          .lists_exit_codes = false,
          .takes_program = true};
}

}  // namespace anthropic::internal::cli
