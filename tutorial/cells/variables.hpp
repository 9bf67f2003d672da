#pragma once

#include <map>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "tutorial/cells/cell.hpp"

namespace anthropic::internal::tutorial {

using Variables = std::map<std::string, std::string>;

/// Whether it is a variable's name: a capital letter, then capital letters, digits and '_'.
bool is_variable_name(std::string_view name);

/// The text with each {NAME} replaced by the variable's value, which is not looked at again. {{NAME}} becomes
/// {NAME}; any other brace stays. Fails with bad_request on a variable that is not set, with its line.
Result<std::string> substitute(const LocatedText& text, const Variables& variables, Language language);

}  // namespace anthropic::internal::tutorial
