#include "local/http/body.hpp"

#include <utility>

namespace anthropic::internal::local {

bool Body::make_room(std::size_t length) {
  is_counted_ = true;
  is_discarded_ = is_too_large_ = length > kBodyLimit;
  if (is_discarded_ || length == 0) return true;
  if (!share_.grow(length)) return false;
  text_.reserve(length);
  return true;
}

void Body::add(std::string_view bytes) {
  if (is_discarded_) return;
  const std::string_view kept = bytes.substr(0, kBodyLimit - text_.size());
  is_too_large_ |= bytes.size() > kept.size();
  if (is_counted_ || share_.grow(kept.size())) {
    text_ += kept;
    return;
  }
  has_no_memory_ = true;
  discard();
}

void Body::discard() {
  is_discarded_ = true;
  text_ = {};
  share_.release();
}

void Body::move_to(Request& request) {
  request.body = std::move(text_);
  request.body_too_large = is_too_large_;
  if (has_no_memory_) request.shortage = Shortage::memory;
}

}  // namespace anthropic::internal::local
