#include "operations/doctor/context/context.hpp"

#include <utility>

#include "aws/session/make_session.hpp"
#include "aws/session/session_state.hpp"
#include "base/text/text.hpp"
#include "platform/errors/hints.hpp"

namespace anthropic::internal {
namespace {

const AwsPlatformTraits& traits_of(operations::DiagnosedPlatform platform) {
  switch (platform) {
    case operations::DiagnosedPlatform::bedrock:
      break;
    case operations::DiagnosedPlatform::bedrock_messages:
      return kRuntimeMessagesTraits;
    case operations::DiagnosedPlatform::mantle:
      return kMantleTraits;
  }
  return kInvokeModelTraits;
}

/// host:port of a proxy.
std::pair<std::string, std::uint16_t> parts_of(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {std::move(host), static_cast<std::uint16_t>(parse_integer(address.substr(colon + 1)).value_or(0))};
}

}  // namespace

DoctorContext::DoctorContext(const operations::DiagnoseOptions& given, std::shared_ptr<const World> own_world,
                             std::shared_ptr<NetworkProbe> own_probe)
    : options(given),
      world(std::move(own_world)),
      probe(std::move(own_probe)),
      platform(traits_of(options.platform)),
      session(make_session(options.session, world)) {}

std::string DoctorContext::next_host() const {
  return proxy.used() ? parts_of(proxy.address()).first : url.host;
}

std::uint16_t DoctorContext::next_port() const {
  return proxy.used() ? parts_of(proxy.address()).second : url.port;
}

Error DoctorContext::with_hint(Error error, std::string_view action) const {
  const aws::SessionState& session_state = state();
  const bool is_from_code = session_state.has_keys() || session_state.options.credentials_provider;
  KeysFrom keys_from = is_from_code ? KeysFrom::code : KeysFrom::elsewhere;
  if (session_state.signer.signs_from_environment()) keys_from = KeysFrom::environment;
  add_bedrock_hint({.model = model_id,
                    .region = region,
                    .action = action,
                    .profile = session_state.settings->profile_name(),
                    .keys_from = keys_from,
                    .clock_offset = session_state.signer.clock_offset(),
                    .platform = platform.kind},
                   error);
  return error;
}

aws::CallOptions DoctorContext::call(std::stop_token stop) const {
  return {.timeout = options.timeout, .stop_token = std::move(stop)};
}

}  // namespace anthropic::internal
