// The log of calls: everything, or only what is as severe as you want. Without any code it is ANTHROPIC_LOG=debug.
#include <iostream>
#include <string>

#include <anthropic/bedrock.hpp>

namespace {

using anthropic::LogLevel;

/// Asks with a log of that level, and says what was in it.
void ask(const char* name, LogLevel level) {
  std::string log;
  // Called from the threads that call: here only from this one. Write the lines where your logs go.
  const anthropic::Logger logger = [&log](LogLevel, std::string_view line) {
    log.append(line).push_back('\n');
  };
  const anthropic::AnthropicBedrock client({.observe = {.logger = logger, .log_level = level}});
  const auto message = client.messages.create(
      {.model = "claude-haiku-4-5", .max_tokens = 100, .messages = {{"user", "Why is the sky blue?"}}});
  const auto holds = [&log](const char* text) { return log.find(text) == std::string::npos ? "no" : "yes"; };
  std::cout << name << ": the call " << (message ? "succeeds" : "fails") << "\n  request: " << holds("POST ")
            << ", signature: " << holds("Signature=") << ", prompt: " << holds("sky") << "\n";
}

}  // namespace

int main() {
  ask("debug", LogLevel::debug);
  ask("warn", LogLevel::warn);
}
