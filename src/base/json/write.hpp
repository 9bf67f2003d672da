#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// Appends `text` as a JSON string, quotes included. The text must be UTF-8; it is not checked here.
void write_json_string(std::string_view text, std::string& out);
void write_json_integer(std::int64_t value, std::string& out);

}  // namespace anthropic::internal
