#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

#include <anthropic/testing/local_bedrock.hpp>

#include "base/crypto/random.hpp"
#include "base/file/files.hpp"
#include "base/file/replacement_file.hpp"
#include "base/option_check.hpp"
#include "base/process/libraries.hpp"
#include "base/process/never_destroyed.hpp"
#include "base/threads/user_code.hpp"
#include "base/time/time_format.hpp"
#include "local/bedrock/route.hpp"
#include "local/connection/tls.hpp"
#include "local/credentials/random_text.hpp"
#include "local/http/server.hpp"
#include "local/messages_api/route.hpp"
#include "local/recording/recorder.hpp"
#include "local/recording/recording.hpp"
#include "local/server/endpoint.hpp"

namespace anthropic::inline v0::testing {

using namespace internal;
namespace {

constexpr std::size_t kRecordedBytes = std::size_t{64} << 20;

Error wrong_option(std::string message) {
  return {.kind = ErrorKind::configuration, .message = std::move(message)};
}

aws::Credentials random_pair() {
  aws::Credentials pair;
  pair.access_key_id = "AKIALOCAL" + local::random_text(11, local::kKeyIdLetters);
  pair.secret_access_key = local::random_text(40, local::kKeyLetters);
  pair.source = "made by the local endpoint";
  return pair;
}

/// What a file holds. An error begins with the file's name.
template <class T>
Result<T> parse_file(const std::string& path, const char* purpose, Result<T> (*parse)(std::string_view)) {
  const Result<std::optional<std::string>> text = RealFiles().read(path);
  if (!text) return text.error();
  if (!*text) return wrong_option("There is no file \"" + path + "\" " + purpose + ".");
  auto parsed = parse(**text);
  if (parsed) return parsed;
  Error error = parsed.error();
  error.message = path + ": " + error.message;
  return error;
}

Result<local::Replies> read_replies(const LocalBedrockOptions& options) {
  if (!options.replies.empty() && !options.replies_file.empty())
    return wrong_option("Set either replies or replies_file, not both.");
  if (!options.replies.empty()) return local::Replies::parse(options.replies.json());
  if (options.replies_file.empty()) return local::Replies();
  return parse_file(options.replies_file, "with replies", local::Replies::parse);
}

std::vector<std::string> secrets_of(const LocalBedrockOptions& options) {
  std::vector<std::string> secrets;
  for (const aws::Credentials& pair : options.keys) {
    secrets.push_back(pair.secret_access_key);
    secrets.push_back(pair.session_token);
  }
  secrets.insert(secrets.end(), options.bearer_tokens.begin(), options.bearer_tokens.end());
  secrets.insert(secrets.end(), options.api_keys.begin(), options.api_keys.end());
  return secrets;
}

Result<std::unique_ptr<local::Recording>> read_recording(const LocalBedrockOptions& options) {
  if (options.replay_file.empty()) return std::unique_ptr<local::Recording>();
  return parse_file(options.replay_file, "to replay", local::Recording::parse);
}

/// Calls of Bedrock and of the Messages API. The keys that the endpoint hands out elsewhere must be in no file.
bool belongs_in_recording(const local::Request& request, const local::Answer& answer) {
  if (!answer.operation.empty() || request.shortage != local::Shortage::none) return false;
  return local::is_api_target(request.target) ||
         local::route(request.method, request.target).operation != local::Operation::unknown;
}

Result<void> check_options(const LocalBedrockOptions& options) {
  auto fault = OptionCheck()
                   .count("threads", options.threads, 1)
                   .count("max_connections", options.max_connections, 1)
                   .size("body_memory", options.body_memory)
                   .timeout("body_timeout", options.body_timeout)
                   .count("recorded_requests", options.recorded_requests, 0)
                   .fault();
  if (fault) return *std::move(fault);
  if (!options.record_file.empty() && options.record_file == options.replay_file)
    return wrong_option("A recording cannot be replayed from the file that is recorded to.");
  if (!options.tls && !options.ca_file.empty())
    return wrong_option("ca_file is for an endpoint over TLS: set tls, too.");
  if (options.region.empty()) return wrong_option("The local endpoint needs a region.");
  for (const std::string& name : options.allowed_hosts) {
    if (!local::is_host_name(name))
      return wrong_option(
          "\"" + name +
          "\" cannot be an allowed host: give a name or an address, without scheme, port and path.");
  }
  if (options.sts_lifetime && options.sts_lifetime->count() < 1)
    return wrong_option("sts_lifetime is " + std::to_string(options.sts_lifetime->count()) +
                        " seconds; it must be at least 1.");
  for (const aws::Credentials& pair : options.keys) {
    if (pair.access_key_id.empty() || pair.secret_access_key.empty())
      return wrong_option("A key for the local endpoint needs both an access key and a secret key.");
  }
  for (const std::string& token : options.bearer_tokens) {
    if (token.empty()) return wrong_option("A bearer token for the local endpoint is empty.");
  }
  for (const std::string& key : options.api_keys) {
    if (key.empty()) return wrong_option("An API key for the local endpoint is empty.");
  }
  return {};
}

Result<std::shared_ptr<const local::TlsServer>> make_tls(const LocalBedrockOptions& options) {
  if (!options.tls) return std::shared_ptr<const local::TlsServer>();
  std::vector<std::string> names = {"localhost", "127.0.0.1", "::1"};
  for (const std::string& name : options.allowed_hosts) names.push_back(name);
  if (local::is_host_name(options.host)) names.push_back(options.host);
  auto server = local::TlsServer::create(names);
  if (!server) return server.error();
  if (options.ca_file.empty()) return std::shared_ptr<const local::TlsServer>(*std::move(server));
  auto file = ReplacementFile::begin(options.ca_file, {.writes_to_devices = true});
  if (!file) return file.error();
  if (auto written = (*file)->write((*server)->authority()); !written) return written.error();
  if (auto placed = (*file)->commit(); !placed) return placed.error();
  return std::shared_ptr<const local::TlsServer>(*std::move(server));
}

/// What the user's clock says; the real time where it throws.
SystemTime time_of(const std::function<SystemTime()>& now) {
  SystemTime time = std::chrono::system_clock::now();
  run_user_code(Log(), "now", [&] { time = now(); });
  return time;
}

}  // namespace

struct LocalBedrock::State {
  explicit State(LocalBedrockOptions given, local::EndpointSettings settings)
      : options(std::move(given)), endpoint(std::move(settings)) {}

