#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/logging.hpp"

namespace anthropic {

/// Runs code of the user on a thread of ours, where what it throws has nowhere to go: it is logged as an
/// error. Whether it did not throw.
template <class Code>
bool run_guarded(const Log& log, std::string_view what, const Code& code) {
  try {
    code();
    return true;
  } catch (const std::exception& exception) {
    log.write(LogLevel::error, std::string(what) + " threw: " + exception.what());
  } catch (...) {
    log.write(LogLevel::error, std::string(what) + " threw something that is no std::exception");
  }
  return false;
}

}  // namespace anthropic
