#include "wire/stream/accumulator.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/text/text.hpp"
#include "wire/json/fields.hpp"
#include "wire/messages/content_codec.hpp"
#include "wire/messages/message_codec.hpp"

namespace anthropic::internal {
namespace {

Error out_of_place(const StreamEvent& event, std::string_view why) {
  return Error{
      .kind = ErrorKind::response_validation,
      .message = "the stream's " + std::string(event.type()) + " event is out of place: " + std::string(why)};
}

Error malformed(const StreamEvent& event) {
  return Error{.kind = ErrorKind::response_validation,
               .message = "the stream's " + std::string(event.type()) +
                          " event lacks a member that it must have, or has one of another type"};
}

void append_to_member(Json& block, std::string_view name, std::string_view text) {
  Json* member = block.find(name);
  if (!member) member = &block.set(name, "");
  member->mutable_string() += text;
}

Json& member_or_new(Json& object, std::string_view name) {
  Json* member = object.find(name);
  return member ? *member : object.set(name, nullptr);
}

/// Adds a delta to a block: a block without a struct takes it into its JSON. What a delta of a kind that is
/// not known brings to a typed block is dropped.
class Extension {
 public:
  explicit Extension(ContentBlock& block)
      : block_(block),
        unknown_(std::get_if<UnknownBlock>(&block) ? &std::get<UnknownBlock>(block).json : nullptr) {}

  /// Whether the block has a place for what the delta brings.
  bool fits(const ContentBlockDelta& delta) const {
    const auto* text = std::get_if<TextDelta>(&delta);
    if (text && !text->text.empty()) return unknown_ || std::holds_alternative<TextBlock>(block_);
    const auto* input = std::get_if<InputJSONDelta>(&delta);
    if (input && !input->partial_json.empty())
      return unknown_ || std::holds_alternative<ToolUseBlock>(block_);
    return true;
  }

  void operator()(const TextDelta& delta) {
    if (auto* text = std::get_if<TextBlock>(&block_)) text->text += delta.text;
    if (unknown_) append_to_member(*unknown_, "text", delta.text);
  }
  void operator()(const InputJSONDelta& delta) {
    if (auto* use = std::get_if<ToolUseBlock>(&block_)) use->partial_json += delta.partial_json;
    if (unknown_) append_to_member(*unknown_, "partial_json", delta.partial_json);
  }
  void operator()(const ThinkingDelta& delta) {
    if (auto* thought = std::get_if<ThinkingBlock>(&block_)) thought->thinking += delta.thinking;
    if (unknown_) append_to_member(*unknown_, "thinking", delta.thinking);
  }
  void operator()(const SignatureDelta& delta) {
    if (auto* thought = std::get_if<ThinkingBlock>(&block_)) thought->signature = delta.signature;
    if (unknown_) unknown_->set("signature", delta.signature);
  }
  void operator()(const CitationsDelta& delta) {
    if (auto* text = std::get_if<TextBlock>(&block_)) text->citations.push_back(delta.citation);
    if (unknown_) member_or_new(*unknown_, "citations").push_back(delta.citation.to_json());
  }
  /// A delta of a kind that is not known yet: each of its members replaces the block's, as the one that is
  /// known of this form, compaction_delta, does.
  void operator()(const UnknownDelta& delta) {
    if (!unknown_) return;
    for (const Json::Member& member : delta.json.members()) {
      if (member.name != "type") unknown_->set(member.name, member.value);
    }
  }

