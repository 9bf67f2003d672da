#include "question/attachments.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/request_check.hpp>

#include "base/file/open_file.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

/// The path in an error.
std::string shown(const std::string& path) {
  return path == kStandardInput ? "standard input" : path;
}

/// What Claude is told of a file's name.
std::string_view base_name(std::string_view path) {
  if (path == kStandardInput) return "stdin";
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string as_document(std::string_view name, std::string_view text) {
  std::string out = "<document name=\"";
  for (const char c : name) {
    if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  out += "\">\n";
  out += text;
  if (!text.ends_with('\n')) out += '\n';
  out += "</document>";
  return out;
}

Result<std::string> read_attached_file(const std::string& path, Readable readable) {
  if (path == kStandardInput) return read_request_part(0, shown(path));
  const OpenedFile file = open_to_read(path, readable);
  if (!file.descriptor.is_open()) return usage_error(cannot_read_file(path, file.why).message);
  return read_request_part(file.descriptor.get(), path);
}

/// Refuses, with the file's name, what no server takes.
Result<ContentBlock> checked(const std::string& path, ContentBlock block) {
  auto accepted = check_request({.max_tokens = 1, .messages = {{"user", std::vector{block}}}});
  if (accepted) return block;
  const std::string& message = accepted.error().message;
  const std::size_t place = message.find(": ");
  const std::string what = place == std::string::npos ? message : message.substr(place + 2);
  return usage_error(shown(path) + ": " + what, accepted.error().hint);
}

Result<ContentBlock> document_of(const std::string& path, std::string_view bytes) {
  Result<DocumentBlock> document = DocumentBlock::from_bytes(bytes);
  if (!document)
    return usage_error(shown(path) + " is neither a PDF nor UTF-8 text",
                       "convert a text with iconv -t UTF-8");
  document->title = base_name(path);
  return checked(path, *std::move(document));
}

Result<ContentBlock> image_in(const std::string& path, Readable readable) {
  const Result<std::string> bytes = read_attached_file(path, readable);
  if (!bytes) return bytes.error();
  Result<ImageBlock> image = ImageBlock::from_bytes(*bytes);
  if (!image)
    return usage_error(shown(path) + " is not an image that Claude takes",
                       "it may be PNG, JPEG, GIF or WebP");
  return checked(path, *std::move(image));
}

Result<ContentBlock> document_in(const std::string& path, Readable readable) {
  const Result<std::string> bytes = read_attached_file(path, readable);
  if (!bytes) return bytes.error();
  return document_of(path, *bytes);
}

bool is_text(std::string_view bytes) {
  return bytes.find('\0') == std::string_view::npos && !find_invalid_utf8(bytes);
}

}  // namespace

Result<ContentBlock> read_attachment(const std::string& path) {
  Result<std::string> bytes = read_attached_file(path, Readable::files_and_pipes);
  if (!bytes) return bytes.error();
  if (is_text(*bytes)) {
    return ContentBlock(TextBlock{as_document(base_name(path), without_byte_order_mark(*bytes))});
  }
  if (bytes->starts_with("%PDF-")) return document_of(path, *bytes);
  Result<ImageBlock> image = ImageBlock::from_bytes(*bytes);
  if (!image)
    return usage_error(shown(path) + " is neither UTF-8 text, nor a PDF, nor an image that Claude takes",
                       "images may be PNG, JPEG, GIF or WebP; convert a text with iconv -t UTF-8");
  return checked(path, *std::move(image));
}

Result<ContentBlock> read_image(const std::string& path) {
  return image_in(path, Readable::files);
}

Result<ContentBlock> read_document(const std::string& path) {
  return document_in(path, Readable::files);
}

Result<std::vector<ContentBlock>> read_attachments(const Attachments& attachments) {
  std::vector<ContentBlock> blocks;
  const auto add = [&](const std::vector<std::string>& paths, auto read) -> Result<void> {
    for (const std::string& path : paths) {
      Result<ContentBlock> block = read(path);
      if (!block) return block.error();
      blocks.push_back(*std::move(block));
    }
    return {};
  };
  const auto any_image = [](const std::string& path) { return image_in(path, Readable::files_and_pipes); };
  const auto any_document = [](const std::string& path) {
    return document_in(path, Readable::files_and_pipes);
  };
  if (auto added = add(attachments.images, any_image); !added) return added.error();
  if (auto added = add(attachments.documents, any_document); !added) return added.error();
  if (auto added = add(attachments.files, read_attachment); !added) return added.error();
  return blocks;
}

void declare_attachments(Declaration& declaration, Attachments& attachments) {
  declaration.text("-f,--file", attachments.files, "PATH",
                   "Attach a text file, an image or a PDF (repeatable)");
  declaration.text("--image", attachments.images, "PATH", "Attach an image (repeatable)");
  declaration.text("--document", attachments.documents, "PATH",
                   "Attach a PDF or a text as a document (repeatable)");
}

std::size_t Attachments::inputs() const {
  std::size_t count = 0;
  for (const auto* paths : {&files, &images, &documents})
    count += static_cast<std::size_t>(std::count(paths->begin(), paths->end(), kStandardInput));
  return count;
}

}  // namespace anthropic::internal::cli
