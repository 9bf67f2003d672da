#include "client/resources/form_body.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace anthropic::internal {
namespace {

std::size_t copy(std::string_view text, std::uint64_t from, char* buffer, std::size_t capacity) {
  text.remove_prefix(static_cast<std::size_t>(from));
  const std::size_t count = std::min(text.size(), capacity);
  std::memcpy(buffer, text.data(), count);
  return count;
}

}  // namespace

Result<std::shared_ptr<FormBody>> FormBody::begin(const FileUploadParams& params,
                                                  const std::string& boundary) {
  std::shared_ptr<FormBody> form(new FormBody);
  form->before_ = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
                  params.filename + "\"\r\nContent-Type: " + params.mime_type + "\r\n\r\n";
  form->after_ = "\r\n--" + boundary + "--\r\n";
  if (!params.content_file) {
    form->content_ = params.content;
    return form;
  }
  auto file = InputFile::open(*params.content_file);
  if (!file) return std::move(file).error();
  form->file_ = *std::move(file);
  return form;
}

Result<std::size_t> FormBody::read(char* buffer, std::size_t capacity) {
  const std::uint64_t content_begin = before_.size();
  const std::uint64_t content_end = content_begin + content_size();
  Result<std::size_t> count = 0;
  if (position_ < content_begin) {
    count = copy(before_, position_, buffer, capacity);
  } else if (position_ < content_end && file_) {
    count = read_file(buffer, capacity, content_end - position_);
  } else if (position_ < content_end) {
    count = copy(content_, position_ - content_begin, buffer, capacity);
  } else {
    count = copy(after_, position_ - content_end, buffer, capacity);
  }
  if (count) position_ += *count;
  return count;
}

/// Fails if the file is not what it was when its size was announced.
Result<std::size_t> FormBody::read_file(char* buffer, std::size_t capacity, std::uint64_t left) {
  auto count = file_->read(buffer, static_cast<std::size_t>(std::min<std::uint64_t>(capacity, left)));
  if (count && (*count == 0 || *count == left)) {
    if (auto unchanged = file_->check_unchanged(); !unchanged) return std::move(unchanged).error();
  }
  return count;
}

Result<void> FormBody::rewind() {
  position_ = 0;
  return file_ ? file_->rewind() : Result<void>();
}

}  // namespace anthropic::internal
