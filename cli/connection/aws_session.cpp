#include "connection/aws_session.hpp"

#include <utility>

#include "io/log.hpp"
#include "prompt/prompt.hpp"

namespace anthropic::internal::cli {

aws::SessionOptions session_options(const AwsOptions& options, std::stop_token stop) {
  aws::SessionOptions session;
  session.profile = options.profile;
  session.region = options.region;
  session.observe.logger = log_to_standard_error;
  if (options.debug) session.observe.log_level = LogLevel::debug;
  session.mfa_code = [stop = std::move(stop)](const std::string& serial) {
    return ask_on_terminal("MFA code of " + serial + ": ", Echo::on, stop);
  };
  return session;
}

aws::Session open_session(const AwsOptions& options, std::stop_token stop) {
  return aws::Session(session_options(options, std::move(stop)));
}

aws::ClientOptions client_options(const AwsOptions& options) {
  return {.region = options.region, .endpoint_url = options.endpoint_url};
}

}  // namespace anthropic::internal::cli
