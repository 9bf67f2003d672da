#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <anthropic/error.hpp>

#include "platform/models/platform_kind.hpp"

namespace anthropic::internal {

/// Where the words of a hint come from.
enum class Advice : std::uint8_t {
  as_written,       ///< meaning and fix, as they stand
  unknown_model,    ///< what the catalogue knows about the model's id
  profile_needed,   ///< the profile that has the model
  successor,        ///< the model that replaces this one
  denied,           ///< as written, and what the resource's ARN tells
  signed_in_again,  ///< how the credentials of this profile are renewed
  clock,            ///< by how much this machine's clock is off
};

enum class SentAgain : std::uint8_t {
  no,
  yes,   ///< after a pause, as often as retries allow
  once,  ///< if the library can repair the cause: the time, or credentials that it can fetch again
};

/// A text by which a server refuses, and its meaning. `meaning` and `fix` have REGION and ACTION where a
/// call's own are filled in.
struct ErrorText {
  std::array<int, 3> statuses;            ///< it comes with one of these; 0: no more
  std::array<std::string_view, 4> signs;  ///< any of them: the error's code, or part of its message
  std::string_view meaning;
  std::string_view fix;
  SentAgain sent_again = SentAgain::no;
  Advice advice = Advice::as_written;
  PlatformSet platforms = kAllPlatforms;  ///< those where the words mean this
};

/// All known texts; if several fit, the first one counts.
std::span<const ErrorText> error_texts();

/// The known text that an error of a platform matches; null if there is none. Case does not matter. A
/// retryable text matches only retryable errors: throttling with status 400 is recognised by its code.
const ErrorText* find_error_text(PlatformKind platform, const Error& error);

}  // namespace anthropic::internal
