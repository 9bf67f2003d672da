#pragma once

#include <memory>
#include <optional>
#include <string>

#include <anthropic/aws/session.hpp>

#include "aws/endpoint/services.hpp"
#include "base/public_names.hpp"
#include "http/world.hpp"
#include "platform/models/platform_kind.hpp"
#include "platform/platform.hpp"

namespace anthropic::internal {

/// What is constant about a platform on AWS. Lives in static storage.
struct AwsPlatformTraits {
  PlatformKind kind;
  std::string_view client;  ///< "AnthropicBedrock"
  const aws::Service& service;
  std::string_view own_path;       ///< follows AWS's endpoint, but not a base URL that was given
  std::string_view messages_path;  ///< of the Messages endpoint; empty for InvokeModel
  const char* base_url_variable;   ///< "ANTHROPIC_BEDROCK_BASE_URL"
  const char* api_key_variable;    ///< "AWS_BEARER_TOKEN_BEDROCK"
  bool sends_x_api_key = false;    ///< an API key goes into x-api-key and not into Authorization
  bool has_workspaces = false;     ///< wants the header anthropic-workspace-id
  bool has_the_whole_api = false;  ///< batches, files, models
};

extern const AwsPlatformTraits kInvokeModelTraits;
extern const AwsPlatformTraits kRuntimeMessagesTraits;
extern const AwsPlatformTraits kMantleTraits;
extern const AwsPlatformTraits kClaudeOnAwsTraits;

/// What the options of the clients on AWS have in common.
struct AwsPlatformOptions {
  aws::SessionOptions own = {};  ///< the client's options that a session has, too
  /// Fills in what they leave unset; else a session is made from them.
  std::optional<aws::Session> session = {};
  SecretString api_key = {};
  std::string base_url = {};
  std::string workspace_id = {};
  std::optional<int> max_retries = {};
  Headers default_headers = {};
  QueryParameters default_query = {};
  bool check_support = true;  ///< refuse service tiers and counting where the model has none
  bool skip_auth = false;
};

/// Claude through one of AWS's platforms.
std::unique_ptr<Platform> make_aws_platform(const AwsPlatformTraits& traits, AwsPlatformOptions options,
                                            std::shared_ptr<const World> world);

}  // namespace anthropic::internal
