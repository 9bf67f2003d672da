#include "support/round_trip.hpp"

#include <iostream>
#include <string>

#include <anthropic/json.hpp>

// Run by tests/outsiders/message_types.mjs: reads lines {"kind": …, "value": …} and answers each with a line
// {"value": what is left of it, "replay": as it is sent back to a strict server}.
int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    const auto json = anthropic::Json::parse(line);
    if (!json) {
      std::cerr << json.error().to_string() << '\n';
      return 1;
    }
    const std::string kind = (*json)["kind"].string_or("");
    const anthropic::Json& value = (*json)["value"];
    std::cout << anthropic::Json::object({{"value", anthropic::internal::round_trip(kind, value)},
                                          {"replay", anthropic::internal::replay(kind, value)}})
                     .dump()
              << '\n';
  }
  return 0;
}
