#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/bedrock_options.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/message.hpp>
#include <anthropic/response_head.hpp>
#include <anthropic/string_list.hpp>
#include <anthropic/tool.hpp>

namespace anthropic {

/// https://docs.claude.com/en/api/messages#body-metadata
struct Metadata {
  std::optional<std::string> user_id = {};
  Json extra = {};
};

/// How Claude thinks before it answers: `.thinking = {{.type = "adaptive"}}`. Which types a model takes
/// differs: budgets ("enabled") up to 4.6 and "adaptive" from then on.
/// https://docs.claude.com/en/docs/build-with-claude/extended-thinking
struct ThinkingConfig {
  std::string type = {};                           ///< "adaptive", "enabled", "disabled" or "between_tools".
  std::optional<std::int64_t> budget_tokens = {};  ///< For "enabled": 1,024 or more, less than max_tokens.
  std::optional<std::string> display = {};         ///< "summarized" or "omitted".
  Json extra = {};
};

/// An answer that fits a JSON Schema.
struct JSONOutputFormat {
  Json schema = {};
  Json extra = {};
};

/// `.output_config = {{.effort = "low"}}`
struct OutputConfig {
  std::optional<std::string> effort = {};  ///< "low", "medium", "high", "xhigh" or "max".
  std::optional<JSONOutputFormat> format = {};
  Json extra = {};
};

/// What is dropped from a conversation that grows long. It needs a beta to be named in `betas`.
/// https://docs.claude.com/en/docs/build-with-claude/context-editing
struct ContextManagementConfig {
  std::vector<Json> edits = {};  ///< For example `Json::object({{"type", "clear_tool_uses_20250919"}})`.
  Json extra = {};
};

/// What to ask. An aggregate: name the fields you set, in this order.
///
///     client.messages.create({.model = model, .max_tokens = 2000, .messages = {{"user", "Hello"}}});
///
/// Fields that are not set are not sent. https://docs.claude.com/en/api/messages
struct MessageCreateParams {
  /// A Bedrock model id, an inference profile's id or ARN, or one of this library's aliases ("haiku",
  /// "sonnet", "opus"; model_catalog.hpp).
  std::string model = {};
  /// The most tokens to generate. Required, at least 1; the API's 0 (fill the cache only) goes into `extra`.
  std::int64_t max_tokens = 0;
  /// 0 to 1. Models from Opus 4.7 on refuse it.
  std::optional<double> temperature = {};
  /// The conversation, the first turn the user's.
  std::vector<MessageParam> messages = {};
  /// One text, or blocks: `.system = {TextBlock{…}}`. Absent unless it is set.
  Content system = {};
  StringList stop_sequences = {};
  std::optional<double> top_p = {};
  std::optional<std::int64_t> top_k = {};
  /// What Claude may call: a Tool of your own, or an UnknownTool for one that the API defines.
  std::vector<ToolUnion> tools = {};
  std::optional<ToolChoice> tool_choice = {};
  std::optional<ThinkingConfig> thinking = {};
  std::optional<OutputConfig> output_config = {};
  /// Caches the request up to its last block that can be. Bedrock's InvokeModel takes it on blocks only.
  std::optional<CacheControl> cache_control = {};
  std::optional<ContextManagementConfig> context_management = {};
  std::optional<Metadata> metadata = {};
  /// "auto" or "standard_only", on Anthropic's own API. For Bedrock's tiers see `bedrock`.
  std::optional<std::string> service_tier = {};
  std::optional<std::string> inference_geo = {};
  /// An id, or an object with "id" and "skills"; null: none. For code execution on the server.
  Json container = {};
  /// Names of beta features, for example "context-management-2025-06-27". They go where the platform wants
  /// them: into a header, or into the body on Bedrock.
  StringList betas = {};
  /// Guardrail, tier, latency and log metadata of Bedrock.
  std::optional<BedrockOptions> bedrock = {};
  /// Members merged into the request's body last, over what the fields above write (a null or empty value
  /// gives way to a field that is set): for parameters that have no field here. An object or null.
  Json extra = {};

  /// The body that Anthropic's own API takes, `betas` as "anthropic_beta". Fails with bad_request on what
  /// `create` would refuse without asking the server.
  Result<Json> to_json() const;
  /// The other way; "betas", as the SDKs call it, is taken like "anthropic_beta". Loses nothing: what has no
  /// field here is in `extra`. Fails with bad_request if it is no object or its "messages" are no array.
  static Result<MessageCreateParams> from_json(Json json);
};

/// Settings for one call, over the client's own.
struct RequestOptions {
  /// The whole call, from its beginning until the answer's last byte: credentials, attempts, the pauses
  /// between them, a turn to wait for, and of a stream its reading. Else the client's. When it has passed, or
  /// would before the next attempt, the call ends with ErrorKind::timeout, which says what the last attempt
  /// came to.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// One attempt until its answer has come, of a stream until the answer has begun. Else the client's.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  std::optional<int> max_retries = {};
  /// Added to the request, replacing a default header of the same name; an empty value removes it.
  Headers extra_headers = {};
  /// Added to the request's URL, and signed where the platform signs.
  QueryParameters extra_query = {};
  /// Members merged into the request's body, over those of the parameters and of their `extra`. An object or
  /// null.
  Json extra_body = {};
  /// Filled in, where it is set, with the head of the last answer to this call, a refusal's too. It must
  /// outlive the call (or its stream) and belongs to one call at a time.
  ResponseHead* response_into = nullptr;
  /// Asking this to stop ends the call within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
};

}  // namespace anthropic
