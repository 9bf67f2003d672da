#include <anthropic/aws/profile_update.hpp>

#include "aws/session_state.hpp"
#include "base/text.hpp"
#include "wire/profile_editor.hpp"
#include "wire/profile_file.hpp"

namespace anthropic::aws {
namespace {

using profile_file::FileKind;

FileKind file_of(std::string_view name) {
  const bool secret =
      name == "aws_access_key_id" || name == "aws_secret_access_key" || name == "aws_session_token";
  return secret ? FileKind::credentials : FileKind::config;
}

Error refused(const std::string& what) {
  return Error{.kind = ErrorKind::configuration, .message = what};
}

Result<void> check(const std::string& profile, const ProfileKey& key) {
  const auto has_break = [](std::string_view text) {
    return text.find_first_of("\r\n\0", 0, 3) != std::string_view::npos;
  };
  if (profile.empty() || has_break(profile) || profile.find_first_of("[]\"'") != std::string::npos) {
    return refused("\"" + profile + "\" cannot be a profile's name");
  }
  if (key.name.empty() || has_break(key.name) || key.name.find_first_of("=[] \t#;") != std::string::npos) {
    return refused("\"" + key.name + "\" cannot be a key's name");
  }
  if (has_break(key.value)) return refused("the value of " + key.name + " holds a line break");
  return {};
}

/// One file with the keys that belong in it.
Result<void> update_file(const SessionState& session, FileKind kind, const std::string& path,
                         const std::vector<ProfileKey>& keys) {
  const auto old = session.world->files->read(path);
  if (!old) return old.error();
  std::string text = old->value_or("");
  for (const ProfileKey& key : keys) {
    const std::string name = ascii_lower(key.name);
    if (file_of(name) == kind)
      text = set_value(text, kind, session.settings->profile_name(), name, trim(key.value));
  }
  if (text == old->value_or("")) return {};
  const bool is_config = kind == FileKind::config;
  auto readable = profile_file::parse(is_config ? text : "", path, is_config ? "" : text, path);
  if (!readable) return std::move(readable).error();
  return session.world->files->replace(path, text);
}

}  // namespace

Result<void> update_profile(const Session& session, const std::vector<ProfileKey>& keys) {
  const SessionState& state = *session.state();
  for (const ProfileKey& key : keys) {
    if (auto checked = check(state.settings->profile_name(), key); !checked) return checked;
  }
  if (auto done = update_file(state, FileKind::credentials, state.settings->credentials_path(), keys); !done)
    return done;
  auto done = update_file(state, FileKind::config, state.settings->config_path(), keys);
  state.settings->recheck();
  return done;
}

Result<std::optional<std::string>> profile_value(const Session& session, const std::string& name) {
  const auto files = session.state()->settings->files();
  if (!files) return files.error();
  const auto profile = (*files)->profiles.find(session.state()->settings->profile_name());
  if (profile == (*files)->profiles.end()) return std::optional<std::string>();
  const auto value = profile->second.find(ascii_lower(name));
  if (value == profile->second.end()) return std::optional<std::string>();
  return std::optional(value->second);
}

}  // namespace anthropic::aws
