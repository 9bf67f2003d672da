#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/logging.hpp"

namespace anthropic {

/// Runs code of the user on a thread of ours, where what it throws has nowhere to go: it is logged as an
/// error, and `otherwise` makes the value in its place.
template <class Code, class Otherwise>
auto run_guarded(const Log& log, std::string_view what, const Code& code, const Otherwise& otherwise)
    -> decltype(code()) {
  try {
    return code();
  } catch (const std::exception& exception) {
    log.write(LogLevel::error, std::string(what) + " threw: " + exception.what());
  } catch (...) {
    log.write(LogLevel::error, std::string(what) + " threw something that is no std::exception");
  }
  return otherwise();
}

/// The same for code without a value. Whether it did not throw.
template <class Code>
bool run_guarded(const Log& log, std::string_view what, const Code& code) {
  const auto run = [&] {
    code();
    return true;
  };
  return run_guarded(log, what, run, [] { return false; });
}

}  // namespace anthropic
