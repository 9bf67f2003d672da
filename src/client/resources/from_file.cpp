#include <anthropic/content_block.hpp>
#include <anthropic/files.hpp>

#include "base/file/input_file.hpp"
#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"
#include "base/text/utf8.hpp"
#include "wire/messages/check/request_check.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

constexpr std::size_t kLargestDocument = std::size_t{32} << 20;  // the largest request of any platform
constexpr std::size_t kLargestUpload = std::size_t{500} << 20;
constexpr std::size_t kLongestBeginning = 64u << 10;

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

Result<std::string> bytes_of(const std::string& path, std::size_t limit) {
  const OpenedFile file = open_to_read(path);
  if (!file.descriptor.is_open()) return cannot_read_file(path, file.why);
  std::string bytes;
  const int error = read_to_end(file.descriptor.get(), bytes, limit, file.size);
  if (error != 0) return cannot_read_file(path, error);
  if (bytes.size() > limit)
    return cannot_read_file(path, "larger than " + std::to_string(limit >> 20) + " MiB");
  return bytes;
}

/// What a type is read off, and a few bytes more: the last character of the beginning may be cut.
Result<std::string> beginning_of(InputFile& file) {
  std::string bytes(kLongestBeginning + 4, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const auto count = file.read(bytes.data() + filled, bytes.size() - filled);
    if (!count) return count.error();
    if (*count == 0) break;
    filled += *count;
  }
  bytes.resize(filled);
  return bytes;
}

Error about(const std::string& path, Error error) {
  error.message = path + ": " + error.message;
  return error;
}

}  // namespace

Result<ImageBlock> ImageBlock::from_file(const std::string& path) {
  const auto bytes = bytes_of(path, kLargestImage);
  if (!bytes) return bytes.error();
  auto image = from_bytes(*bytes);
  if (!image) return about(path, std::move(image).error());
  return image;
}

Result<DocumentBlock> DocumentBlock::from_file(const std::string& path) {
  const auto bytes = bytes_of(path, kLargestDocument);
  if (!bytes) return bytes.error();
  auto document = from_bytes(*bytes);
  if (!document) return about(path, std::move(document).error());
  document->title = file_name(path);
  return document;
}

Result<FileUploadParams> FileUploadParams::from_file(const std::string& path) {
  const auto file = InputFile::open(path);
  if (!file) return file.error();
  if ((*file)->size() > kLargestUpload)
    return cannot_read_file(path, "larger than " + std::to_string(kLargestUpload >> 20) + " MiB");
  auto beginning = beginning_of(**file);
  if (!beginning) return std::move(beginning).error();
  FileUploadParams params{.filename = file_name(path), .content_file = path};
  const std::string_view start = std::string_view(*beginning).substr(0, 1024);
  const std::string_view text = utf8_prefix(*beginning, kLongestBeginning);
  if (const auto image = ImageBlock::from_bytes(start)) {
    params.mime_type = std::get<Base64ImageSource>(image->source).media_type;
  } else if (start.find("%PDF-") != std::string_view::npos) {
    params.mime_type = "application/pdf";
  } else if (!text.empty() && text.find('\0') == std::string_view::npos && is_utf8(text)) {
    params.mime_type = "text/plain";
  }
  return params;
}

}  // namespace anthropic::inline v0
