#include "local/replies/prompt_cache.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/crypto/sha256.hpp"
#include "local/replies/conversation.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostKept = 10'000;
constexpr std::size_t kLookBack = 20;  // blocks before a breakpoint

/// A request up to the end of one of its blocks.
struct Beginning {
  std::string digest = {};
  std::size_t tokens = 0;
  std::optional<SystemTime::duration> lifetime = {};  // if a breakpoint is there
};

std::optional<SystemTime::duration> lifetime_of(const Json& cache_control) {
  if (!cache_control.is_object()) return std::nullopt;
  if (cache_control["ttl"].as_string() == "1h") return std::chrono::hours(1);
  return std::chrono::minutes(5);
}

class Beginnings {
 public:
  explicit Beginnings(std::string_view model) : digest_(model) {}

  /// A text, or a list of blocks.
  void add(std::string_view place, const Json& content) {
    if (const auto text = content.as_string())
      add_block(place, Json::object({{"type", "text"}, {"text", *text}}));
    for (const Json& block : content.items()) add_block(place, block);
  }

  /// A setting: what follows is kept for it alone.
  void add_setting(const Json& setting) { mix(setting.dump()); }

  std::vector<Beginning> all;

 private:
  void mix(const std::string& part) { digest_ = as_bytes(sha256(digest_ + part)); }

  void add_block(std::string_view place, Json block) {
    Beginning beginning{.lifetime = lifetime_of(block["cache_control"])};
    block.erase("cache_control");
    weight_.add(block);
    mix(std::string(place) + block.dump());
    beginning.digest = digest_;
    beginning.tokens = weight_.tokens();
    all.push_back(std::move(beginning));
  }

  InputWeight weight_;
  std::string digest_;
};

bool has_breakpoint(const Json& content) {
  return std::any_of(content.items().begin(), content.items().end(),
                     [](const Json& block) { return block["cache_control"].is_object(); });
}

bool has_breakpoints(const Json& body) {
  if (body["cache_control"].is_object() || has_breakpoint(body["tools"]) || has_breakpoint(body["system"]))
    return true;
  const Json::Array& messages = body["messages"].items();
  return std::any_of(messages.begin(), messages.end(),
                     [](const Json& message) { return has_breakpoint(message["content"]); });
}

/// In the order of the server.
std::vector<Beginning> beginnings_of(const Json& body, std::string_view model) {
  Beginnings beginnings(model);
  beginnings.add("tools", body["tools"]);
  beginnings.add("system", body["system"]);
  // Tools and the system prompt outlive a change of these.
  for (const char* setting : {"tool_choice", "thinking"}) beginnings.add_setting(body[setting]);
  for (const Json& message : body["messages"].items())
    beginnings.add(message["role"].string_or(""), message["content"]);
  if (!beginnings.all.empty() && !beginnings.all.back().lifetime)
    beginnings.all.back().lifetime = lifetime_of(body["cache_control"]);
  return std::move(beginnings.all);
}

}  // namespace

CachedInput PromptCache::use(const Json& body, std::string_view model, std::size_t shortest, SystemTime now) {
  if (!has_breakpoints(body)) return {};
  const std::vector<Beginning> beginnings = beginnings_of(body, model);
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const auto& kept) { return kept.second.until <= now; });
  if (kept_.size() > kMostKept) kept_.clear();

  CachedInput cached;
  for (std::size_t at = beginnings.size(), left = 0; at > 0 && cached.read == 0; --at) {
    const Beginning& beginning = beginnings[at - 1];
    if (beginning.lifetime) left = kLookBack + 1;
    if (left == 0) continue;
    --left;
    const auto kept = kept_.find(beginning.digest);
    if (kept == kept_.end()) continue;
    cached.read = beginning.tokens;
    kept->second.until = now + kept->second.lifetime;
  }
  std::size_t done = cached.read;
  for (const Beginning& beginning : beginnings) {
    if (!beginning.lifetime || beginning.tokens < shortest) continue;
    kept_[beginning.digest] = {now + *beginning.lifetime, *beginning.lifetime};
    if (beginning.tokens <= done) continue;
    const bool is_short = *beginning.lifetime < std::chrono::hours(1);
    (is_short ? cached.written_5m : cached.written_1h) += beginning.tokens - done;
    done = beginning.tokens;
  }
  return cached;
}

}  // namespace anthropic::internal::local
