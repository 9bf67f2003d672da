#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>
#include <utility>

#include <anthropic/messages.hpp>
#include <anthropic/schema.hpp>

// Answers that fit a C++ type or a JSON Schema.
// https://docs.claude.com/en/docs/build-with-claude/structured-outputs
//
//     auto parsed = client.messages.parse<City>(
//         {.model = "haiku", .max_tokens = 500, .messages = {{"user", "Tell me about Prague."}}});
//     std::cout << parsed->value.name;
//
// The schema is sent as `output_config.format`. If the model or the platform does not support that, or the
// format cannot express the schema (members of any name or value, a struct that contains itself), Claude is
// forced to call a tool with that schema instead, or asked to if it cannot be forced.
//
// Each function fails as Messages::create() does, and besides
//   - with bad_request, before anything is sent, if the schema is no schema; the message names the place;
//   - with response_validation if the answer cannot be used. The error's `type` says why: "refusal" (Claude
//     declined), "max_tokens" (cut off before its end), "tool_use" (another tool was called first: use a
//     ToolRunner and parse_message()), "invalid_json", or "schema_mismatch" (the message names the place).
//     The answer itself is the error's `partial_message`.

namespace anthropic::inline v0 {

/// An answer and the value in it.
template <class T>
struct ParsedMessage {
  /// Reads as if the format had been used, whichever way it was: the value is its last text, as JSON. Its
  /// `to_param()` can be added to a conversation.
  Message message = {};
  T value = {};
};

/// Asks for a value that fits a JSON Schema, and checks it; docs/tools.md lists the keywords that are
/// checked. A schema whose root is not of type "object" is wrapped in one as its member "value", and the
/// value is unwrapped.
Result<ParsedMessage<Json>> parse(const Messages& messages, const MessageCreateParams& params,
                                  const Json& schema, const RequestOptions& options = {});

/// The value in an answer to a request whose `output_config.format` was made from the same schema by
/// json_schema_output_format().
Result<Json> parse_message(const Message& message, const Json& schema);

/// A schema as the API takes it, for `.output_config = {{.format = …}}` of a stream or a ToolRunner: every
/// object is closed to other members, and keywords that the API does not support go into "description". Fails
/// with bad_request if it is no schema, or if the format cannot express it.
Result<JSONOutputFormat> json_schema_output_format(const Json& schema);

/// parse() for a described type: a null counts as absent if the member is optional.
Result<ParsedMessage<Json>> parse_described(const Messages& messages, const MessageCreateParams& params,
                                            const Json& schema, const RequestOptions& options);
/// parse_message() for a described type.
Result<Json> parse_described_message(const Message& message, const Json& schema);
/// The error for a value that fits the schema but not the type.
Error does_not_fit(const Error& error, const Message& message);

/// Asks for a T, a type that schema.hpp knows or that is described as it says.
template <class T>
Result<ParsedMessage<T>> parse(const Messages& messages, const MessageCreateParams& params,
                               const RequestOptions& options = {}) {
  auto parsed = parse_described(messages, params, json_schema_of<T>(), options);
  if (!parsed) return std::move(parsed).error();
  auto value = read_json<T>(parsed->value);
  if (!value) return does_not_fit(value.error(), parsed->message);
  return ParsedMessage<T>{std::move(parsed->message), *std::move(value)};
}

template <class T>
Result<ParsedMessage<T>> Messages::parse(const MessageCreateParams& params,
                                         const RequestOptions& options) const {
  return anthropic::parse<T>(*this, params, options);
}
inline Result<ParsedMessage<Json>> Messages::parse(const MessageCreateParams& params, const Json& schema,
                                                   const RequestOptions& options) const {
  return anthropic::parse(*this, params, schema, options);
}

/// The T in an answer to a request that has output_format<T>().
template <class T>
Result<T> parse_message(const Message& message) {
  const auto json = parse_described_message(message, json_schema_of<T>());
  if (!json) return json.error();
  auto value = read_json<T>(*json);
  if (!value) return does_not_fit(value.error(), message);
  return value;
}

/// json_schema_output_format() of a T's schema.
template <class T>
Result<JSONOutputFormat> output_format() {
  return json_schema_output_format(json_schema_of<T>());
}

}  // namespace anthropic::inline v0
