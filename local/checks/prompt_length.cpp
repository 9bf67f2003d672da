#include "local/checks/prompt_length.hpp"

#include <algorithm>
#include <string>

#include "base/text/header_lookup.hpp"
#include "local/replies/conversation.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kLongWindowBeta = "context-1m-2025-08-07";
constexpr std::int64_t kLongWindow = 1'000'000;

bool asks_for_long_window(const Json& body, const Headers& headers) {
  const std::string* header = find_header(headers, "anthropic-beta");
  if (header && header->find(kLongWindowBeta) != std::string::npos) return true;
  const Json::Array& betas = body["anthropic_beta"].items();
  return std::any_of(betas.begin(), betas.end(),
                     [](const Json& beta) { return beta.as_string() == kLongWindowBeta; });
}

}  // namespace

// The words: daisuke-awaji/moca issue 254 (Bedrock, 2026-03).
Checked check_prompt_length(const Json& body, const ModelInfo& model, const Headers& headers) {
  const auto tokens = static_cast<std::int64_t>(estimate_input_tokens(body));
  if (model.context_window == 0 || tokens <= model.context_window) return std::nullopt;
  const std::int64_t window = asks_for_long_window(body, headers)
                                  ? std::max(model.context_window, kLongWindow)
                                  : model.context_window;
  if (tokens <= window) return std::nullopt;
  return refuse_input("prompt is too long: " + std::to_string(tokens) + " tokens > " +
                      std::to_string(window) + " maximum");
}

}  // namespace anthropic::internal::local
