#include "base/logging.hpp"

#include <cxxabi.h>

namespace anthropic::internal {

void Log::write(LogLevel level, std::string_view line) const {
  if (!enabled(level)) return;
  try {
    sink_(level, line);
  } catch (const abi::__forced_unwind&) {  // The thread is being cancelled, which must go on.
    throw;
  } catch (...) {
  }
}

}  // namespace anthropic::internal
