#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "tutorial/language/language.hpp"

namespace anthropic::internal::tutorial {

/// What is wrong in a notebook, and where: of ErrorKind::configuration.
Error misfit(const std::string& where, const std::string& what);

/// Fails unless it is an object whose members are all known, and names the one that is not.
Result<void> check_members(const Json& json, const std::string& where,
                           const std::vector<std::string_view>& known);

/// A string, or a list of lines, which are joined with line feeds.
Result<std::string> read_text(const Json& json, const std::string& where);
/// The same, or {"en": …, "zh": …}.
Result<LocalText> read_local_text(const Json& json, const std::string& where);

}  // namespace anthropic::internal::tutorial
