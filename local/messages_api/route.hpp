#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace anthropic::internal::local {

/// Behind which platform a path of the Messages API is.
enum class ApiPrefix : std::uint8_t {
  anthropic,  ///< /v1/…: Anthropic's own API, and Claude Platform on AWS
  bedrock,    ///< /anthropic/v1/…: the Messages endpoints of Bedrock's runtime and of Mantle
};

enum class ApiOperation : std::uint8_t {
  unknown,
  create_message,
  count_tokens,
  create_batch,
  list_batches,
  get_batch,
  cancel_batch,
  delete_batch,
  batch_results,
  list_models,
  get_model,
  upload_file,
  list_files,
  get_file,
  download_file,
  delete_file,
};

struct ApiRoute {
  ApiPrefix prefix = ApiPrefix::anthropic;
  ApiOperation operation = ApiOperation::unknown;
  std::string id = {};     ///< decoded
  std::string query = {};  ///< without '?', not decoded

  /// Without what differs from request to request: "/v1/messages/batches/*". Empty if it is unknown.
  std::string pattern = {};
};

/// Whether a path belongs to the Messages API rather than to AWS's operations.
bool is_api_target(std::string_view target);

ApiRoute api_route(std::string_view method, std::string_view target);

}  // namespace anthropic::internal::local
