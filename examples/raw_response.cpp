// What comes beside the message: status, headers, request id, and every member that has no field.
#include <iostream>

#include <anthropic/bedrock.hpp>

int main() {
  anthropic::AnthropicBedrock client;
  const anthropic::MessageCreateParams params{
      .model = "haiku", .max_tokens = 300, .messages = {{"user", "Why is the sky blue?"}}};
  auto answer = client.messages.create_with_response(params);
  if (!answer) {
    std::cerr << answer.error().to_string() << '\n';
    return 1;
  }
  std::cout << "status " << answer->response.status << '\n';
  for (const auto& [name, value] : answer->response.headers) {
    if (name == "x-local-endpoint") std::cout << "answered by: " << value << '\n';
  }
  std::cout << "request id " << (answer->response.request_id.empty() ? "missing" : "known") << '\n';

  // The message as JSON, whatever it holds; it may be sent back as it is.
  const anthropic::Json json = answer->data.to_json();
  std::cout << "its role is " << json["role"].string_or("unknown") << ", its stop_sequence "
            << json["stop_sequence"].dump() << '\n';

  // Of a failure, too, and of any other call.
  anthropic::ResponseHead head;
  auto refused = client.messages.create(
      params, {.max_retries = 0, .extra_headers = {{"x-local-fault", "status=503"}}, .response_into = &head});
  if (!refused) std::cout << "status " << head.status << ", " << to_string(refused.error().kind) << '\n';
}
