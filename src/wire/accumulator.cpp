#include "wire/accumulator.hpp"

#include "wire/json_fields.hpp"
#include "wire/message_codec.hpp"

namespace anthropic {
namespace {

Error out_of_place(const StreamEvent& event, std::string_view why) {
  return Error{
      .kind = ErrorKind::response_validation,
      .message = "the stream's " + std::string(event.type()) + " event is out of place: " + std::string(why)};
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

/// Deltas that have no struct of their own, by their type.
void apply_unknown_delta(const Json& delta, ContentBlock& block) {
  const auto type = delta["type"].as_string().value_or("");
  auto* unknown = std::get_if<UnknownBlock>(&block);
  if (type == "citations_delta") {
    Json& home = unknown ? unknown->json : std::get<TextBlock>(block).extra;
    member_or_new(home, "citations").push_back(delta["citation"]);
  } else if (unknown && type == "thinking_delta") {
    append_to_member(unknown->json, "thinking", delta["thinking"].as_string().value_or(""));
  } else if (unknown && type == "signature_delta") {
    unknown->json.set("signature", delta["signature"]);
  }
}

}  // namespace

Result<void> Accumulator::apply(const StreamEvent& event) {
  if (const auto* delta = std::get_if<ContentBlockDeltaEvent>(&event)) return extend_block(*delta);
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
  } else if (std::holds_alternative<MessageStopEvent>(event)) {
    if (!started_) return out_of_place(event, "the message has not begun");
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
  message_.content.push_back(event.content_block);
  partial_inputs_.emplace_back();
  return {};
}

Result<void> Accumulator::extend_block(const ContentBlockDeltaEvent& event) {
  const auto index = static_cast<std::size_t>(event.index);
  if (event.index < 0 || index >= message_.content.size()) {
    return out_of_place(event, "block " + std::to_string(event.index) + " has not begun");
  }
  ContentBlock& block = message_.content[index];
  if (const auto* delta = std::get_if<TextDelta>(&event.delta)) {
    if (auto* text = std::get_if<TextBlock>(&block)) {
      text->text += delta->text;
    } else if (auto* unknown = std::get_if<UnknownBlock>(&block)) {
      append_to_member(unknown->json, "text", delta->text);
    }
  } else if (const auto* input = std::get_if<InputJSONDelta>(&event.delta)) {
    partial_inputs_[index] += input->partial_json;
  } else if (!std::holds_alternative<ImageBlock>(block)) {
    apply_unknown_delta(std::get<UnknownDelta>(event.delta).json, block);
  }
  return {};
}

void Accumulator::end_block(const ContentBlockStopEvent& event) {
  const auto index = static_cast<std::size_t>(event.index);
  if (event.index < 0 || index >= message_.content.size() || partial_inputs_[index].empty()) return;
  auto* block = std::get_if<UnknownBlock>(&message_.content[index]);
  if (!block) return;
  auto input = Json::parse(partial_inputs_[index]);
  // An input that max_tokens cut off is no JSON; its text is kept, so that nothing that was paid for is lost.
  block->json.set(input ? "input" : "partial_json", input ? *input : Json(partial_inputs_[index]));
}

void Accumulator::end_message(const MessageDeltaEvent& event) {
  if (!event.delta.stop_reason.empty()) message_.stop_reason = event.delta.stop_reason;
  if (event.delta.stop_sequence) message_.stop_sequence = event.delta.stop_sequence;
  if (!event.delta.extra.empty()) merge(event.delta.extra, message_.extra);
  if (!event.usage.is_null()) update_usage(event.usage, message_.usage);
}

}  // namespace anthropic
