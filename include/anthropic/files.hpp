#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <anthropic/message_create_params.hpp>
#include <anthropic/option_overrides.hpp>
#include <anthropic/page.hpp>

namespace anthropic::internal {
class ClientCore;
}

namespace anthropic::inline v0 {

/// A file that Anthropic keeps. https://docs.claude.com/en/api/files-create
struct FileMetadata {
  std::string id = {};
  std::string filename = {};
  std::string mime_type = {};
  std::int64_t size_bytes = 0;
  std::string created_at = {};  ///< RFC 3339
  bool downloadable = false;    ///< Only what a tool has made can be downloaded.
  Json extra = {};              ///< Members without a field here, an object or null.

  Json to_json() const;
  static FileMetadata from_json(Json json);
};

/// A file to upload, 500 MB at most.
struct FileUploadParams {
  std::string filename = {};  ///< Without `/`, `\`, `"` and control characters.
  std::string content = {};   ///< The bytes.
  /// A regular file that holds the bytes instead. It is read while it is sent, so that it is never in
  /// memory as a whole; if it changes meanwhile, the upload fails with `configuration`.
  std::optional<std::string> content_file = {};
  std::string mime_type = "application/octet-stream";

  /// A regular file under its own name. Its beginning gives the type: an image's, "application/pdf",
  /// "text/plain" for UTF-8, else the default. Fails with `configuration` if it cannot be read or is larger
  /// than 500 MB; the message names the file.
  static Result<FileUploadParams> from_file(const std::string& path);
};

/// The files of a client: on Anthropic's own API and Claude Platform on AWS; the other platforms refuse it
/// with an error that names it. A handle, safe from many threads.
class FilesAPI {
 public:
  Result<FileMetadata> upload(const FileUploadParams& params, const RequestOptions& options = {}) const;
  /// The newest first.
  Result<Page<FileMetadata>> list(const PageParams& params = {}, const RequestOptions& options = {}) const;
  Result<FileMetadata> retrieve_metadata(const std::string& file_id,
                                         const RequestOptions& options = {}) const;
  /// The bytes of a file.
  Result<std::string> download(const std::string& file_id, const RequestOptions& options = {}) const;
  /// Deletes a file. (`delete` is a keyword of C++, so the name says what is deleted.)
  Result<void> delete_file(const std::string& file_id, const RequestOptions& options = {}) const;

  /// As the client's own with_options(), for its files.
  FilesAPI with_options(const OptionOverrides& overrides) const;

  explicit FilesAPI(std::shared_ptr<internal::ClientCore> core) : core_(std::move(core)) {}
  // Moving copies, so no handle is ever empty.
  FilesAPI(const FilesAPI&) = default;
  FilesAPI& operator=(const FilesAPI&) = default;

 private:
  std::shared_ptr<internal::ClientCore> core_;
  std::shared_ptr<const OptionOverrides> overrides_ = {};
};

}  // namespace anthropic::inline v0
