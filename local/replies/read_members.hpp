#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

// Reads a replies file strictly: what is wrong is refused with its place, "rules[1].reply.txt".

namespace anthropic::internal::local {

Error wrong_replies(const std::string& where, const std::string& what);

/// An object, and no member that is not in the list.
Result<void> check_members(const Json& object, const std::string& where,
                           std::initializer_list<std::string_view> known);

/// A member that is a string; `out` keeps what it is if there is none.
Result<void> read_text(const Json& object, const std::string& where, std::string_view name,
                       std::optional<std::string>& out);

/// "rules[1]"
std::string item_place(const std::string& list, std::size_t index);

}  // namespace anthropic::internal::local
