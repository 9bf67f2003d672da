#pragma once

#include <exception>
#include <string>
#include <string_view>

#include <anthropic/error.hpp>

#include "base/logging.hpp"

// The way into code of the user's: credentials providers, middleware, callbacks, sinks. What it throws ends
// here, in the same way wherever and on whichever thread it is called.

namespace anthropic::internal {

/// What is being thrown in words: what(), or the name of a type that has none. Within a catch block only.
std::string text_of_exception();

/// What is being thrown as an error: of an AnthropicError its own; else `kind` and "WHAT threw: TEXT". Within
/// a catch block only.
Error error_of_exception(ErrorKind kind, std::string_view what);

/// Runs code that returns a Result; what it throws counts as if it had returned error_of_exception().
template <class Code>
auto run_user_code(ErrorKind kind, std::string_view what, const Code& code) -> decltype(code()) {
  try {
    return code();
  } catch (...) {
    return error_of_exception(kind, what);
  }
}

/// Runs code whose failure concerns nobody's call: what it throws is logged as an error. Whether it did not
/// throw.
template <class Code>
bool run_user_code(const Log& log, std::string_view what, const Code& code) {
  try {
    code();
    return true;
  } catch (...) {
    log.write(LogLevel::error, std::string(what) + " threw: " + text_of_exception());
  }
  return false;
}

}  // namespace anthropic::internal
