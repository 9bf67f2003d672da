#include "connection/aws_session.hpp"

#include <utility>

#include "connection/connection.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/prompt.hpp"

namespace anthropic::cli {

aws::Session open_session(const AwsOptions& options, std::stop_token stop) {
  aws::SessionOptions session;
  session.profile = options.profile;
  session.region = options.region;
  session.logger = log_to_standard_error;
  session.log_level = options.debug ? LogLevel::debug : LogLevel::warn;
  session.mfa_code = [stop = std::move(stop)](const std::string& serial) {
    return ask_on_terminal("MFA code of " + serial + ": ", Echo::on, stop);
  };
  return aws::Session(std::move(session));
}

aws::ClientOptions client_options(const AwsOptions& options) {
  return {.region = options.region, .endpoint_url = options.endpoint_url};
}

int report_failed_call(Console& console, const Error& error, const Interrupts& interrupts) {
  const bool is_interrupted = error.kind == ErrorKind::user_abort && interrupts.signal() != 0;
  if (is_interrupted) return kExitFirstSignal + interrupts.signal();
  return report_error(console.err, error);
}

}  // namespace anthropic::cli
