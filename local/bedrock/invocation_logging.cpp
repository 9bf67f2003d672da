#include "local/bedrock/invocation_logging.hpp"

#include <optional>
#include <string>
#include <utility>

namespace anthropic::internal::local {
namespace {

Refusal missing(const std::string& member) {
  return refuse_input("1 validation error detected: Value null at '" + member +
                      "' failed to satisfy constraint: Member must not be null");
}

std::optional<Refusal> check(const Json& configuration) {
  if (!configuration.is_object()) return missing("loggingConfig");
  if (const Json* logs = configuration.find("cloudWatchConfig")) {
    for (const char* name : {"logGroupName", "roleArn"}) {
      if ((*logs)[name].string_or("").empty())
        return missing(std::string("loggingConfig.cloudWatchConfig.") + name);
    }
  }
  if (const Json* s3 = configuration.find("s3Config")) {
    if ((*s3)["bucketName"].string_or("").empty()) return missing("loggingConfig.s3Config.bucketName");
  }
  return std::nullopt;
}

}  // namespace

std::variant<Json, Refusal> InvocationLogging::answer(const Route& route, std::string_view body) {
  const std::lock_guard lock(mutex_);
  if (route.operation == Operation::get_logging) {
    if (configuration_.is_null()) return Json::object();
    return Json::object({{"loggingConfig", configuration_}});
  }
  if (route.operation == Operation::delete_logging) {
    configuration_ = Json();
    return Json::object();
  }
  Result<Json> request = Json::parse(body);
  if (!request) return refuse_input("The request is not JSON.");
  if (auto refusal = check((*request)["loggingConfig"])) return *std::move(refusal);
  configuration_ = (*request)["loggingConfig"];
  return Json::object();
}

Json InvocationLogging::configuration() const {
  const std::lock_guard lock(mutex_);
  return configuration_;
}

}  // namespace anthropic::internal::local
