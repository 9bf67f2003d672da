#include "wire/json/mended.hpp"

#include <algorithm>
#include <optional>

#include "base/json/escape.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal {
namespace {

class Mender {
 public:
  Mender(std::string_view json, std::string_view half_before) : json_(json), half_before_(half_before) {}

  MendedJson mend() {
    while (at_ < json_.size()) {
      const char c = json_[at_];
      if (static_cast<unsigned char>(c) >= 0x80) {
        copy_character();
      } else if (is_in_string_ && c == '\\') {
        copy_escape();
      } else {
        if (c == '"') {
          is_in_string_ = !is_in_string_;
          string_begin_ = at_ + 1;
        }
        copy(1);
      }
    }
    if (open_halves_ != 1) mended_.open_half.clear();
    return std::move(mended_);
  }

 private:
  void copy(std::size_t count) {
    mended_.text += json_.substr(at_, count);
    at_ += count;
  }
  void replace(std::size_t count) {
    mended_.text += kReplacementCharacter;
    at_ += count;
  }

  void copy_character() {
    if (const std::size_t length = utf8_length(json_.substr(at_))) return copy(length);
    mended_.text += kReplacementCharacter;
    ++at_;
    while (at_ < json_.size() && continues_utf8(json_[at_])) ++at_;
  }

  void copy_escape() {
    const auto unit = json_escaped_unit(json_.substr(at_));
    if (!unit) return copy(std::min<std::size_t>(2, json_.size() - at_));
    if (is_second_half(unit)) {
      if (half_before_.empty() || at_ != string_begin_) return replace(kJsonEscapeLength);
      mended_.text += half_before_;
      half_before_ = {};
      mended_.took_half = true;
      return copy(kJsonEscapeLength);
    }
    if (!is_first_half(unit)) return copy(kJsonEscapeLength);
    const std::string_view behind = json_.substr(at_ + kJsonEscapeLength);
    if (is_second_half(json_escaped_unit(behind))) return copy(2 * kJsonEscapeLength);
    if (behind.starts_with('"')) {
      mended_.open_half = json_.substr(at_, kJsonEscapeLength);
      ++open_halves_;
    }
    replace(kJsonEscapeLength);
  }

  std::string_view json_;
  std::string_view half_before_;
  MendedJson mended_;
  std::size_t at_ = 0;
  std::size_t string_begin_ = 0;
  std::size_t open_halves_ = 0;
  bool is_in_string_ = false;
};

}  // namespace

MendedJson mend_json(std::string_view json, std::string_view half_before) {
  return Mender(json, half_before).mend();
}

Result<Json> parse_mended_json(std::string_view json) {
  auto parsed = Json::parse(json);
  if (parsed) return parsed;
  auto mended = Json::parse(mend_json(json).text);
  if (mended) return mended;
  return parsed;
}

}  // namespace anthropic::internal
