#pragma once

#include <memory>
#include <optional>
#include <string>

#include <anthropic/aws/session.hpp>

#include "http/world.hpp"
#include "platform/door.hpp"
#include "platform/platform.hpp"

namespace anthropic {

/// What is constant about a door on AWS. Lives in static storage.
struct AwsDoor {
  Door door;
  std::string_view client;           ///< "AnthropicBedrock"
  std::string_view endpoint_prefix;  ///< "bedrock-runtime"
  std::string_view service_id;       ///< as in AWS_ENDPOINT_URL_<SERVICE>: "Bedrock Runtime"
  std::string_view own_path;         ///< follows AWS's endpoint, but not a base URL that was given
  std::string_view messages_path;    ///< of the Messages endpoint; empty for InvokeModel
  const char* base_url_variable;     ///< "ANTHROPIC_BEDROCK_BASE_URL"
  const char* api_key_variable;      ///< "AWS_BEARER_TOKEN_BEDROCK"
  bool sends_x_api_key = false;      ///< an API key goes into x-api-key and not into Authorization
  bool has_workspaces = false;       ///< wants the header anthropic-workspace-id
  bool has_the_whole_api = false;    ///< batches, files, models
};

extern const AwsDoor kInvokeModelDoor;
extern const AwsDoor kRuntimeMessagesDoor;
extern const AwsDoor kMantleDoor;
extern const AwsDoor kClaudeOnAwsDoor;

/// What the options of the clients on AWS have in common.
struct AwsPlatformOptions {
  aws::SessionOptions session_options = {};
  std::optional<aws::Session> session = {};  ///< instead of the session options
  std::string region = {};
  std::string base_url = {};
  SecretString api_key = {};
  std::string workspace_id = {};
  std::optional<int> max_retries = {};
  Headers default_headers = {};
  QueryParameters default_query = {};
  std::string proxy = {};
  std::string ca_bundle = {};
  bool skip_auth = false;
  bool check_support = true;  ///< refuse service tiers and counting where the model has none
};

/// Claude through one of AWS's doors.
std::unique_ptr<Platform> make_aws_platform(const AwsDoor& door, AwsPlatformOptions options,
                                            std::shared_ptr<const World> world);

}  // namespace anthropic
