#include "aws/credentials/profile/credential_process.hpp"

#include "aws/credentials/source/json_credentials.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr auto kLongestRun = std::chrono::seconds(60);

Error failed(std::string what) {
  return Error{.kind = ErrorKind::credentials,
               .message = "credential_process " + std::move(what),
               .hint =
                   "Run the command of the profile in a shell and look at what it prints: a JSON object "
                   "with Version 1, AccessKeyId and SecretAccessKey."};
}

}  // namespace

Result<Credentials> run_credential_process(const World& world, const std::string& command,
                                           std::stop_token stop) {
  const auto result = world.processes->run_shell(command, kLongestRun, std::move(stop));
  if (!result) {
    if (result.error().kind == ErrorKind::user_abort) return result.error();
    if (result.error().kind == ErrorKind::timeout) return failed("was still running after 60 seconds");
    return failed("could not be run: " + result.error().message);
  }
  if (result->exit_code != 0) {
    return failed("ended with exit code " + std::to_string(result->exit_code));
  }
  const auto json = Json::parse(result->output);
  if (!json || !json->is_object()) return failed("printed something other than a JSON object");
  if ((*json)["Version"].as_int64() != 1) return failed("printed an object whose Version is not 1");
  auto credentials =
      credentials_in(*json, {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AccountId"});
  if (!credentials) return failed("printed credentials that cannot be used: " + credentials.error().message);
  return credentials;
}

}  // namespace anthropic::internal::aws
