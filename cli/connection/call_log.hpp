#pragma once

#include <anthropic/observe_options.hpp>

namespace anthropic::internal::cli {

/// For `--debug`: a line on standard error for each call to Claude that has ended, and with `with_content` what was
/// asked and answered. `next` is told, too.
CallObserver log_calls(bool with_content, CallObserver next);

}  // namespace anthropic::internal::cli
