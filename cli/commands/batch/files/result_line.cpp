#include "commands/batch/files/result_line.hpp"

#include <charconv>

#include "base/json/write.hpp"
#include "base/text/utf8.hpp"
#include "commands/batch/files/line_reader.hpp"
#include "platform/errors/api_errors.hpp"
#include "platform/message_text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kUsualMessage = 1024;
constexpr std::string_view kSucceeded = "succeeded\",\"message\":";

std::string hex(std::uint32_t digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(8, '0');
  for (std::size_t i = text.size(); digest != 0; digest >>= 4U) text[--i] = kDigits[digest & 0xFU];
  return text;
}

std::string head_of(const LineKey& key, std::size_t reserve) {
  std::string out;
  out.reserve(reserve + key.id.size() + 160);
  out += "{\"line\":";
  write_json_integer(static_cast<std::int64_t>(key.number), out);
  out += ",\"digest\":\"";
  out += hex(key.digest);
  out += "\",\"custom_id\":";
  write_json_string(key.id, out);
  out += ",\"result\":{\"type\":\"";
  return out;
}

void end_line(std::string_view request_id, std::string& out) {
  out += '}';
  if (!request_id.empty()) {
    out += ",\"request_id\":";
    write_json_string(to_valid_utf8(request_id), out);
  }
  out += "}\n";
}

// Anthropic's name for it, where the server gave none.
std::string_view type_of(const Error& error) {
  if (!error.type.empty()) return error.type;
  const std::string_view type = anthropic_error_type(error.kind);
  return type.empty() ? "api_error" : type;
}

/// Reads what it expects, piece by piece.
class Expect {
 public:
  explicit Expect(std::string_view text) : text_(text) {}

  bool literal(std::string_view expected) {
    if (!text_.starts_with(expected)) return false;
    text_.remove_prefix(expected.size());
    return true;
  }
  template <class Number>
  bool number(Number& out, int base) {
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), out, base);
    if (error != std::errc()) return false;
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return true;
  }
  // A JSON string, quotes included.
  bool string(std::string_view& out) {
    if (!text_.starts_with('"')) return false;
    for (std::size_t at = 1; at < text_.size(); ++at) {
      if (text_[at] == '\\') {
        ++at;
      } else if (text_[at] == '"') {
        out = text_.substr(0, at + 1);
        text_.remove_prefix(at + 1);
        return true;
      }
    }
    return false;
  }

 private:
  std::string_view text_;
};

}  // namespace

std::string made_up_id(std::uint64_t number, std::uint32_t digest) {
  return "line-" + std::to_string(number) + "-" + hex(digest);
}

std::optional<LineKey> key_of_made_up_id(std::string_view id) {
  constexpr std::string_view kFront = "line-";
  constexpr std::size_t kDigits = 8;
  if (!id.starts_with(kFront)) return std::nullopt;
  const char* at = id.data() + kFront.size();
  const char* end = id.data() + id.size();
  LineKey key;
  const auto number = std::from_chars(at, end, key.number);
  if (number.ec != std::errc() || number.ptr == end || *number.ptr != '-') return std::nullopt;
  at = number.ptr + 1;
  if (static_cast<std::size_t>(end - at) < kDigits) return std::nullopt;
  const auto digest = std::from_chars(at, at + kDigits, key.digest, 16);
  if (digest.ec != std::errc() || digest.ptr != at + kDigits) return std::nullopt;
  at = digest.ptr;
  if (at != end && *at != '-') return std::nullopt;
  key.id = at == end ? made_up_id(key.number, key.digest) : std::string(at + 1, end);
  return key;
}

std::string succeeded_line(const LineKey& key, const Message& message) {
  std::string out = head_of(key, kUsualMessage);
  out += kSucceeded;
  append_message_text(message, out);
  end_line(message.request_id, out);
  return out;
}

std::string succeeded_line(const LineKey& key, const Json& message, std::string_view request_id) {
  std::string out = head_of(key, kUsualMessage);
  out += kSucceeded;
  message.dump_to(out);
  end_line(request_id, out);
  return out;
}

std::string errored_line(const LineKey& key, const Error& error) {
  Json inner =
      Json::object({{"type", to_valid_utf8(type_of(error))}, {"message", to_valid_utf8(error.message)}});
  inner.set("kind", to_string(error.kind));
  if (error.status != 0) inner.set("status", error.status);
  if (!error.code.empty()) inner.set("code", to_valid_utf8(error.code));
  if (!error.hint.empty()) inner.set("hint", to_valid_utf8(error.hint));
  std::string out = head_of(key, 512);
  out += "errored\",\"retryable\":";
  out += error.is_retryable() ? "true" : "false";
  out += ",\"error\":{\"type\":\"error\",\"error\":";
  inner.dump_to(out);
  out += '}';
  end_line(error.request_id, out);
  return out;
}

std::optional<ResultHead> read_head(std::string_view line) {
  ResultHead head;
  Expect expect(line);
  std::string_view type;
  const bool begins = expect.literal("{\"line\":") && expect.number(head.number, 10) &&
                      expect.literal(",\"digest\":\"") && expect.number(head.digest, 16) &&
                      expect.literal("\",\"custom_id\":") && expect.string(head.id) &&
                      expect.literal(",\"result\":{\"type\":") && expect.string(type);
  if (!begins) return std::nullopt;
  head.has_succeeded = type == "\"succeeded\"";
  if (head.has_succeeded) return head;
  if (!expect.literal(",\"retryable\":")) return std::nullopt;
  head.is_retryable = expect.literal("true");
  return head;
}

std::uint64_t name_digest(std::string_view id) {
  std::string text;
  write_json_string(id, text);
  return digest_of(text);
}

}  // namespace anthropic::internal::cli
