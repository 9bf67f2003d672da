#pragma once

#include <string>
#include <string_view>

#include <anthropic/error.hpp>

namespace anthropic::internal {

/// What a child finds of its parent's, after fork(): "call", "stream".
inline Error of_another_process(std::string_view what) {
  return {.kind = ErrorKind::connection,
          .message = "this " + std::string(what) + " was begun before fork(): the answer is the parent's",
          .hint = "Begin another one in this process: the client itself may be used here."};
}

inline Error process_ends() {
  return {.kind = ErrorKind::connection,
          .message = "the process is ending: no call is made any more",
          .hint =
              "Make the last calls before exit() has ended the client; see "
              "docs/processes-and-threads.md."};
}

}  // namespace anthropic::internal
