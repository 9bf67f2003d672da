#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// What Bedrock takes as one request, so the most that is read of anything.
constexpr std::size_t kLargestRequest = 25'000'000;

/// The path that stands for standard input.
constexpr std::string_view kStandardInput = "-";

/// Whether something was piped or redirected into the program.
bool has_piped_input();

/// All of standard input. Fails, with a usage error, if it is not UTF-8 or too large. If nothing comes for
/// two seconds and `has_prompt`, so that nobody may know that it waits, it says so.
Result<std::string> read_standard_input(Output& err, bool has_prompt);

/// All of standard input, or of a file, whatever bytes they are. Fails, with a usage error, if it cannot be
/// read or holds more than `most`.
Result<std::string> read_input_bytes(std::size_t most);
Result<std::string> read_file_bytes(const std::string& path, std::size_t most);

/// What a request can hold of an open file, which errors call `name`. Fails, with a usage error, if there is
/// more.
Result<std::string> read_request_part(int fd, const std::string& name);

std::string_view without_byte_order_mark(std::string_view text);

}  // namespace anthropic::internal::cli