 private:
  ContentBlock& block_;
  Json* unknown_;
};

/// A tool's input when its block has ended: empty if it is no JSON, and `begun`, what its block began with,
/// if nothing has come.
std::optional<Json> whole_input(std::string_view partial_json, const Json& begun) {
  if (trim(partial_json).empty()) return begun.is_null() ? Json::object() : begun;
  auto input = Json::parse(partial_json);
  if (!input) return std::nullopt;
  return *std::move(input);
}

/// Whether an event is of a known type and yet cannot be read, so that what it brings would be lost.
bool is_malformed(const UnknownEvent& event) {
  constexpr std::string_view known[] = {"message_start", "content_block_start", "content_block_delta",
                                        "content_block_stop", "message_delta"};
  return std::find(std::begin(known), std::end(known), event.json["type"].string_or("")) != std::end(known);
}

bool is_malformed(const UnknownDelta& delta) {
  struct Known {
    std::string_view type;
    std::string_view text;
  };
  constexpr Known known[] = {{"text_delta", "text"},
                             {"input_json_delta", "partial_json"},
                             {"thinking_delta", "thinking"},
                             {"signature_delta", "signature"}};
  const auto type = delta.json["type"].as_string();
  return std::any_of(std::begin(known), std::end(known),
                     [&](const Known& one) { return type == one.type && !delta.json[one.text].is_null(); });
}

}  // namespace

Result<void> Accumulator::apply(const StreamEvent& event) {
  if (const auto* delta = std::get_if<ContentBlockDeltaEvent>(&event)) return extend_block(*delta);
  const auto* unknown = std::get_if<UnknownEvent>(&event);
  if (unknown && is_malformed(*unknown)) return malformed(event);
  if (const auto* start = std::get_if<MessageStartEvent>(&event)) {
    if (started_) return out_of_place(event, "the message has begun already");
    message_ = start->message;
    started_ = true;
  } else if (const auto* begin = std::get_if<ContentBlockStartEvent>(&event)) {
    return begin_block(*begin);
  } else if (const auto* end = std::get_if<ContentBlockStopEvent>(&event)) {
    end_block(*end);
  } else if (const auto* last = std::get_if<MessageDeltaEvent>(&event)) {
    if (!started_) return out_of_place(event, "the message has not begun");
    end_message(*last);
  } else if (const auto* stop = std::get_if<MessageStopEvent>(&event)) {
    if (!started_) return out_of_place(event, "the message has not begun");
    // Bedrock adds its metrics here, and what a guardrail did.
    if (!stop->extra.empty()) merge(stop->extra, message_.extra);
    finished_ = true;
  }
  return {};
}

Result<void> Accumulator::begin_block(const ContentBlockStartEvent& event) {
  if (!started_) return out_of_place(event, "the message has not begun");
  if (event.index != static_cast<std::int64_t>(message_.content.size())) {
    return out_of_place(event, "block " + std::to_string(event.index) + " comes after " +
                                   std::to_string(message_.content.size()) + " blocks");
  }
  const std::string_view missing = missing_of_tool_use(event.content_block);
  if (!missing.empty()) {
    return out_of_place(event, "its tool_use has no \"" + std::string(missing) + "\" that is text");
  }
  message_.content.push_back(event.content_block);
  return {};
}

Result<void> Accumulator::extend_block(const ContentBlockDeltaEvent& event) {
  const auto index = static_cast<std::size_t>(event.index);
  if (event.index < 0 || index >= message_.content.size()) {
    return out_of_place(event, "block " + std::to_string(event.index) + " has not begun");
  }
  const auto* text = std::get_if<TextDelta>(&event.delta);
  auto* text_block = std::get_if<TextBlock>(&message_.content[index]);
  if (text && text_block) {  // nearly always
    text_block->text += text->text;
    return {};
  }
  const auto* unknown = std::get_if<UnknownDelta>(&event.delta);
  if (unknown && is_malformed(*unknown)) return malformed(event);
  Extension extension(message_.content[index]);
  if (!extension.fits(event.delta)) {
    return out_of_place(event, "block " + std::to_string(event.index) + " is of the type " +
                                   std::string(message_.content[index].type()));
  }
  std::visit(extension, event.delta);
  return {};
}

// An input that max_tokens cut off is no JSON; its text is kept, so that nothing that was paid for is lost.
void Accumulator::end_block(const ContentBlockStopEvent& event) {
  const auto index = static_cast<std::size_t>(event.index);
  if (event.index < 0 || index >= message_.content.size()) return;
  ContentBlock& block = message_.content[index];
  if (auto* use = std::get_if<ToolUseBlock>(&block)) {
    auto input = whole_input(use->partial_json, use->input);
    if (!input) return;
    use->input = *std::move(input);
    use->partial_json.clear();
    keep_input_an_object(*use);
  } else if (auto* unknown = std::get_if<UnknownBlock>(&block)) {
    const auto partial_json = unknown->json["partial_json"].as_string();
    if (!partial_json) return;
    auto input = whole_input(*partial_json, unknown->json["input"]);
    if (!input) return;
    unknown->json.set("input", *std::move(input));
    unknown->json.erase("partial_json");
  }
}

void Accumulator::end_message(const MessageDeltaEvent& event) {
  if (!event.delta.stop_reason.empty()) message_.stop_reason = event.delta.stop_reason;
  if (event.delta.stop_sequence) message_.stop_sequence = event.delta.stop_sequence;
  if (event.delta.stop_details) message_.stop_details = event.delta.stop_details;
  if (!event.delta.extra.empty()) merge(event.delta.extra, message_.extra);
  if (!event.extra.empty()) merge(event.extra, message_.extra);
  if (!event.usage.is_null()) update_usage(event.usage, message_.usage);
}

}  // namespace anthropic::internal
