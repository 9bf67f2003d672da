// An answer that fits a C++ type, instead of prose to be taken apart.
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/bedrock.hpp>
#include <anthropic/parse.hpp>

struct City {
  std::string name;
  std::optional<int> founded;
  std::vector<std::string> sights;
};

void describe(anthropic::ObjectSchema<City>& city) {
  city.member("name", &City::name, "As its inhabitants write it");
  city.member("founded", &City::founded, "The year, if it is known");
  city.member("sights", &City::sights, "What to see first", anthropic::Json::object({{"maxItems", 3}}));
}

int main() {
  anthropic::AnthropicBedrock client;
  auto parsed = client.messages.parse<City>(
      {.model = "haiku", .max_tokens = 500, .messages = {{"user", "Tell me about Prague."}}});
  if (!parsed) {
    std::cerr << parsed.error().to_string() << '\n' << parsed.error().hint << '\n';
    return 1;
  }
  const City& city = parsed->value;
  std::cout << city.name << ", " << (city.founded ? std::to_string(*city.founded) : "of unknown age") << '\n';
  for (const std::string& sight : city.sights) std::cout << "- " << sight << '\n';
}
