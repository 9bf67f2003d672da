#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/aws/sts.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/bedrock_mantle.hpp>
#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/doctor.hpp>

#include "aws/endpoint/endpoint.hpp"
#include "aws/session/session_state.hpp"
#include "http/network/proxy.hpp"
#include "http/transport.hpp"
#include "http/url.hpp"
#include "http/world.hpp"
#include "operations/doctor/context/network_probe.hpp"
#include "platform/aws_platform.hpp"

namespace anthropic::internal {

/// What the steps share. What a step finds out is written by that step alone, and read by those that need it.
struct DoctorContext {
  DoctorContext(const operations::DiagnoseOptions& options, std::shared_ptr<const World> world,
                std::shared_ptr<NetworkProbe> probe);

  const operations::DiagnoseOptions options;
  const std::shared_ptr<const World> world;
  const std::shared_ptr<NetworkProbe> probe;
  const AwsPlatformTraits& platform;
  const aws::Session session;

  // credentials
  bool has_api_key = false;      ///< A Bedrock API key is sent instead of signatures.
  bool has_credentials = false;  ///< Something signs the requests to other services.
  // region
  std::string region = {};
  // endpoint
  aws::Endpoint endpoint = {};
  Url url = {};
  // proxy
  ProxyChoice proxy = {};
  ConnectionSettings connection = {};
  // name
  std::vector<std::string> addresses = {};
  // tunnel
  std::optional<Result<HttpHead>> answer = {};  ///< To a request that needs no rights.
  SystemTime answered_at = {};
  // model
  std::string model_id = {};         ///< As sent.
  const ModelInfo* model = nullptr;  ///< Null if the catalogue does not know it.

  aws::SessionState& state() const { return *state_of(session); }
  const Environment& environment() const { return *world->environment; }
  bool is_mantle() const { return platform.kind == PlatformKind::mantle; }
  /// "bedrock-runtime"
  std::string_view service() const { return platform.service.endpoint_prefix; }
  /// The host and port that are spoken to first.
  std::string next_host() const;
  std::uint16_t next_port() const;

  /// The request's own error, with the hint that the library gives.
  Error with_hint(Error error, std::string_view action) const;
  aws::CallOptions call(std::stop_token stop) const;
};

}  // namespace anthropic::internal
