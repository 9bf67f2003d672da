#pragma once

#include <string>
#include <string_view>

#include <anthropic/error.hpp>

namespace anthropic::internal {

/// What an object of one owner answers when it no longer is that object: "stream", "ToolRunner".
inline Error moved_from(std::string_view what) {
  return {.kind = ErrorKind::configuration, .message = "this " + std::string(what) + " was moved from"};
}

}  // namespace anthropic::internal
