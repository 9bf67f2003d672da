#pragma once

#include <optional>
#include <string>
#include <string_view>

// The lines in brackets that begin the sections of AWS's profile files.

namespace anthropic::internal::profile_file {

/// Which of AWS's two files a text is: they name their sections differently.
enum class FileKind : unsigned char { config, credentials };

/// What AWS's tools agree on for the name of a profile: letters, digits and _-/.%@:+, one at least.
bool is_plain_name(std::string_view name);

/// What stands in the brackets of a line such as "[profile dev]  # mine", trimmed; empty if the line is none.
/// White space before the bracket must be gone.
std::optional<std::string_view> title_in(std::string_view line);

/// What a title means.
struct SectionName {
  enum class Kind : unsigned char { profile, sso_session, services } kind = Kind::profile;
  std::string name = {};         ///< for one that is ignored: the name that was meant
  std::string why_ignored = {};  ///< a phrase, with what to write instead; empty if it is read
  bool has_prefix = false;       ///< written "profile NAME"
};

/// Reads a title as AWS's SDKs do; a name in quotes, in the config file, as the AWS CLI does, which writes
/// those with blanks so.
SectionName read_title(FileKind kind, std::string_view title);

/// The title of a profile's section, without the brackets: the one that read_title() understands, if there is
/// one.
std::string title_of_profile(FileKind kind, std::string_view profile);

}  // namespace anthropic::internal::profile_file
