#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>

// The values of the Messages API: what is said to Claude and what Claude answers.
// https://docs.claude.com/en/api/messages
//
// All are plain values. Each keeps, in `extra` or in an Unknown alternative, whatever a server sends that
// this version does not know, so that what was received can always be sent back unchanged.

namespace anthropic {

/// Text, the commonest block.
struct TextBlock {
  std::string text = {};
  Json extra = {};  ///< Members without a field here, an object or null.
};

/// An image's bytes in base64. Bedrock takes images in this form only.
struct Base64ImageSource {
  std::string media_type = {};  ///< "image/png", "image/jpeg", "image/gif" or "image/webp".
  std::string data = {};        ///< Standard base64 without line breaks.
};

/// An image that Anthropic's first-party API fetches itself.
struct URLImageSource {
  std::string url = {};
};

/// A source that this version does not know, whole.
struct UnknownImageSource {
  Json json = {};
};

using ImageSource = std::variant<Base64ImageSource, URLImageSource, UnknownImageSource>;

struct ImageBlock {
  ImageSource source = {};
  Json extra = {};

  /// From a file's bytes; the media type is read off the first bytes. Fails with `bad_request` if they are
  /// not a PNG, JPEG, GIF or WebP.
  static Result<ImageBlock> from_bytes(std::string_view bytes);
};

/// A block of a type that has no struct here, whole.
struct UnknownBlock {
  Json json = {};
};

/// One piece of a message's content. Use it as the std::variant it is: `std::get_if<TextBlock>(&block)`.
struct ContentBlock : std::variant<TextBlock, ImageBlock, UnknownBlock> {
  using variant::variant;
  using variant::operator=;

  /// The API's name of the type, for example "text"; for an unknown block what its JSON says.
  std::string_view type() const;
  /// The text of a TextBlock, else empty.
  std::string_view text() const;

  Json to_json() const;
  static ContentBlock from_json(Json json);
};

/// A message's content: one text, or blocks. A text is sent as a JSON string, blocks as an array.
class Content {
 public:
  Content(const char* text) : value_(std::string(text)) {}
  Content(std::string text) : value_(std::move(text)) {}
  Content(std::string_view text) : value_(std::string(text)) {}
  Content(std::vector<ContentBlock> blocks) : value_(std::move(blocks)) {}
  Content(std::initializer_list<ContentBlock> blocks) : value_(std::vector<ContentBlock>(blocks)) {}

  /// Null if this is one text.
  const std::vector<ContentBlock>* blocks() const { return std::get_if<1>(&value_); }
  /// Null if this is blocks.
  const std::string* string() const { return std::get_if<0>(&value_); }
  /// All text in it, joined without a separator.
  std::string text() const;
  bool empty() const;

  Json to_json() const;
  static Content from_json(Json json);

 private:
  std::variant<std::string, std::vector<ContentBlock>> value_;
};

/// Who speaks: "user" or "assistant" (or what the API adds).
class Role {
 public:
  static constexpr std::string_view user = "user";
  static constexpr std::string_view assistant = "assistant";

  Role(const char* name) : name_(name) {}
  Role(std::string name) : name_(std::move(name)) {}
  Role(std::string_view name) : name_(name) {}

  const std::string& name() const { return name_; }
  friend bool operator==(const Role& a, const Role& b) { return a.name_ == b.name_; }
  friend bool operator==(const Role& a, std::string_view b) { return a.name_ == b; }

 private:
  std::string name_;
};

/// One turn of a conversation: `{"user", "Hello"}`.
struct MessageParam {
  Role role = Role::user;
  Content content = "";
};

/// Why Claude stopped. Open: a reason that is not listed here is kept as it came.
class StopReason {
 public:
  static constexpr std::string_view end_turn = "end_turn";
  static constexpr std::string_view max_tokens = "max_tokens";
  static constexpr std::string_view stop_sequence = "stop_sequence";
  static constexpr std::string_view tool_use = "tool_use";
  static constexpr std::string_view pause_turn = "pause_turn";
  static constexpr std::string_view refusal = "refusal";
  static constexpr std::string_view model_context_window_exceeded = "model_context_window_exceeded";

  StopReason() = default;
  StopReason(std::string name) : name_(std::move(name)) {}

  /// Empty while a streamed message is not finished.
  const std::string& name() const { return name_; }
  bool empty() const { return name_.empty(); }
  friend bool operator==(const StopReason& a, const StopReason& b) { return a.name_ == b.name_; }
  friend bool operator==(const StopReason& a, std::string_view b) { return a.name_ == b; }

 private:
  std::string name_ = {};
};

/// What the call is billed for. Cached input is counted apart from `input_tokens`.
struct Usage {
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::optional<std::int64_t> cache_creation_input_tokens = {};
  std::optional<std::int64_t> cache_read_input_tokens = {};
  Json extra = {};
};

/// Claude's answer.
struct Message {
  std::string id = {};
  Role role = Role::assistant;
  std::vector<ContentBlock> content = {};
  std::string model = {};  ///< As the server names it, which may differ from what was asked for.
  StopReason stop_reason = {};
  std::optional<std::string> stop_sequence = {};  ///< Which of the request's stop sequences was met.
  Usage usage = {};
  Json extra = {};
  /// The transport's request id (`x-amzn-requestid` on Bedrock); what AWS's support asks for. Not part of the
  /// JSON.
  std::string request_id = {};

  /// All text blocks, joined without a separator.
  std::string text() const;
  /// This answer as the assistant's turn, for the next request's `messages`.
  MessageParam to_param() const { return {role, content}; }

  Json to_json() const;
  static Result<Message> from_json(Json json);
};

}  // namespace anthropic
