#include "local/checks/betas.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/contains.hpp"
#include "base/text/text.hpp"

// The betas that Bedrock's runtime takes, as of 2026-11-30. Whatever is not here gets "invalid beta flag". AWS
// has the same list for InvokeModel, Converse and the runtime's Messages endpoint; that a list ends with a
// model (Opus 4.7 took one beta only in April 2026) was true for weeks at most, so models make no difference
// here. The client has no such list: what Bedrock takes grows faster than a library is updated.

namespace anthropic::internal::local {
namespace {

constexpr auto kBedrockBetas = std::to_array<std::string_view>({
    // AWS's user guide, "Anthropic Claude Messages API: Request and Response" (October 2026), its example among them.
    "computer-use-2024-10-22",
    "computer-use-2025-01-24",
    "token-efficient-tools-2025-02-19",
    "interleaved-thinking-2025-05-14",
    "output-128k-2025-02-19",
    "dev-full-thinking-2025-05-14",
    "context-1m-2025-08-07",
    "context-management-2025-06-27",
    "effort-2025-11-24",
    "tool-search-tool-2025-10-19",
    "tool-examples-2025-10-29",
    // AWS's model card of Claude Opus 5.5 (October 2026).
    "compact-2026-09-04",
    "computer-use-2025-11-24",
    // Asked one by one: router-for-me/CLIProxyAPI issue 4750 (August 2026), the tables of
    // xiehust/anthropic_api_converter (InvokeModel, 2026), BerriAI/litellm PR 41203. The last four of these
    // are taken and do nothing.
    "claude-code-20250219",
    "compact-2026-01-12",
    "fine-grained-tool-streaming-2025-05-14",
    "structured-outputs-2025-11-13",
    "structured-outputs-2025-12-15",
    "thinking-binding-controls-2026-08-01",
    "mcp-client-2025-11-20",
    "pdfs-2024-09-25",
    "token-counting-2024-11-01",
    "web-search-2025-03-05",
    // Anthropic's pages "Mid-conversation system messages and tool changes" and "Per-message effort" (November
    // 2026), which speak of Bedrock, too.
    "inline-tools-2026-09-15",
    "mid-conversation-output-config-2026-07-01",
    "mid-conversation-system-clear-at-2026-08-21",
    "mid-conversation-tool-changes-2026-07-01",
    // LiteLLM's list of what it forwards to InvokeModel (November 2026).
    "dangerous-tool-use-2026-09-03",
    "thinking-display-updates-2026-08-18",
    // Claude Code 2.1.332 sends it to Bedrock in the body.
    "thinking-token-count-2026-05-13",
    // A measurement of the runtime's Messages endpoint of 2026-09-05: fallback credit works.
    "fallback-credit-2026-06-01",
    "fallback-credit-2026-07-01",
    // Sources disagree, or one alone says that they are refused.
    "extended-cache-ttl-2025-04-11",
    "prompt-caching-2024-07-31",
    "per-turn-control-2026-07-01",
    "mid-conversation-system-2026-04-07",
    "cache-diagnosis-2026-04-07",
    "model-context-window-exceeded-2025-08-26",
});

/// A day ends each name that Anthropic ever gave a beta: "-2025-02-19", "-20250219" or "_20250124".
bool ends_with_a_day(std::string_view beta) {
  const std::size_t name_end = beta.find_last_not_of("0123456789-_");
  if (name_end == std::string_view::npos) return false;
  const std::string_view end = beta.substr(name_end + 1);
  const auto digits = std::count_if(end.begin(), end.end(), [](char c) { return c >= '0' && c <= '9'; });
  return end.find_first_of("-_") == 0 && digits >= 8;
}

// The words: AWS, see above; Anthropic, anthropics/claude-code issue 53855.
Checked refuse_unknown(std::string_view beta) {
  return refuse_input("Unexpected value(s) `" + std::string(beta) +
                      "` for the `anthropic-beta` header. Please consult our documentation at "
                      "docs.claude.com or try again without the header.");
}

}  // namespace

Checked check_betas(const std::vector<std::string_view>& betas, PlatformKind platform) {
  const bool is_runtime = (kRuntimePlatforms & bit(platform)) != 0;
  for (const std::string_view beta : betas) {
    // AWS's page writes one of them with a capital letter.
    if (is_runtime && !contains(kBedrockBetas, ascii_lower(beta))) return refuse_input("invalid beta flag");
    // Nobody has published the list of the others.
    if (!is_runtime && !ends_with_a_day(beta)) return refuse_unknown(beta);
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
