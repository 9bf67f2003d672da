#include "operations/logs/where_logged.hpp"

namespace anthropic::internal {

std::string where_logged(const aws::ModelInvocationLoggingConfig& config) {
  std::string places;
  if (config.cloud_watch_config) places = "CloudWatch log group " + config.cloud_watch_config->log_group_name;
  if (config.s3_config) {
    if (!places.empty()) places += ", ";
    places += "s3://" + config.s3_config->bucket_name + "/" + config.s3_config->key_prefix.value_or("");
  }
  return places.empty() ? "nowhere" : places;
}

}  // namespace anthropic::internal
