#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <anthropic/files.hpp>

#include "base/file/input_file.hpp"
#include "http/body_source.hpp"

namespace anthropic::internal {

/// A form with one file in it, which is read while it is sent. https://www.rfc-editor.org/rfc/rfc7578
///
/// It is not libcurl's curl_mime, which draws its boundary when it sends: a signature covers the body with
/// the boundary in it, and each attempt must send the same.
class FormBody final : public BodySource {
 public:
  /// `params` must outlive it, unless it names a file. Fails with `configuration` if that cannot be read.
  static Result<std::shared_ptr<FormBody>> begin(const FileUploadParams& params, const std::string& boundary);

  std::uint64_t size() const override { return before_.size() + content_size() + after_.size(); }
  Result<std::size_t> read(char* buffer, std::size_t capacity) override;
  Result<void> rewind() override;

 private:
  FormBody() = default;
  std::uint64_t content_size() const { return file_ ? file_->size() : content_.size(); }
  Result<std::size_t> read_file(char* buffer, std::size_t capacity, std::uint64_t left);

  std::string before_;
  std::string_view content_;
  std::unique_ptr<InputFile> file_;  // instead of content_
  std::string after_;
  std::uint64_t position_ = 0;
};

}  // namespace anthropic::internal
