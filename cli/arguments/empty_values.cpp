#include "arguments/empty_values.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string_view>

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kMark = "\x1f<empty>\x1f";

}  // namespace

std::vector<std::string> mark_empty_values(int argc, const char* const* argv) {
  std::vector<std::string> arguments(argv, argv + argc);
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    const bool is_empty = argument.starts_with("--") && argument.find('=') + 1 == argument.size();
    if (is_empty) argument += kMark;
  }
  return arguments;
}

void read_empty_values(::CLI::App& command) {
  for (::CLI::Option* option : command.get_options()) {
    if (option->get_items_expected_max() > 0) option->transform(without_marks);
  }
  for (::CLI::App* behind : command.get_subcommands([](::CLI::App*) { return true; }))
    read_empty_values(*behind);
}

std::string without_marks(std::string text) {
  for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at))
    text.erase(at, kMark.size());
  return text;
}

}  // namespace anthropic::internal::cli
