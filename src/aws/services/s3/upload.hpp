#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <anthropic/aws/s3.hpp>

#include "aws/services/s3/client.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

constexpr std::uint64_t kMultipartThreshold = 16u << 20;

/// Where an object's bytes come from. Used by one thread at a time.
struct UploadSource {
  ObjectSource read;
  std::optional<std::uint64_t> size = {};  ///< if it is known before
  /// Fails if what was read is not the whole of something that stayed as it was.
  std::function<Result<void>()> check = {};
};

/// Up to `size` bytes; fewer only at the end.
Result<std::string> read_bytes(const ObjectSource& source, std::size_t size);

Result<PutObjectOutput> upload_object(const S3Client& client, const PutObjectInput& input,
                                      const CallOptions& options);

/// Sends the object in parts: `beginning`, then what `source` still gives.
Result<PutObjectOutput> upload_in_parts(const S3Client& client, const PutObjectInput& input,
                                        std::string beginning, const UploadSource& source,
                                        const CallOptions& options);

}  // namespace anthropic::internal::aws
