#pragma once

#include <string>
#include <vector>

#include <anthropic/error.hpp>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace anthropic::internal::cli {

/// What is wrong with a line that CLI11 could not read, in words for people, with what was probably meant:
/// the command or the option of a similar name, the prompt in quotes. A usage error.
Error wrong_arguments(const ::CLI::ParseError& error, const ::CLI::App& app);

/// The word `version` as the option that means the same; other lines as they are.
std::vector<std::string> with_version_as_option(std::vector<std::string> arguments);

}  // namespace anthropic::internal::cli
