#include <algorithm>

#include <anthropic/aws/profile_update.hpp>

#include "aws/session/session_state.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "wire/json/sink.hpp"
#include "wire/profile/profile_editor.hpp"
#include "wire/profile/profile_places.hpp"
#include "wire/profile/profile_value.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

using profile_file::FileKind;

FileKind file_of(std::string_view name) {
  const bool secret =
      name == "aws_access_key_id" || name == "aws_secret_access_key" || name == "aws_session_token";
  return secret ? FileKind::credentials : FileKind::config;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

Error unfit_name(const std::string& profile) {
  return configuration_error(
      "\"" + profile + "\" cannot be a profile's name",
      "AWS's tools agree on names of letters, digits and _-/.%@:+ only; choose such a one.");
}

Result<void> check_name(const std::string& profile, FileKind kind) {
  if (profile_file::is_plain_name(profile)) return {};
  // The config file has quotes for other names, those with blanks above all; the credentials file has none.
  const bool can_be_quoted = kind == FileKind::config && !profile.empty() &&
                             !has_control_character(profile) &&
                             profile.find_first_of("[]\"'\\\t") == std::string::npos;
  if (!can_be_quoted) return unfit_name(profile);
  return {};
}

Result<void> check_key(const ProfileKey& key) {
  if (key.name.find('.') != std::string::npos) {
    return configuration_error("\"" + key.name + "\" would be a nested key, which cannot be set here",
                               "Write it into the config file by hand, or with the AWS CLI.");
  }
  if (!profile_file::is_plain_name(key.name) || key.name.find(':') != std::string::npos) {
    return configuration_error("\"" + key.name + "\" cannot be a key's name",
                               "Keys are of letters, digits, _ and -.");
  }
  if (key.value.find_first_of("\r\n") != std::string::npos) {
    return configuration_error("the value of " + key.name + " holds a line break");
  }
  Utf8Sink sink;
  sink.string(key.value);
  if (has_control_character(key.value) || !sink.is_utf8()) {
    return configuration_error("the value of " + key.name + " is not plain text in UTF-8");
  }
  return {};
}

/// Whether the key reads back as it was given, by this library and by AWS's tools.
Result<void> check_reading(const profile_file::ProfileSet& files, FileKind kind, const std::string& profile,
                           const ProfileKey& key) {
  const std::string name = ascii_lower(key.name);
  const std::string_view value = trim(key.value);
  const profile_file::Entry* entry = profile_file::entry_in(files, kind, profile, name);
  if (value.empty() ? !entry : entry && entry->value == value) return {};
  if (profile_file::without_comment(" " + std::string(value)).size() <= value.size()) {
    return configuration_error(
        "the value of " + name + " would not be read back: in AWS's files \" #\" and \" ;\" begin a comment",
        "Put what stands around it into quotes, as in: /opt/get-keys \"team #1\"");
  }
  return configuration_error(
      "the value of " + name + " would not be read back from " +
          (kind == FileKind::config ? files.config_path : files.credentials_path) +
          profile_file::ignored_sections(files, profile_file::SectionName::Kind::profile, profile),
      "Change the file by hand.");
}

/// The credentials file wins over the config file, in which such a key would be written in vain.
Result<void> check_precedence(const Settings& settings, const ProfileKey& key) {
  const std::string name = ascii_lower(key.name);
  const auto files = settings.files();
  if (!files || file_of(name) == FileKind::credentials) return {};
  const auto* entry = profile_file::entry_in(**files, FileKind::credentials, settings.profile_name(), name);
  if (!entry) return {};
  return configuration_error(settings.credentials_path() + ":" + std::to_string(entry->line) + " sets " +
                                 name + " of this profile, too, and wins over " + settings.config_path(),
                             "Change it there, or remove it there.");
}

/// What a file will hold, with the keys that belong in it.
struct NewText {
  std::string path;
  std::optional<std::string> before;
  std::string after;
  bool is_changed() const { return after != before.value_or(""); }
};

Result<NewText> new_text(const SessionState& session, FileKind kind, const std::string& path,
                         const std::vector<ProfileKey>& keys) {
  auto old = session.world->files->read(path);
  if (!old) return std::move(old).error();
  NewText text{.path = path, .before = *std::move(old), .after = {}};
  text.after = text.before.value_or("");
  for (const ProfileKey& key : keys) {
    const std::string name = ascii_lower(key.name);
    if (file_of(name) != kind) continue;
    text.after = set_value(text.after, kind, session.settings->profile_name(), name, trim(key.value));
  }
  return text;
}

}  // namespace

std::string credentials_file(const Session& session) {
  return state_of(session)->settings->credentials_path();
}

Result<void> check_profile_name(const Session& session) {
  return check_name(state_of(session)->settings->profile_name(), FileKind::credentials);
}

Result<void> update_profile(const Session& session, const std::vector<ProfileKey>& keys) {
  const SessionState& state = *state_of(session);
  const std::string& profile = state.settings->profile_name();
  for (const ProfileKey& key : keys) {
    if (auto checked = check_key(key); !checked) return checked;
    if (auto checked = check_name(profile, file_of(ascii_lower(key.name))); !checked) return checked;
    if (auto checked = check_precedence(*state.settings, key); !checked) return checked;
  }
  const auto credentials = new_text(state, FileKind::credentials, state.settings->credentials_path(), keys);
  if (!credentials) return credentials.error();
  const auto config = new_text(state, FileKind::config, state.settings->config_path(), keys);
  if (!config) return config.error();
  if (!credentials->is_changed() && !config->is_changed()) return {};
  // A file that somebody else broke is not this call's business unless it writes there.
  const auto files =
      profile_file::parse(config->is_changed() ? config->after : "", config->path,
                          credentials->is_changed() ? credentials->after : "", credentials->path);
  if (!files) return files.error();
  for (const ProfileKey& key : keys) {
    const FileKind kind = file_of(ascii_lower(key.name));
    if (!(kind == FileKind::config ? *config : *credentials).is_changed()) continue;
    if (auto checked = check_reading(*files, kind, profile, key); !checked) return checked;
  }
  for (const NewText* text : {&*credentials, &*config}) {
    if (!text->is_changed()) continue;
    if (auto done = state.world->files->replace(text->path, text->after); !done) return done;
  }
  state.settings->recheck();
  return {};
}

Result<std::optional<std::string>> profile_value(const Session& session, const std::string& name) {
  const Settings& settings = *state_of(session)->settings;
  const auto files = settings.files();
  if (!files) return files.error();
  const auto profile = (*files)->profiles.find(settings.profile_name());
  if (profile == (*files)->profiles.end()) {
    const std::string ignored = profile_file::ignored_sections(
        **files, profile_file::SectionName::Kind::profile, settings.profile_name());
    if (ignored.empty()) return std::optional<std::string>();
    return configuration_error("the AWS profile \"" + settings.profile_name() + "\" cannot be read" + ignored,
                               "Change the section as the message says.");
  }
  const auto value = profile->second.find(ascii_lower(name));
  if (value == profile->second.end()) return std::optional<std::string>();
  return std::optional(value->second);
}

}  // namespace anthropic::inline v0::aws
