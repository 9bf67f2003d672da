#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/result.hpp>

#include "wire/profile/profile_section.hpp"

// AWS's shared config and credentials files, by the rules that AWS's SDKs share.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html

namespace anthropic::internal::profile_file {

/// Keys in lower case. A nested key `services` block is stored as "key.subkey".
using Properties = std::map<std::string, std::string, std::less<>>;

/// A key as it stands in one file.
struct Entry {
  std::string value = {};
  int line = 0;
  bool has_comment = false;  ///< something was cut off behind the value
};
using Entries = std::map<std::string, Entry, std::less<>>;

/// A section that AWS's tools ignore: they do not take its name.
struct IgnoredSection {
  FileKind file;
  int line;
  std::string title;  ///< what stands in the brackets
  SectionName name;
};

struct ProfileSet {
  std::map<std::string, Properties, std::less<>> profiles;
  std::map<std::string, Properties, std::less<>> sso_sessions;
  std::map<std::string, Properties, std::less<>> services;

  // Where it comes from: the profiles of each file by itself, without nested keys.
  std::map<std::string, Entries, std::less<>> config_profiles = {};
  std::map<std::string, Entries, std::less<>> credentials_profiles = {};
  std::vector<IgnoredSection> ignored = {};
  std::string config_path = {};
  std::string credentials_path = {};
};

/// Merges the two files: the credentials file wins key by key. `config_path` and `credentials_path` are for
/// error messages only. Fails with ErrorKind::configuration, naming file and line.
Result<ProfileSet> parse(std::string_view config, std::string_view config_path, std::string_view credentials,
                         std::string_view credentials_path);

}  // namespace anthropic::internal::profile_file
