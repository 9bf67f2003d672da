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
#include <anthropic/trace_context.hpp>

namespace anthropic::inline v0 {

/// https://docs.claude.com/en/api/messages#body-metadata
struct Metadata {
  std::optional<std::string> user_id = {};
  Json extra = {};
};

/// How Claude thinks before it answers: `.thinking = {{.type = "adaptive"}}`. The types differ by model:
/// budgets ("enabled") up to 4.6, "adaptive" from 4.6 on.
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

/// What to drop from a long conversation. It needs a beta named in `betas`.
/// https://docs.claude.com/en/docs/build-with-claude/context-editing
struct ContextManagementConfig {
  std::vector<Json> edits = {};  ///< For example `Json::object({{"type", "clear_tool_uses_20250919"}})`.
  Json extra = {};
};

/// A request. An aggregate: name the fields you set, in this order.
///
///     client.messages.create({.model = model, .max_tokens = 2000, .messages = {{"user", "Hello"}}});
///
/// Fields that are not set are not sent. https://docs.claude.com/en/api/messages
struct MessageCreateParams {
  /// A Bedrock model id, an inference profile's id or ARN, or one of this library's aliases ("haiku",
  /// "sonnet", "opus"; model_catalog.hpp).
  std::string model = {};
  /// The most tokens to generate. Required, at least 1; to send 0 (which only fills the cache), use `extra`.
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
  /// Names of beta features, for example "context-management-2025-06-27". They are sent where the platform
  /// wants them: in a header, or in the body on Bedrock.
  StringList betas = {};
  /// Guardrail, tier, latency and log metadata of Bedrock.
  std::optional<BedrockOptions> bedrock = {};
  /// Members merged into the request's body last, for parameters that have no field here. They win over the
  /// fields above, except that a null or empty value loses to a field that is set. An object or null.
  Json extra = {};

  /// The body of Anthropic's own API, with `betas` as "anthropic_beta". Fails with bad_request if `create`
  /// would refuse the request without sending it.
  Result<Json> to_json() const;
  /// The reverse; "betas", as the SDKs call it, works like "anthropic_beta". Loses nothing: members without a
  /// field here go to `extra`. Fails with bad_request if it is no object or its "messages" are no array.
  static Result<MessageCreateParams> from_json(Json json);
};

/// Settings for one call; they win over the client's.
struct RequestOptions {
  /// Bounds the whole call, from its beginning until the answer's last byte: credentials, attempts, the
  /// pauses between them, waiting for a free slot, and reading a stream (or a batch's results). Else the
  /// client's. When it has passed, or would pass before the next attempt, the call ends with
  /// ErrorKind::timeout, and the message reports the last attempt. A function that makes several requests
  /// (pages, create_all(), a ToolRunner, a parse() that must ask again) has that long for each.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// Bounds one attempt until its answer has arrived; for a stream, until the answer has begun. Else the
  /// client's.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  std::optional<int> max_retries = {};
  /// Added to the request, replacing a default header of the same name; an empty value removes it.
  Headers extra_headers = {};
  /// Added to the request's URL, and signed if the platform signs.
  QueryParameters extra_query = {};
  /// Members merged into the request's body, over those of the parameters and of their `extra`. An object or
  /// null.
  Json extra_body = {};
  /// If set, receives the head of the last answer to this call, also if the call fails. It must outlive the
  /// call (or its stream); use it for one call at a time.
  ResponseHead* response_into = nullptr;
  /// The trace that the call is part of. See TracingOptions.
  TraceContext trace = {};
  /// Once it is asked to stop, the call ends within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
};

}  // namespace anthropic::inline v0
