#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/result.hpp>

#include "http/world.hpp"
#include "wire/profile_file.hpp"

namespace anthropic::aws {

/// The AWS configuration of this process: the environment and the profile files, read when first needed and
/// again when a file has changed. Thread-safe.
class Settings {
 public:
  /// `profile`: as given in code; empty for AWS_PROFILE, then "default".
  Settings(std::shared_ptr<const World> world, std::string profile);
  ~Settings();

  const std::string& profile_name() const;
  /// Whether code or AWS_PROFILE named the profile, so that its absence is an error.
  bool profile_is_named() const;
  /// The parsed files. Never null on success.
  Result<std::shared_ptr<const profile_file::ProfileSet>> files() const;
  /// A key of the chosen profile; empty if absent. A named profile that does not exist is a configuration
  /// error.
  Result<std::optional<std::string>> profile_value(std::string_view key) const;

  std::string config_path() const;
  std::string credentials_path() const;

  /// In code (`given`), AWS_REGION, AWS_DEFAULT_REGION, the profile. The error names every place looked at.
  Result<std::string> region(const std::string& given) const;
  /// In code (`given`), `extra_variable`, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's
  /// services section, the profile's endpoint_url; empty for the service's own.
  Result<std::string> endpoint_url(const std::string& given, const char* extra_variable,
                                   std::string_view service_id) const;
  /// `variable` ("AWS_CA_BUNDLE"), else the profile's `key` ("ca_bundle").
  Result<std::optional<std::string>> value(const char* variable, std::string_view key) const;

  const World& world() const { return *world_; }

 private:
  struct Cache;
  std::shared_ptr<const World> world_;
  std::string profile_;
  bool named_ = false;
  std::unique_ptr<Cache> cache_;
};

}  // namespace anthropic::aws
