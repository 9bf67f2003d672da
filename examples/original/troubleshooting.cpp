// What can go wrong, how it is told, and what to do about it.
#include <iostream>
#include <string>

#include <anthropic/bedrock.hpp>
#include <anthropic/operations/doctor.hpp>

namespace {

using anthropic::AnthropicBedrock;
using anthropic::Error;
using anthropic::ErrorKind;

void tell(const char* what, const Error& error) {
  std::cout << what << ": " << to_string(error.kind) << "\n  " << error.hint << "\n";
}

/// A client whose calls AWS would refuse; the local endpoint plays that.
AnthropicBedrock refused_client(const char* refusal) {
  return AnthropicBedrock(
      {.max_retries = 0, .default_headers = {{"x-local-fault", std::string("refuse=") + refusal}}});
}

Error ask(const AnthropicBedrock& client, const std::string& model = "haiku") {
  const auto message =
      client.messages.create({.model = model, .max_tokens = 10, .messages = {{"user", "Hello"}}});
  return message ? Error() : message.error();
}

}  // namespace

int main() {
  // 1. No credentials. The error lists every place that was looked at.
  const anthropic::aws::Session nobody({.region = "us-east-1", .use_environment = false});
  tell("credentials", ask(AnthropicBedrock({.aws_session = nobody})));

  // 2. A model that the region does not serve, here because its time is over.
  tell("region", ask(AnthropicBedrock(), "anthropic.claude-3-opus-20240229-v1:0"));

  // 3. The account has no access to the model.
  tell("access", ask(refused_client("use-case")));

  // 4. The caller has no right to call it.
  tell("rights", ask(refused_client("denied")));

  // 5. Too many calls. The client retries by itself; this one was told not to.
  const Error throttled = ask(refused_client("tokens"));
  tell("throttled", throttled);
  std::cout << "  worth another try: " << (throttled.is_retryable() ? "yes" : "no") << "\n";

  // Instead of going through the list: all steps of a call, and the first that fails.
  const auto diagnosis = anthropic::operations::diagnose({.model = "claude-fable-5-1", .invoke = false});
  if (const auto* failure = diagnosis.first_failure())
    std::cout << "doctor: " << failure->name << ": " << failure->found << "\n";
}