  local::Answer answer(const local::Request& request);
  local::Answer replayed(const local::Request& request, local::Answer own);
  local::Answer written_down(const local::Request& request, local::Answer answer);
  void log_malformed(std::string_view what) const;
  LocalRequest described(const local::Request& request, const local::Answer& answer) const;
  void record(const local::Request& request, const local::Answer& answer);

  const LocalBedrockOptions options;
  local::Endpoint endpoint;
  std::unique_ptr<local::Recording> recording;
  std::unique_ptr<local::Recorder> recorder;
  mutable std::mutex mutex;
  std::deque<LocalRequest> requests;
  std::size_t recorded_bytes = 0;  // of their bodies
  std::uint64_t request_count = 0;
  std::shared_ptr<const local::TlsServer> tls;
  std::unique_ptr<local::Server> server;
};

local::Answer LocalBedrock::State::answer(const local::Request& request) {
  local::Answer answer = endpoint.answer(request);
  if (recording) answer = replayed(request, std::move(answer));
  if (recorder) answer = written_down(request, std::move(answer));
  record(request, answer);
  if (options.log) {
    run_user_code(Log(), "log", [&] { options.log(local::log_line(request, answer, time_of(options.now))); });
  }
  return answer;
}

void LocalBedrock::State::log_malformed(std::string_view what) const {
  if (!options.log) return;
  run_user_code(Log(), "log", [&] { options.log(local::malformed_line(what, time_of(options.now))); });
}

// Who may not ask is refused, and a fault stays one.
local::Answer LocalBedrock::State::replayed(const local::Request& request, local::Answer own) {
  const bool is_refused = own.status == 401 || own.status == 403 || request.body_too_large;
  if (is_refused || own.reset || !own.faults.empty()) return own;
  if (!belongs_in_recording(request, own)) return own;
  local::Answer answer = recording->answer(request);
  answer.request_id = own.request_id;
  answer.model = own.model;
  answer.headers.emplace_back("Date", format_http_date(time_of(options.now)));
  return answer;
}

// A recording that has a gap is none.
local::Answer LocalBedrock::State::written_down(const local::Request& request, local::Answer answer) {
  if (!belongs_in_recording(request, answer)) return answer;
  const auto written = recorder->add(request, answer, time_of(options.now));
  if (written) return answer;
  return local::answer_with(local::refuse("InternalServerException", written.error().message));
}

LocalRequest LocalBedrock::State::described(const local::Request& request,
                                            const local::Answer& answer) const {
  return {.method = request.method,
          .target = request.target,
          .headers = request.headers,
          .body = request.body,
          .model = answer.model,
          .status = answer.reset ? 0 : answer.status,
          .error_code = answer.error_code,
          .request_id = answer.request_id,
          .operation = local::request_name(request, answer),
          .streamed = answer.streamed,
          .faults = answer.faults,
          .protocol = std::string(request.protocol)};
}

void LocalBedrock::State::record(const local::Request& request, const local::Answer& answer) {
  std::optional<LocalRequest> described;
  if (options.on_request || options.recorded_requests > 0) described = this->described(request, answer);
  if (options.on_request) run_user_code(Log(), "on_request", [&] { options.on_request(*described); });
  const std::lock_guard lock(mutex);
  ++request_count;
  if (options.recorded_requests == 0) return;
  recorded_bytes += request.body.size();
  while (!requests.empty() && (requests.size() >= static_cast<std::size_t>(options.recorded_requests) ||
                               recorded_bytes > kRecordedBytes)) {
    recorded_bytes -= requests.front().body.size();
    requests.pop_front();
  }
  requests.push_back(*std::move(described));
}

LocalBedrock::LocalBedrock(std::shared_ptr<State> state) : state_(std::move(state)) {}
LocalBedrock::LocalBedrock(LocalBedrock&& other) noexcept
    : state_(other.state_), owns_(std::exchange(other.owns_, false)) {}
LocalBedrock& LocalBedrock::operator=(LocalBedrock&& other) noexcept {
  if (this != &other) {
    stop();
    state_ = other.state_;
    owns_ = std::exchange(other.owns_, false);
  }
  return *this;
}
LocalBedrock::~LocalBedrock() {
  stop();
}

Result<LocalBedrock> LocalBedrock::start(LocalBedrockOptions options) {
  keep_libraries_until_the_end();
  if (auto checked = check_options(options); !checked) return checked.error();
  auto replies = read_replies(options);
  if (!replies) return replies.error();
  auto recording = read_recording(options);
  if (!recording) return recording.error();
  auto faults = local::parse_faults(options.fault);
  if (!faults) return faults.error();
  if (options.keys.empty()) options.keys.push_back(random_pair());
  if (!options.now) options.now = [] { return std::chrono::system_clock::now(); };

  local::EndpointSettings settings;
  settings.accepted = {options.keys, options.bearer_tokens, options.region, options.api_keys,
                       options.sts_lifetime};
  settings.container_token = options.container_token;
  settings.check_signatures = options.auth == LocalAuth::strict;
  settings.replies = *std::move(replies);
  settings.faults = *std::move(faults);
  settings.now = [now = options.now] { return time_of(now); };
  settings.random = std::make_shared<RealRandom>();
  settings.hosts = {options.allowed_hosts, local::is_unspecified_address(options.host)};
  settings.hosts.names.push_back(options.host);
  settings.limits = {static_cast<std::size_t>(options.max_connections), options.body_memory,
                     options.body_timeout};

  const local::Limits limits = settings.limits;
  auto state = std::make_shared<State>(std::move(options), std::move(settings));
  state->recording = *std::move(recording);
  if (!state->options.record_file.empty()) {
    auto recorder = local::Recorder::open(state->options.record_file, secrets_of(state->options));
    if (!recorder) return recorder.error();
    state->recorder = *std::move(recorder);
  }
  auto tls = make_tls(state->options);
  if (!tls) return tls.error();
  state->tls = *std::move(tls);
  auto server = local::Server::start(
      {.host = state->options.host,
       .port = state->options.port,
       .threads = state->options.threads,
       .handler = [state = state.get()](const local::Request& request) { return state->answer(request); },
       .needs_body =
           [state = state.get()](const local::Request& head) { return state->endpoint.needs_body(head); },
       .on_malformed = [state = state.get()](std::string_view what) { state->log_malformed(what); },
       .limits = limits,
       .tls = state->tls});
  if (!server) return server.error();
  state->server = *std::move(server);
  return LocalBedrock(std::move(state));
}

std::string LocalBedrock::base_url() const {
  const std::string& host = state_->options.host;
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (state_->tls ? "https://" : "http://") + (is_ipv6 ? "[" + host + "]" : host) + ":" +
         std::to_string(port());
}

std::uint16_t LocalBedrock::port() const {
  return state_->server->port();
}

const std::string& LocalBedrock::region() const {
  return state_->options.region;
}

const aws::Credentials& LocalBedrock::credentials() const {
  return state_->options.keys.front();
}

const std::string& LocalBedrock::ca_certificate() const {
  static const NeverDestroyed<std::string> none;
  return state_->tls ? state_->tls->authority() : *none;
}

AnthropicBedrockOptions LocalBedrock::client_options() const {
  const aws::Credentials& pair = credentials();
  return {.aws_region = region(),
          .aws_access_key = pair.access_key_id,
          .aws_secret_key = pair.secret_access_key,
          .aws_session_token = pair.session_token,
          .base_url = base_url(),
          .transport = {.ca_bundle = state_->options.ca_file}};
}

const std::vector<aws::Credentials>& LocalBedrock::keys() const {
  return state_->options.keys;
}

std::vector<LocalRequest> LocalBedrock::requests() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->requests.begin(), state_->requests.end()};
}

std::uint64_t LocalBedrock::request_count() const {
  const std::lock_guard lock(state_->mutex);
  return state_->request_count;
}

std::size_t LocalBedrock::open_connections() const {
  return state_->server->open_connections();
}

void LocalBedrock::stop() {
  if (owns_) state_->server->stop();
}

}  // namespace anthropic::inline v0::testing
