#include "wire/profile/profile_places.hpp"

#include "base/text/shell_word.hpp"
#include "wire/profile/profile_section.hpp"

namespace anthropic::internal::profile_file {

std::string value_of(const Properties& properties, std::string_view key) {
  const auto found = properties.find(key);
  return found == properties.end() ? std::string() : found->second;
}

const Entry* entry_in(const ProfileSet& files, FileKind file, std::string_view profile,
                      std::string_view key) {
  const auto& profiles = file == FileKind::config ? files.config_profiles : files.credentials_profiles;
  const auto section = profiles.find(profile);
  if (section == profiles.end()) return nullptr;
  const auto entry = section->second.find(key);
  return entry == section->second.end() || entry->second.value.empty() ? nullptr : &entry->second;
}

const Entry* entry_of(const ProfileSet& files, std::string_view profile, std::string_view key) {
  const Entry* entry = entry_in(files, FileKind::credentials, profile, key);
  return entry ? entry : entry_in(files, FileKind::config, profile, key);
}

std::string place_of(const ProfileSet& files, std::string_view profile, std::string_view key) {
  const Entry* entry = entry_of(files, profile, key);
  if (!entry) return {};
  const bool in_credentials = entry == entry_in(files, FileKind::credentials, profile, key);
  return (in_credentials ? files.credentials_path : files.config_path) + ":" + std::to_string(entry->line);
}

std::string ignored_sections(const ProfileSet& files, SectionName::Kind kind, std::string_view name) {
  std::string text;
  for (const IgnoredSection& section : files.ignored) {
    if (section.name.kind != kind || section.name.name != name) continue;
    text += "; " + (section.file == FileKind::config ? files.config_path : files.credentials_path) + ":" +
            std::to_string(section.line) + " has [" + section.title +
            "], which is ignored: " + section.name.why_ignored;
  }
  return text;
}

std::string hint_to_correct(const std::string& profile) {
  if (is_plain_name(profile)) return "Correct the profile: aws configure --profile " + shell_word(profile);
  return "Correct the section [" + title_of_profile(FileKind::config, profile) + "] of the config file.";
}

}  // namespace anthropic::internal::profile_file
