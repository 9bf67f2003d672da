#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <anthropic/error.hpp>

#include "platform/platform_kind.hpp"

namespace anthropic {

/// Where the words of a hint come from.
enum class Advice : std::uint8_t {
  as_written,       ///< meaning and fix, as they stand
  unknown_model,    ///< what is known of the model's id
  profile_needed,   ///< the profile that has the model
  successor,        ///< the model that replaces this one
  denied,           ///< as written, and what the resource's ARN tells
  signed_in_again,  ///< how the credentials of this profile are renewed
  clock,            ///< by how much this machine's clock is off
};

enum class SentAgain : std::uint8_t {
  no,
  yes,   ///< after a pause, as often as retries allow
  once,  ///< if the library can mend what was wrong: the time, or credentials that it can fetch anew
};

/// A text by which a server refuses, and what is known of it. `meaning` and `fix` say REGION and ACTION for
/// what a call fills in.
struct ErrorText {
  std::array<int, 3> statuses;            ///< it comes with one of these; 0: no more
  std::array<std::string_view, 4> signs;  ///< any of them: the error's code, or part of its message
  std::string_view meaning;
  std::string_view fix;
  SentAgain sent_again = SentAgain::no;
  Advice advice = Advice::as_written;
  PlatformSet platforms = kAllPlatforms;  ///< those where the words mean this
};

/// All of them; where several fit, the first one counts.
std::span<const ErrorText> error_texts();

/// The text that an error of a platform is; null if it is none that is known. Upper and lower case are the
/// same. What is sent again fits only errors that are: a throttling has status 400 as well, by its code.
const ErrorText* find_error_text(PlatformKind platform, const Error& error);

std::string_view to_string(SentAgain sent_again);

}  // namespace anthropic
