#include "wire/stream/event_reader.hpp"

#include <utility>

#include "base/text/utf8.hpp"
#include "wire/json/mended.hpp"
#include "wire/stream/event_codec.hpp"

namespace anthropic::internal {
namespace {

/// The text that a delta adds to a block; null if the event is no delta of a text.
std::string* text_of(StreamEvent& event) {
  auto* held = std::get_if<ContentBlockDeltaEvent>(&event);
  if (!held) return nullptr;
  if (auto* delta = std::get_if<TextDelta>(&held->delta)) return &delta->text;
  if (auto* delta = std::get_if<ThinkingDelta>(&held->delta)) return &delta->thinking;
  if (auto* delta = std::get_if<InputJSONDelta>(&held->delta)) return &delta->partial_json;
  return nullptr;
}

bool continues(const StreamEvent& event, const StreamEvent& before) {
  const auto* delta = std::get_if<ContentBlockDeltaEvent>(&event);
  const auto* delta_before = std::get_if<ContentBlockDeltaEvent>(&before);
  return delta && delta_before && delta->index == delta_before->index &&
         delta->delta.index() == delta_before->delta.index();
}

}  // namespace

Result<void> EventReader::read(std::string_view json, StreamEvent& event) {
  if (auto parsed = parse_event(json, event); !parsed) {
    if (!read_mended(json, event)) return parsed;
    return {};
  }
  if (half_) close_half(event);
  return {};
}

bool EventReader::take_next(StreamEvent& event) {
  if (!next_) return false;
  event = std::move(*std::exchange(next_, nullptr));
  return true;
}

Result<void> EventReader::read_mended(std::string_view json, StreamEvent& event) {
  MendedJson mended = mend_json(json, half_ ? half_->escape : std::string_view());
  if (auto parsed = parse_event(mended.text, event); !parsed) return parsed;
  if (mended.took_half && !continues(event, half_->event)) {
    mended = mend_json(json);
    if (auto parsed = parse_event(mended.text, event); !parsed) return parsed;
  }
  auto opened = take_open_half(mended.open_half, event);
  if (mended.took_half) half_.reset();
  if (half_) close_half(event);
  if (opened) half_ = std::move(opened);
  return {};
}

std::unique_ptr<EventReader::OpenHalf> EventReader::take_open_half(const std::string& escape,
                                                                   StreamEvent& event) {
  std::string* text = escape.empty() ? nullptr : text_of(event);
  if (!text || !text->ends_with(kReplacementCharacter)) return nullptr;
  text->resize(text->size() - kReplacementCharacter.size());
  auto half = std::make_unique<OpenHalf>(OpenHalf{.escape = escape, .event = event});
  *text_of(half->event) = kReplacementCharacter;
  return half;
}

/// What is said where half of a pair is alone: before the text of the delta behind it, or in a delta of its
/// own.
void EventReader::close_half(StreamEvent& event) {
  if (std::holds_alternative<PingEvent>(event) || std::holds_alternative<UnknownEvent>(event)) return;
  StreamEvent alone = std::move(half_->event);
  half_.reset();
  if (continues(event, alone)) {
    text_of(event)->insert(0, kReplacementCharacter);
    return;
  }
  next_ = std::make_unique<StreamEvent>(std::exchange(event, std::move(alone)));
}

}  // namespace anthropic::internal
