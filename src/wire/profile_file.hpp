#pragma once

#include <map>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

// AWS's shared config and credentials files, by the rules that AWS's SDKs share.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html

namespace anthropic::profile_file {

/// Keys in lower case. A nested key `services` block is stored as "key.subkey".
using Properties = std::map<std::string, std::string, std::less<>>;

struct ProfileSet {
  std::map<std::string, Properties, std::less<>> profiles;
  std::map<std::string, Properties, std::less<>> sso_sessions;
  std::map<std::string, Properties, std::less<>> services;
};

/// Merges the two files: the credentials file wins key by key. `config_path` and `credentials_path` are for
/// error messages only. Fails with ErrorKind::configuration, naming file and line.
Result<ProfileSet> parse(std::string_view config, std::string_view config_path, std::string_view credentials,
                         std::string_view credentials_path);

}  // namespace anthropic::profile_file
