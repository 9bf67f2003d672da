#include "local/threads/cache_diagnosis.hpp"

#include <algorithm>
#include <utility>

#include "base/crypto/sha256.hpp"
#include "local/replies/conversation.hpp"
#include "local/threads/breakpoints.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostPrompts = 1'000;

std::string digest_of(const Json& part) {
  return std::string(as_bytes(sha256(part.dump())));
}

}  // namespace

CacheDiagnosis::Prompt CacheDiagnosis::prompt_of(const Json& body) {
  Prompt prompt{.model = body["model"].string_or(""),
                .tools = digest_of(without_breakpoints(body["tools"])),
                .system = digest_of(without_breakpoints(body["system"])),
                .messages = {},
                .tokens = estimate_input_tokens(body)};
  for (const Json& message : body["messages"].items())
    prompt.messages.push_back(digest_of(without_breakpoints(message)));
  return prompt;
}

Json CacheDiagnosis::diagnose(const Json& body) const {
  const std::string previous = body["diagnostics"]["previous_message_id"].string_or("");
  if (previous.empty()) return {};
  const auto because = [](Json reason) { return Json::object({{"cache_miss_reason", std::move(reason)}}); };
  const Prompt now = prompt_of(body);
  const std::lock_guard lock(mutex_);
  const auto found = prompts_.find(previous);
  if (found == prompts_.end()) return because(Json::object({{"type", "previous_message_not_found"}}));
  const Prompt& before = found->second;
  const auto changed = [&](const char* type) {
    return because(Json::object({{"type", type}, {"cache_missed_input_tokens", before.tokens}}));
  };
  if (before.model != now.model) return changed("model_changed");
  if (before.tools != now.tools) return changed("tools_changed");
  if (before.system != now.system) return changed("system_changed");
  const bool goes_on = before.messages.size() <= now.messages.size() &&
                       std::equal(before.messages.begin(), before.messages.end(), now.messages.begin());
  return goes_on ? Json() : changed("messages_changed");
}

void CacheDiagnosis::remember(const Json& body, const std::string& answer_id) {
  if (!body["diagnostics"].is_object()) return;
  Prompt prompt = prompt_of(body);
  const std::lock_guard lock(mutex_);
  prompts_[answer_id] = std::move(prompt);
  order_.push_back(answer_id);
  if (order_.size() <= kMostPrompts) return;
  prompts_.erase(order_.front());
  order_.pop_front();
}

}  // namespace anthropic::internal::local
