// Which models there are, page by page, and what one of them is.
#include <iostream>

#include <anthropic/anthropic.hpp>
#include <anthropic/bedrock.hpp>

int main() {
  // Bedrock's runtime has no list: these are of the library's catalogue, the newest first.
  anthropic::AnthropicBedrock bedrock;
  auto known = bedrock.models.list();
  std::cout << (known && known->data.size() > 5 ? "Bedrock has many models\n" : "Bedrock has few models\n");
  auto haiku = bedrock.models.retrieve("claude-haiku-4-5");
  if (haiku) std::cout << haiku->display_name << " is " << haiku->id << '\n';

  // Anthropic's own API lists them in pages, which are asked for as they are needed.
  anthropic::Anthropic client;
  auto page = client.models.list({.limit = 2});
  if (!page) {
    std::cerr << page.error() << '\n';
    return 1;
  }
  int sonnets = 0;
  for (const anthropic::Model& model : *page) {  // throws where a later page cannot be had
    if (model.id.find("sonnet") != std::string::npos) ++sonnets;
  }
  std::cout << (sonnets > 1 ? "there is more than one Sonnet\n" : "there is no choice of Sonnets\n");

  auto typo = client.models.retrieve("claude-hiaku-4-5");
  if (!typo) std::cout << "claude-hiaku-4-5: " << typo.error().kind << '\n';
}
