#pragma once

#include <string>

#include <anthropic/bedrock.hpp>

namespace anthropic::internal {
struct World;
}

namespace bench {

// Example keys of AWS's documentation.
inline constexpr const char* kAccessKey = "AKIDEXAMPLE";
inline constexpr const char* kSecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// Where the prepared answers come from.
const std::string& server_url();

inline const std::string kUsualModel = "anthropic.claude-haiku-4-5-20251001-v1:0";

/// A client of those answers, in `world` if one is given.
anthropic::AnthropicBedrock make_client(std::shared_ptr<const anthropic::internal::World> world = nullptr);

/// A small question to the model id that chooses the answer (canned_server.hpp).
anthropic::MessageCreateParams question(const std::string& model);

/// The headers and the body that the client sends for `question(kUsualModel)`, to be sent by others.
struct SentRequest {
  anthropic::Headers headers;
  std::string body;
};
const SentRequest& sent_request();

}  // namespace bench
