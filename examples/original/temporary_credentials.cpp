// Claude with temporary credentials: temporary_credentials ROLE. The original's "use temporary credentials".
#include <iostream>

#include <anthropic/aws/sts.hpp>
#include <anthropic/bedrock.hpp>

namespace aws = anthropic::aws;

int fail(const anthropic::Error& error) {
  std::cerr << error.to_string() << '\n' << error.hint << '\n';
  return 1;
}

int main(int argc, char** argv) {
  const std::string role = argc > 1 ? argv[1] : "BedrockAccessRole";
  const auto caller = aws::STS().get_caller_identity();
  if (!caller) return fail(caller.error());
  const auto assumed =
      aws::STS().assume_role({.role_arn = "arn:aws:iam::" + caller->account + ":role/" + role,
                              .role_session_name = "claude-session",
                              .duration_seconds = 900});
  if (!assumed) return fail(assumed.error());
  std::cout << "works as " << assumed->assumed_role_user.arn << '\n';

  const aws::Session session({.access_key_id = assumed->credentials.access_key_id,
                              .secret_access_key = assumed->credentials.secret_access_key,
                              .session_token = assumed->credentials.session_token});
  const anthropic::AnthropicBedrock client({.aws_session = session});
  const auto message = client.messages.create(
      {.model = "haiku", .max_tokens = 100, .messages = {{"user", "Why is the sky blue?"}}});
  if (!message) return fail(message.error());
  std::cout << "stopped because of " << message->stop_reason << '\n';

  // These last 15 minutes. A program that runs longer names the role in a profile (`role_arn`): then the library
  // assumes it again before they expire.
}
