#include "wire/stream/sse.hpp"

#include <algorithm>
#include <cstring>

namespace anthropic::internal::sse {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

void Decoder::push(std::string_view bytes) {
  // What was read is dropped only once it outweighs what is left, so that each byte moves at most once.
  if (position_ > 0 && position_ >= buffer_.size() - position_) {
    buffer_.erase(0, position_);
    scanned_ -= position_;
    position_ = 0;
  }
  buffer_.append(bytes);
}

const Event* Decoder::next() {
  if (handed_out_) {
    event_name_.clear();
    data_.clear();
    has_data_ = handed_out_ = false;
  }
  if (is_too_long_ || (!started_ && !skip_byte_order_mark())) return nullptr;
  while (const std::optional<std::string_view> line = take_line()) {
    if (!fits(line->size() + data_.size())) return nullptr;
    if (!line->empty()) {
      take_field(*line);
      continue;
    }
    if (!has_data_) {
      event_name_.clear();
      continue;
    }
    handed_out_ = true;
    event_ = {event_name_, data_, id_};
    return &event_;
  }
  fits(buffer_.size() - position_);
  return nullptr;
}

bool Decoder::fits(std::size_t bytes) {
  if (bytes <= limit_) return true;
  is_too_long_ = true;
  std::string().swap(buffer_);
  position_ = scanned_ = 0;
  return false;
}

/// Whether enough has arrived to tell.
bool Decoder::skip_byte_order_mark() {
  if (buffer_.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(buffer_)) return false;
  if (std::string_view(buffer_).starts_with(kByteOrderMark)) {
    position_ = scanned_ = kByteOrderMark.size();
  }
  started_ = true;
  return true;
}

/// The next line without its end; empty if that has not arrived.
std::optional<std::string_view> Decoder::take_line() {
  if (skip_lf_ && position_ < buffer_.size()) {
    if (buffer_[position_] == '\n') ++position_;
    scanned_ = std::max(scanned_, position_);
    skip_lf_ = false;
  }
  const char* text = buffer_.data();
  std::size_t end = buffer_.size();
  bool found = false;
  if (const void* line_feed = std::memchr(text + scanned_, '\n', end - scanned_)) {
    end = static_cast<std::size_t>(static_cast<const char*>(line_feed) - text);
    found = true;
  }
  if (const void* carriage_return = std::memchr(text + scanned_, '\r', end - scanned_)) {
    end = static_cast<std::size_t>(static_cast<const char*>(carriage_return) - text);
    found = skip_lf_ = true;
  }
  if (!found) {
    scanned_ = end;
    return std::nullopt;
  }
  const std::string_view line(text + position_, end - position_);
  position_ = scanned_ = end + 1;
  return line;
}

void Decoder::take_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "data") {
    if (has_data_) data_ += '\n';
    data_ += value;
    has_data_ = true;
    return;
  }
  if (name == "event") event_name_ = value;
  if (name == "id" && value.find('\0') == std::string_view::npos) id_ = value;
}

}  // namespace anthropic::internal::sse
