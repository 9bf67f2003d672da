#include "errors/failed_call.hpp"

#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {

int report_failed_call(Console& console, const Error& error, const Interrupts& interrupts) {
  const bool is_interrupted = error.kind == ErrorKind::user_abort && interrupts.signal() != 0;
  if (is_interrupted) return kExitFirstSignal + interrupts.signal();
  return report_error(console.err, error);
}

int report_refused_input(Console& console, const Error& error, const Interrupts& interrupts) {
  if (error.kind == ErrorKind::bad_request && error.status == 0) return report_usage(console.err, error);
  return report_failed_call(console, error, interrupts);
}

}  // namespace anthropic::internal::cli
