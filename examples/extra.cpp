// What has no field yet: betas, tools that the API defines, parameters and blocks of tomorrow.
#include <iostream>

#include <anthropic/anthropic.hpp>

using anthropic::Json;

int main() {
  anthropic::MessageCreateParams params{.model = "haiku", .max_tokens = 300};
  // A beta is named here; it goes where the platform wants it.
  params.betas = {"context-management-2025-06-27"};
  params.context_management = {{.edits = {Json::object({{"type", "clear_tool_uses_20250919"}})}}};
  // A tool that the API defines, as its documentation writes it.
  params.tools = {anthropic::UnknownTool{
      Json::object({{"type", "web_search_20250305"}, {"name", "web_search"}, {"max_uses", 3}})}};
  // A block, and a parameter, that this library has no struct for.
  params.messages = {{"user", {anthropic::TextBlock{"Tell me a story."}}}};
  params.extra = Json::object({{"tomorrow", Json::object({{"brightness", 0.5}})}});

  auto body = params.to_json();
  if (!body) {
    std::cerr << body.error().to_string() << '\n';
    return 1;
  }
  std::cout << body->pretty(2) << '\n';

  // And back: a request from a file or a log, whatever it holds.
  auto again = anthropic::MessageCreateParams::from_json(*body);
  std::cout << (again && again->to_json()->dump() == body->dump() ? "nothing is lost\n"
                                                                  : "something is lost\n");
}
