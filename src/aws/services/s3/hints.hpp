#pragma once

#include <string>
#include <string_view>

#include <anthropic/error.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The error of a call to S3 with what to do about it, and with words where the answer to a HEAD has none.
Error with_s3_hint(Error error, std::string_view method, std::string_view action, const std::string& bucket,
                   const std::string& key);

}  // namespace anthropic::internal::aws
