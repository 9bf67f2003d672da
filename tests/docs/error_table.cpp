// The table of docs/errors.md is the one that the library and the program go by.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include <anthropic/error.hpp>

#include "errors/exit_codes.hpp"

int main(int, char** argv) {
  std::stringstream page;
  page << std::ifstream(argv[1]).rdbuf();
  const std::string text = page.str();

  int missing = 0;
  for (int i = 1; i <= static_cast<int>(anthropic::ErrorKind::user_abort); ++i) {
    const auto kind = static_cast<anthropic::ErrorKind>(i);
    const std::string row = "| `" + std::string(to_string(kind)) + "` | `" +
                            anthropic::Error{.kind = kind}.to_string() + "` | " +
                            std::to_string(anthropic::internal::cli::exit_code(kind)) + " |";
    if (text.find(row) != std::string::npos) continue;
    std::cerr << "not in the table: " << row << '\n';
    ++missing;
  }
  return missing == 0 ? 0 : 1;
}
