#pragma once

#include <cstddef>

#include <anthropic/request_check.hpp>

namespace anthropic::internal {

/// What every server takes of an image, in bytes; more than this in base64 is more than that as well.
constexpr std::size_t kLargestImage = 5 * 1024 * 1024;

}  // namespace anthropic::internal
