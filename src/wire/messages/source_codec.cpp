#include "wire/messages/source_codec.hpp"

#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "wire/json/fields.hpp"
#include "wire/messages/content_codec.hpp"

namespace anthropic::internal {

namespace {

constexpr std::string_view kPdfType = "application/pdf";
constexpr std::string_view kTextType = "text/plain";

std::string_view image_media_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  return {};
}

void write_text_source(std::string_view type, std::string_view media_type, std::string_view name,
                       std::string_view text, const Json& extra, JsonSink& sink) {
  ObjectWriter object(sink, extra, type);
  if (!media_type.empty()) object.string("media_type", media_type);
  object.string(name, text);
  object.end();
}

}  // namespace

void write(const ImageSource& source, JsonSink& sink) {
  if (const auto* base64 = std::get_if<Base64ImageSource>(&source)) {
    write_text_source("base64", base64->media_type, "data", base64->data, base64->extra, sink);
  } else if (const auto* url = std::get_if<URLImageSource>(&source)) {
    write_text_source("url", {}, "url", url->url, url->extra, sink);
  } else if (const auto* file = std::get_if<FileImageSource>(&source)) {
    write_text_source("file", {}, "file_id", file->file_id, file->extra, sink);
  } else {
    sink.value(std::get<UnknownImageSource>(source).json);
  }
}

void write(const DocumentSource& source, JsonSink& sink) {
  if (const auto* pdf = std::get_if<Base64PDFSource>(&source)) {
    write_text_source("base64", kPdfType, "data", pdf->data, pdf->extra, sink);
  } else if (const auto* text = std::get_if<PlainTextSource>(&source)) {
    write_text_source("text", kTextType, "data", text->data, text->extra, sink);
  } else if (const auto* url = std::get_if<URLPDFSource>(&source)) {
    write_text_source("url", {}, "url", url->url, url->extra, sink);
  } else if (const auto* file = std::get_if<FileDocumentSource>(&source)) {
    write_text_source("file", {}, "file_id", file->file_id, file->extra, sink);
  } else if (const auto* blocks = std::get_if<ContentBlockSource>(&source)) {
    ObjectWriter object(sink, blocks->extra, "content");
    if (object.begin("content")) write(blocks->content, sink);
    object.end();
  } else {
    sink.value(std::get<UnknownDocumentSource>(source).json);
  }
}

ImageSource image_source_from_json(Json json) {
  const std::string type = json["type"].string_or("");
  const auto media_type = json["media_type"].as_string();
  if (type == "base64" && media_type && !media_type->empty() && json["data"].is_string()) {
    Base64ImageSource source;
    json.erase("type");
    source.media_type = *take_string(json, "media_type");
    source.data = *take_string(json, "data");
    source.extra = rest(std::move(json));
    return source;
  }
  if (type == "url" && json["url"].is_string())
    return object_of_text(std::move(json), &URLImageSource::url, "url");
  if (type == "file" && json["file_id"].is_string())
    return object_of_text(std::move(json), &FileImageSource::file_id, "file_id");
  return UnknownImageSource{std::move(json)};
}

DocumentSource document_source_from_json(Json json) {
  const std::string type = json["type"].string_or("");
  const bool has_data = json["data"].is_string();
  if (type == "base64" && has_data && json["media_type"].as_string() == kPdfType) {
    json.erase("media_type");
    return object_of_text(std::move(json), &Base64PDFSource::data, "data");
  }
  if (type == "text" && has_data && json["media_type"].as_string() == kTextType) {
    json.erase("media_type");
    return object_of_text(std::move(json), &PlainTextSource::data, "data");
  }
  if (type == "url" && json["url"].is_string())
    return object_of_text(std::move(json), &URLPDFSource::url, "url");
  if (type == "file" && json["file_id"].is_string())
    return object_of_text(std::move(json), &FileDocumentSource::file_id, "file_id");
  if (type == "content" && (json["content"].is_string() || json["content"].is_array())) {
    ContentBlockSource source;
    json.erase("type");
    source.content = Content::from_json(take(json, "content"));
    source.extra = rest(std::move(json));
    return source;
  }
  return UnknownDocumentSource{std::move(json)};
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Result<ImageBlock> ImageBlock::from_bytes(std::string_view bytes) {
  const std::string_view media_type = image_media_type(bytes);
  if (media_type.empty()) {
    return Error{.kind = ErrorKind::bad_request,
                 .message = "not an image that Claude reads: the bytes are no PNG, JPEG, GIF or WebP",
                 .hint = "Convert the file to PNG or JPEG first."};
  }
  return ImageBlock{.source = Base64ImageSource{std::string(media_type), base64_encode(bytes)}};
}

Result<DocumentBlock> DocumentBlock::from_bytes(std::string_view bytes) {
  // Readers of PDF take a header that stands within the first kilobyte, and so do the writers that rely on
  // it.
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos)
    return DocumentBlock{.source = Base64PDFSource{base64_encode(bytes)}};
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.empty() || bytes.find('\0') != std::string_view::npos || !is_utf8(bytes)) {
    return Error{.kind = ErrorKind::bad_request,
                 .message = "not a document that Claude reads: the bytes are neither a PDF nor UTF-8 text",
                 .hint = "Export the file as PDF, or convert its text to UTF-8."};
  }
  return from_text(std::string(bytes));
}

DocumentBlock DocumentBlock::from_text(std::string text) {
  return {.source = PlainTextSource{std::move(text)}};
}

}  // namespace anthropic::inline v0
