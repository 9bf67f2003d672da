#pragma once

#include <string>
#include <string_view>

#include "wire/profile/profile_file.hpp"

// What an error says of the profile files: where a key stands, and which sections are left unread.

namespace anthropic::internal::profile_file {

/// What the key is set to; empty if it is absent.
std::string value_of(const Properties& properties, std::string_view key);

/// The key as it stands in one file; null if it is absent there, or blank.
const Entry* entry_in(const ProfileSet& files, FileKind file, std::string_view profile, std::string_view key);

/// Of the file that the merged value comes from; null if the key is nowhere.
const Entry* entry_of(const ProfileSet& files, std::string_view profile, std::string_view key);

/// "/home/user/.aws/config:3", where the merged value comes from; empty if the key is nowhere.
std::string place_of(const ProfileSet& files, std::string_view profile, std::string_view key);

/// "; /home/user/.aws/config:3 has [dev], which AWS's tools ignore: in this file it is written [profile
/// dev]", for each section that was meant to have this name and is not read; empty if there is none.
std::string ignored_sections(const ProfileSet& files, SectionName::Kind kind, std::string_view name);

/// What to do about a profile that is wrong. The AWS CLI writes the keys of a name that is not plain into a
/// section that is not read.
std::string hint_to_correct(const std::string& profile);

}  // namespace anthropic::internal::profile_file
