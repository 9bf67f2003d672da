#include "conversation/attachments.hpp"

#include <algorithm>
#include <poll.h>
#include <sys/stat.h>
#include <utility>

#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"
#include "errors/report_error.hpp"
#include "text/text.hpp"
#include "wire/messages/request_check.hpp"

namespace anthropic::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string too_large_for_bedrock(std::string_view name) {
  return std::string(name) + " is too large: Bedrock takes at most " + with_thousands(kLargestRequest) +
         " bytes a request";
}

// What there is to read, with the first byte that is too many.
Result<std::string> read_at_most(int fd, const std::string& name, std::size_t most) {
  std::string bytes;
  const int error = read_to_end(fd, bytes, most);
  if (error != 0) return usage_error(cannot_read_file(name, error).message);
  return bytes;
}

Result<std::string> read_request_part(int fd, const std::string& name) {
  Result<std::string> bytes = read_at_most(fd, name, kLargestRequest);
  if (bytes && bytes->size() > kLargestRequest) return usage_error(too_large_for_bedrock(name));
  return bytes;
}

Result<std::string> read_bytes(int fd, const std::string& name, std::size_t most) {
  Result<std::string> bytes = read_at_most(fd, name, most);
  if (bytes && bytes->size() > most)
    return usage_error(name + " is too large: at most " + with_thousands(static_cast<long long>(most)) +
                       " bytes are taken");
  return bytes;
}

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
    std::string_view text = *bytes;
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    return ContentBlock(TextBlock{as_document(base_name(path), text)});
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

std::size_t Attachments::inputs() const {
  std::size_t count = 0;
  for (const auto* paths : {&files, &images, &documents})
    count += static_cast<std::size_t>(std::count(paths->begin(), paths->end(), kStandardInput));
  return count;
}

bool has_piped_input() {
  struct stat status = {};
  if (::fstat(0, &status) != 0) return false;
  return S_ISFIFO(status.st_mode) || S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode);
}

Result<std::string> read_standard_input(Output& err, bool has_prompt) {
  constexpr int kPatienceMilliseconds = 2000;
  pollfd input = {0, POLLIN, 0};
  if (has_prompt && ::poll(&input, 1, kPatienceMilliseconds) == 0)
    err.write("claude-bedrock: waiting for standard input; start it with </dev/null if nothing comes\n");
  Result<std::string> text = read_request_part(0, "standard input");
  if (!text) return text;
  if (const auto at = find_invalid_utf8(*text))
    return usage_error("standard input is not UTF-8: byte " + std::to_string(*at + 1) + " cannot be read",
                       "attach images with --file; convert a text with iconv -t UTF-8");
  if (text->starts_with(kByteOrderMark)) text->erase(0, kByteOrderMark.size());
  return text;
}

Result<std::string> read_input_bytes(std::size_t most) {
  return read_bytes(0, "standard input", most);
}

Result<std::string> read_file_bytes(const std::string& path, std::size_t most) {
  const OpenedFile file = open_to_read(path, Readable::files_and_pipes);
  if (!file.descriptor.is_open()) return usage_error(cannot_read_file(path, file.why).message);
  return read_bytes(file.descriptor.get(), path, most);
}

}  // namespace anthropic::cli
