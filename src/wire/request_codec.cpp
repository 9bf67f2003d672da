#include "wire/request_codec.hpp"

#define SIMDJSON_EXCEPTIONS 0
#include <cmath>
#include <simdjson.h>

#include "base/json_write.hpp"

namespace anthropic {
namespace {

/// The members of one object, written in turn; those that `extra` replaces are left out and written at the
/// end.
class ObjectWriter {
 public:
  ObjectWriter(std::string& out, const Json& extra) : out_(out), extra_(extra) { out_.push_back('{'); }

  /// Whether the member is to be written; then its name already is.
  bool begin(std::string_view name) {
    if (extra_.contains(name)) return false;
    write_name(name);
    return true;
  }
  void string(std::string_view name, std::string_view value) {
    if (begin(name)) write_json_string(value, out_);
  }
  void number(std::string_view name, double value) {
    if (begin(name)) out_ += Json(value).number_text();
  }
  void integer(std::string_view name, std::int64_t value) {
    if (begin(name)) write_json_integer(value, out_);
  }
  void end() {
    for (const Json::Member& member : extra_.members()) {
      write_name(member.name);
      member.value.dump_to(out_);
    }
    out_.push_back('}');
  }

 private:
  void write_name(std::string_view name) {
    if (!first_) out_.push_back(',');
    first_ = false;
    write_json_string(name, out_);
    out_.push_back(':');
  }

  std::string& out_;
  const Json& extra_;
  bool first_ = true;
};

const Json no_extra;

void write_source(const ImageSource& source, std::string& out) {
  if (const auto* unknown = std::get_if<UnknownImageSource>(&source)) return unknown->json.dump_to(out);
  ObjectWriter object(out, no_extra);
  if (const auto* base64 = std::get_if<Base64ImageSource>(&source)) {
    object.string("type", "base64");
    object.string("media_type", base64->media_type);
    object.string("data", base64->data);
  } else if (const auto* url = std::get_if<URLImageSource>(&source)) {
    object.string("type", "url");
    object.string("url", url->url);
  }
  object.end();
}

void write_block(const ContentBlock& block, std::string& out) {
  if (const auto* unknown = std::get_if<UnknownBlock>(&block)) return unknown->json.dump_to(out);
  if (const auto* text = std::get_if<TextBlock>(&block)) {
    ObjectWriter object(out, text->extra);
    object.string("type", "text");
    object.string("text", text->text);
    return object.end();
  }
  const auto& image = std::get<ImageBlock>(block);
  ObjectWriter object(out, image.extra);
  object.string("type", "image");
  if (object.begin("source")) write_source(image.source, out);
  object.end();
}

void write_content(const Content& content, std::string& out) {
  if (const std::string* text = content.string()) return write_json_string(*text, out);
  out.push_back('[');
  for (const ContentBlock& block : *content.blocks()) {
    if (out.back() != '[') out.push_back(',');
    write_block(block, out);
  }
  out.push_back(']');
}

void write_messages(const std::vector<MessageParam>& messages, std::string& out) {
  out.push_back('[');
  for (const MessageParam& message : messages) {
    if (out.back() != '[') out.push_back(',');
    ObjectWriter object(out, no_extra);
    object.string("role", message.role.name());
    if (object.begin("content")) write_content(message.content, out);
    object.end();
  }
  out.push_back(']');
}

void write_stop_sequences(const std::vector<std::string>& sequences, std::string& out) {
  out.push_back('[');
  for (const std::string& sequence : sequences) {
    if (out.back() != '[') out.push_back(',');
    write_json_string(sequence, out);
  }
  out.push_back(']');
}

std::size_t size_of(const Content& content) {
  if (const std::string* text = content.string()) return text->size();
  std::size_t size = 0;
  for (const ContentBlock& block : *content.blocks()) {
    size += 64 + block.text().size();
    const auto* image = std::get_if<ImageBlock>(&block);
    const auto* base64 = image ? std::get_if<Base64ImageSource>(&image->source) : nullptr;
    if (base64) size += 64 + base64->data.size();
  }
  return size;
}

/// About how long the body will be, so that a large one is allocated once.
std::size_t estimate(const MessageCreateParams& params) {
  std::size_t size = 256 + (params.system ? size_of(*params.system) : 0);
  for (const MessageParam& message : params.messages) size += 48 + size_of(message.content);
  return size + size / 16;
}

Error refuse(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::bad_request,
               .type = "invalid_request_error",
               .message = std::move(message),
               .hint = std::move(hint)};
}

bool is_utf8(std::string_view text) {
  return simdjson::validate_utf8(text);
}

bool all_utf8(const Content& content) {
  if (const std::string* text = content.string()) return is_utf8(*text);
  for (const ContentBlock& block : *content.blocks()) {
    if (!is_utf8(block.text())) return false;
  }
  return true;
}

/// Which part of the request holds the bytes that are not UTF-8.
std::string find_bad_text(const MessageCreateParams& params) {
  if (params.system && !all_utf8(*params.system)) return "system";
  for (std::size_t i = 0; i < params.messages.size(); ++i) {
    if (!all_utf8(params.messages[i].content)) return "messages[" + std::to_string(i) + "]";
  }
  for (const std::string& sequence : params.stop_sequences) {
    if (!is_utf8(sequence)) return "stop_sequences";
  }
  return "the request";
}

Result<void> check(const MessageCreateParams& params, const Json& extra) {
  if (params.max_tokens < 1 && !extra.contains("max_tokens")) {
    return refuse("max_tokens: must be at least 1",
                  "Set MessageCreateParams::max_tokens, for example to 1024.");
  }
  if (params.messages.empty() && !extra.contains("messages")) {
    return refuse("messages: at least one message is required");
  }
  if (params.temperature && !std::isfinite(*params.temperature))
    return refuse("temperature: not a finite number");
  if (params.top_p && !std::isfinite(*params.top_p)) return refuse("top_p: not a finite number");
  if (!extra.is_null() && !extra.is_object()) return refuse("extra: must be a JSON object");
  return {};
}

}  // namespace

Result<std::string> write_request(const MessageCreateParams& params, const RequestBodyLayout& layout) {
  const Json& extra = layout.extra ? *layout.extra : params.extra;
  if (auto checked = check(params, extra); !checked) return checked.error();
  std::string out;
  out.reserve(estimate(params));
  ObjectWriter body(out, extra);
  if (!layout.anthropic_version.empty()) body.string("anthropic_version", layout.anthropic_version);
  if (layout.model) body.string("model", layout.model_id.empty() ? params.model : layout.model_id);
  body.integer("max_tokens", params.max_tokens);
  if (params.temperature) body.number("temperature", *params.temperature);
  if (body.begin("messages")) write_messages(params.messages, out);
  if (params.system && !params.system->empty() && body.begin("system")) write_content(*params.system, out);
  if (!params.stop_sequences.empty() && body.begin("stop_sequences"))
    write_stop_sequences(params.stop_sequences, out);
  if (params.top_p) body.number("top_p", *params.top_p);
  if (params.top_k) body.integer("top_k", *params.top_k);
  if (params.metadata && body.begin("metadata")) {
    ObjectWriter metadata(out, params.metadata->extra);
    if (params.metadata->user_id) metadata.string("user_id", *params.metadata->user_id);
    metadata.end();
  }
  if (layout.stream && body.begin("stream")) out += "true";
  body.end();
  if (!is_utf8(out))
    return refuse(find_bad_text(params) + ": not valid UTF-8", "Convert the text to UTF-8 first.");
  return out;
}

}  // namespace anthropic
