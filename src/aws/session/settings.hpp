#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "base/public_names.hpp"
#include "http/world.hpp"
#include "wire/profile/profile_file.hpp"

namespace anthropic::internal::aws {

/// The variable with the endpoint of a service: "AWS_ENDPOINT_URL_BEDROCK_RUNTIME" for "Bedrock Runtime".
std::string endpoint_variable(std::string_view service_id);

/// The AWS configuration of this process: the environment and the profile files, read when first needed and
/// again when a file has changed, which is looked at once a second at most. Thread-safe; no thread waits
/// while another one reads the files anew.
class Settings {
 public:
  /// `profile`: as given in code; empty for AWS_PROFILE, then AWS_DEFAULT_PROFILE, then "default".
  Settings(std::shared_ptr<const World> world, std::string profile);
  ~Settings();

  const std::string& profile_name() const;
  /// Whether code or the environment named the profile, so that its absence is an error.
  bool profile_is_named() const;
  /// Whether code named the profile: then its credentials win over those of the environment.
  bool profile_is_from_code() const;
  /// The parsed files. Never null on success.
  Result<std::shared_ptr<const profile_file::ProfileSet>> files() const;
  /// Grows whenever the files have been read anew.
  std::uint64_t version() const;
  /// Makes the next question look whether the files have changed.
  void recheck() const;
  /// The chosen profile; without any key if it does not exist and nobody named it. A named profile that does
  /// not exist is a configuration error.
  Result<profile_file::Properties> profile() const;
  /// A key of the chosen profile; empty if absent or blank. A named profile that does not exist is a
  /// configuration error.
  Result<std::optional<std::string>> profile_value(std::string_view key) const;

  /// From AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, in which $NAME and ${NAME} stand for variables
  /// that are set; else in ~/.aws. They begin with "~" and are not read where HOME is not set.
  std::string config_path() const;
  std::string credentials_path() const;

  /// In code (`given`), AWS_REGION, AWS_DEFAULT_REGION, the profile. The error names every place looked at.
  Result<std::string> region(const std::string& given) const;
  /// Whether the environment or the profile names a region.
  Result<bool> has_region() const;
  /// In code (`given`), `extra_variable`, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's
  /// services section, the profile's endpoint_url; empty for the service's own. `service_id` is the service's
  /// name in AWS's models: "Bedrock Runtime". AWS_IGNORE_CONFIGURED_ENDPOINT_URLS or the profile's
  /// ignore_configured_endpoint_urls leave only the first two.
  Result<std::string> endpoint_url(const std::string& given, const char* extra_variable,
                                   std::string_view service_id) const;
  /// `variable` ("AWS_CA_BUNDLE"), else the profile's `key` ("ca_bundle"); empty if neither is set.
  Result<std::optional<std::string>> value(const char* variable, std::string_view key) const;

  /// "profile "dev" in /home/user/.aws/config and /home/user/.aws/credentials", for messages.
  std::string describe_profile() const;
  const World& world() const { return *world_; }

 private:
  struct Cache;
  struct Loaded;
  std::shared_ptr<const Loaded> current() const;
  std::shared_ptr<const Loaded> load(std::uint64_t version) const;
  Error no_region() const;
  std::string missing_profile_hint(bool is_ignored) const;
  /// The chosen profile within `files`; null if it is absent and nobody named it.
  Result<const profile_file::Properties*> profile_in(const profile_file::ProfileSet& files) const;
  std::shared_ptr<const World> world_;
  std::string profile_;
  bool from_code_ = false;
  bool named_ = false;
  std::unique_ptr<Cache> cache_;
};

}  // namespace anthropic::internal::aws
