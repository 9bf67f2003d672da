#include <anthropic/message.hpp>

#include "base/encoding.hpp"
#include "wire/json_fields.hpp"

namespace anthropic {
namespace {

std::string_view image_media_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  return {};
}

Json source_to_json(const ImageSource& source) {
  if (const auto* base64 = std::get_if<Base64ImageSource>(&source)) {
    return Json::object({{"type", "base64"}, {"media_type", base64->media_type}, {"data", base64->data}});
  }
  if (const auto* url = std::get_if<URLImageSource>(&source)) {
    return Json::object({{"type", "url"}, {"url", url->url}});
  }
  return std::get<UnknownImageSource>(source).json;
}

ImageSource source_from_json(Json json) {
  const auto type = json["type"].as_string();
  if (type == "base64" && json.size() == 3 && json["media_type"].is_string() && json["data"].is_string()) {
    return Base64ImageSource{*take_string(json, "media_type"), *take_string(json, "data")};
  }
  if (type == "url" && json.size() == 2 && json["url"].is_string()) {
    return URLImageSource{*take_string(json, "url")};
  }
  return UnknownImageSource{std::move(json)};
}

}  // namespace

Result<ImageBlock> ImageBlock::from_bytes(std::string_view bytes) {
  const std::string_view media_type = image_media_type(bytes);
  if (media_type.empty()) {
    return Error{.kind = ErrorKind::bad_request,
                 .message = "not an image that Claude reads: the bytes are no PNG, JPEG, GIF or WebP",
                 .hint = "Convert the file to PNG or JPEG first."};
  }
  return ImageBlock{.source = Base64ImageSource{std::string(media_type), base64_encode(bytes)}};
}

std::string_view ContentBlock::type() const {
  if (std::holds_alternative<TextBlock>(*this)) return "text";
  if (std::holds_alternative<ImageBlock>(*this)) return "image";
  return std::get<UnknownBlock>(*this).json["type"].as_string().value_or("");
}

std::string_view ContentBlock::text() const {
  const auto* block = std::get_if<TextBlock>(this);
  return block ? std::string_view(block->text) : std::string_view();
}

Json ContentBlock::to_json() const {
  if (const auto* block = std::get_if<TextBlock>(this)) {
    Json json = Json::object({{"type", "text"}, {"text", block->text}});
    merge(block->extra, json);
    return json;
  }
  if (const auto* block = std::get_if<ImageBlock>(this)) {
    Json json = Json::object({{"type", "image"}, {"source", source_to_json(block->source)}});
    merge(block->extra, json);
    return json;
  }
  return std::get<UnknownBlock>(*this).json;
}

ContentBlock ContentBlock::from_json(Json json) {
  const auto type = json["type"].as_string();
  if (type == "text" && json["text"].is_string()) {
    json.erase("type");
    std::string text = *take_string(json, "text");
    return TextBlock{std::move(text), rest(std::move(json))};
  }
  if (type == "image" && json["source"].is_object()) {
    json.erase("type");
    ImageSource source = source_from_json(take(json, "source"));
    return ImageBlock{std::move(source), rest(std::move(json))};
  }
  return UnknownBlock{std::move(json)};
}

std::string Content::text() const {
  if (const std::string* text = string()) return *text;
  std::string text;
  for (const ContentBlock& block : *blocks()) text += block.text();
  return text;
}

bool Content::empty() const {
  return string() ? string()->empty() : blocks()->empty();
}

Json Content::to_json() const {
  if (const std::string* text = string()) return *text;
  Json::Array items;
  for (const ContentBlock& block : *blocks()) items.push_back(block.to_json());
  return items;
}

Content Content::from_json(Json json) {
  if (json.is_string()) return std::move(json.mutable_string());
  std::vector<ContentBlock> blocks;
  for (const Json& item : json.items()) blocks.push_back(ContentBlock::from_json(item));
  return blocks;
}

}  // namespace anthropic
