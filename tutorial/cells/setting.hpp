#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal::tutorial {

/// The prompt with a line such as "%system Be brief." in place of the one that said the same kind of thing, else on
/// top. None if the line is no directive that says, on its own, how a prompt is sent; or the prompt is %raw, which
/// says all itself.
std::optional<std::string> with_setting(std::string_view prompt, std::string_view line);

}  // namespace anthropic::internal::tutorial
