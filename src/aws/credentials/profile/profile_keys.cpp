#include "aws/credentials/profile/profile_keys.hpp"

#include "aws/credentials/source/source.hpp"
#include "base/errors.hpp"
#include "wire/profile/profile_places.hpp"

namespace anthropic::internal::aws {
namespace {

using profile_file::Entry;
using profile_file::FileKind;
using profile_file::ProfileSet;
using profile_file::Properties;
using profile_file::value_of;

constexpr const char* kId = "aws_access_key_id";
constexpr const char* kSecret = "aws_secret_access_key";
constexpr const char* kToken = "aws_session_token";

/// A part of the keys, and what an error calls it: "aws_access_key_id (/home/user/.aws/credentials:2)".
struct Part {
  std::string value = {};
  std::string name;
};

class KeysOfProfile {
 public:
  KeysOfProfile(const ProfileSet& files, const std::string& profile) : files_(files), profile_(profile) {}

  /// The file whose access key counts, with what else stands there.
  Credentials read(const Properties& merged) {
    const FileKind other = file() == FileKind::config ? FileKind::credentials : FileKind::config;
    take(file());
    // A secret beside a key of its own belongs to that one.
    const bool other_is_half = !entry(other, kId) && entry(other, kSecret);
    if (secret_.value.empty() && other_is_half) {
      secret_ = part(other, kSecret);
      if (token_.value.empty()) token_ = part(other, kToken);
    }
    if (id_.value.empty()) {
      id_.value = value_of(merged, kId);
      secret_ = {.value = value_of(merged, kSecret), .name = name_of(kSecret)};
      token_ = {.value = value_of(merged, kToken), .name = name_of(kToken)};
    }
    return {.access_key_id = id_.value,
            .secret_access_key = secret_.value,
            .session_token = token_.value,
            .account_id = value_of(merged, "aws_account_id")};
  }

  KeyNames names() const { return {id_.name, secret_.name, token_.name}; }

 private:
  const Entry* entry(FileKind file, const char* key) const {
    return profile_file::entry_in(files_, file, profile_, key);
  }
  FileKind file() const {
    return entry(FileKind::credentials, kId) ? FileKind::credentials : FileKind::config;
  }

  Part part(FileKind file, const char* key) const {
    const Entry* found = entry(file, key);
    if (!found) return {.name = key};
    const std::string& path = file == FileKind::config ? files_.config_path : files_.credentials_path;
    return {.value = found->value,
            .name = std::string(key) + " (" + path + ":" + std::to_string(found->line) + ")"};
  }

  void take(FileKind file) {
    id_ = part(file, kId);
    secret_ = part(file, kSecret);
    token_ = part(file, kToken);
  }

  std::string name_of(const char* key) const {
    const std::string place = profile_file::place_of(files_, profile_, key);
    return place.empty() ? key : std::string(key) + " (" + place + ")";
  }

  const ProfileSet& files_;
  const std::string& profile_;
  Part id_ = {.name = kId};
  Part secret_ = {.name = kSecret};
  Part token_ = {.name = kToken};
};

}  // namespace

bool has_keys(const Properties& profile) {
  return !value_of(profile, kId).empty() || !value_of(profile, kSecret).empty();
}

Result<Credentials> keys_of(const ProfileSet& files, const std::string& name, const Properties& profile) {
  KeysOfProfile keys(files, name);
  Credentials credentials = keys.read(profile);
  if (const auto problem = problem_with(credentials, keys.names())) {
    return credentials_error("the profile \"" + name + "\" is wrong: " + *problem,
                             profile_file::hint_to_correct(name));
  }
  return credentials;
}

}  // namespace anthropic::internal::aws
