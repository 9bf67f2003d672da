#pragma once

#include <cstdlib>
#include <string>

#include <anthropic/bedrock.hpp>

#include "base/public_names.hpp"

// What the programs of this folder ask the local endpoint whose URL is in PROCESS_TEST_URL. It answers each
// question with the question's own words.

namespace anthropic::internal::testing {

inline std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value ? value : "";
}

inline AnthropicBedrockOptions client_options() {
  return {.aws_region = "us-east-1",
          .aws_access_key = "AKIAEXAMPLE",
          .aws_secret_key = "secret",
          .base_url = variable("PROCESS_TEST_URL"),
          .max_retries = 0};
}

inline MessageCreateParams question(const std::string& text) {
  return {.model = "haiku", .max_tokens = 100, .messages = {{"user", text}}};
}

}  // namespace anthropic::internal::testing
