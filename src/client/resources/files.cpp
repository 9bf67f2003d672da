#include <anthropic/files.hpp>

#include "base/crypto/encoding.hpp"
#include "base/errors.hpp"
#include "client/clients/effective_options.hpp"
#include "client/resources/form_body.hpp"
#include "client/resources/paging.hpp"
#include "wire/json/fields.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

constexpr std::size_t kLargestFile = 600u << 20;  // 500 MB, by the API's own limit

Headers beta_headers() {
  return {{"anthropic-beta", "files-api-2025-04-14"}};
}

ApiRequest file_request(std::string_view operation, std::string method, const std::string& id,
                        const std::string& behind = {}) {
  return {.operation = operation,
          .id = id,
          .method = std::move(method),
          .path = "/v1/files/" + percent_encode(id) + behind,
          .headers = beta_headers(),
          .feature = Feature::files};
}

/// What would end a header of the form, or name another folder.
bool is_plain(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' || c == '/' || c == '\\') return false;
  }
  return true;
}

bool is_media_type(std::string_view text) {
  return text.find_first_of("\r\n") == std::string_view::npos;
}

}  // namespace

Json FileMetadata::to_json() const {
  Json json = Json::object({{"id", id},
                            {"type", "file"},
                            {"filename", filename},
                            {"mime_type", mime_type},
                            {"size_bytes", size_bytes},
                            {"created_at", created_at},
                            {"downloadable", downloadable}});
  merge(extra, json);
  return json;
}

FileMetadata FileMetadata::from_json(Json json) {
  FileMetadata file;
  file.id = take_string(json, "id").value_or("");
  file.filename = take_string(json, "filename").value_or("");
  file.mime_type = take_string(json, "mime_type").value_or("");
  file.size_bytes = take_int64(json, "size_bytes").value_or(0);
  file.created_at = take_string(json, "created_at").value_or("");
  file.downloadable = json["downloadable"].as_bool().value_or(false);
  json.erase("downloadable");
  json.erase("type");
  file.extra = rest(std::move(json));
  return file;
}

Result<FileMetadata> FilesAPI::upload(const FileUploadParams& params, const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  if (params.filename.empty() || !is_plain(params.filename))
    return bad_request_error("filename: must be a name without \"/\", \"\\\", quotes and control characters");
  if (!is_media_type(params.mime_type)) return bad_request_error("mime_type: must be one line");
  if (params.content_file && !params.content.empty())
    return bad_request_error("content and content_file are both set");
  const std::string boundary = "anthropic-" + core->world->random->uuid();
  auto form = FormBody::begin(params, boundary);
  if (!form) return std::move(form).error();
  ApiRequest request{.operation = "files.upload",
                     .method = "POST",
                     .path = "/v1/files",
                     .headers = beta_headers(),
                     .body_source = *std::move(form),
                     .feature = Feature::files};
  request.headers.emplace_back("content-type", "multipart/form-data; boundary=" + boundary);
  auto json = call_api(core, std::move(request), *EffectiveOptions(overrides_, options));
  if (!json) return std::move(json).error();
  return FileMetadata::from_json(*std::move(json));
}

Result<Page<FileMetadata>> FilesAPI::list(const PageParams& params, const RequestOptions& options) const {
  return list_page<FileMetadata>(core_,
                                 {.operation = "files.list",
                                  .path = "/v1/files",
                                  .params = params,
                                  .headers = beta_headers(),
                                  .feature = Feature::files},
                                 *EffectiveOptions(overrides_, options));
}

Result<FileMetadata> FilesAPI::retrieve_metadata(const std::string& file_id,
                                                 const RequestOptions& options) const {
  auto json = call_api(core_, file_request("files.retrieve_metadata", "GET", file_id),
                       *EffectiveOptions(overrides_, options));
  if (!json) return std::move(json).error();
  return FileMetadata::from_json(*std::move(json));
}

Result<std::string> FilesAPI::download(const std::string& file_id, const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  ApiRequest request = file_request("files.download", "GET", file_id, "/content");
  request.headers.emplace_back("accept", "application/binary");
  const EffectiveOptions effective(overrides_, options);
  ApiCall call(core, prepare_api(*core, std::move(request), *effective), *effective);
  return call.body(kLargestFile);
}

Result<void> FilesAPI::delete_file(const std::string& file_id, const RequestOptions& options) const {
  auto json = call_api(core_, file_request("files.delete", "DELETE", file_id),
                       *EffectiveOptions(overrides_, options));
  if (!json) return std::move(json).error();
  return {};
}

FilesAPI FilesAPI::with_options(const OptionOverrides& overrides) const {
  FilesAPI other = *this;
  other.overrides_ = add_overrides(overrides_, overrides);
  return other;
}

}  // namespace anthropic::inline v0
