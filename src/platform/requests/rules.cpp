#include "platform/requests/rules.hpp"

#include <algorithm>
#include <unordered_set>

#include "platform/models/choice.hpp"
#include "platform/requests/model_support.hpp"
#include "platform/requests/platform_support.hpp"
#include "platform/requests/system_messages.hpp"

// Where each rule is known from stands above it; the quoted words are those of the answers that were
// reported.

namespace anthropic::internal {
namespace {

constexpr std::size_t kMaxCacheBreakpoints = 4;
constexpr std::size_t kLongestToolName = 128;
constexpr std::size_t kLongestCalledName = 200;
constexpr std::string_view kIdLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

using Rules = std::vector<BrokenRule>;

/// As the server quotes what it was sent.
std::string in_single_quotes(std::string_view text) {
  return "'" + std::string(text) + "'";
}

bool is_id(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kIdLetters) == std::string_view::npos;
}

/// Tools that hold others, which have names that the request does not show.
bool has_toolset(const RequestFacts& facts) {
  return std::any_of(facts.tools.begin(), facts.tools.end(), [](const ToolFacts& tool) {
    return !tool.name || tool.type.find("toolset") != std::string_view::npos;
  });
}

// anthropics/claude-code issues 5319, 5973; trycua/cua issue 3303 (Bedrock).
void check_schemas(const RequestFacts& facts, Rules& broken) {
  for (std::size_t i = 0; i < facts.tools.size(); ++i) {
    const ToolFacts& tool = facts.tools[i];
    if (tool.type != "custom" || tool.combines.empty()) continue;
    broken.push_back({"tools." + std::to_string(i) +
                          ".custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the "
                          "top level",
                      "Make the root one object: put \"" + std::string(tool.combines) +
                          "\" inside a property, or list all properties and say in the description which go "
                          "together."});
  }
}

// aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws issue 709 (Bedrock; the
// top level only), twilio-labs/mcp issue 58, ComposioHQ/composio issue 3500.
void check_property_names(const RequestFacts& facts, Rules& broken) {
  for (std::size_t i = 0; i < facts.tools.size(); ++i) {
    const ToolFacts& tool = facts.tools[i];
    if (tool.type != "custom" || !tool.odd_property) continue;
    broken.push_back({"tools." + std::to_string(i) +
                          ".custom.input_schema.properties: Property keys should match pattern "
                          "'^[a-zA-Z0-9_.-]{1,64}$'",
                      "Rename \"" + std::string(*tool.odd_property) +
                          "\": 1 to 64 letters, digits, \"_\", \".\" and \"-\"."});
  }
}

// AWS's and Anthropic's reference of `tools`. Names: anthropics/claude-code issue 10687, LibreChat issue
// 13162.
void check_tool_names(const RequestFacts& facts, Rules& broken) {
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < facts.tools.size(); ++i) {
    const ToolFacts& tool = facts.tools[i];
    if (!tool.name) continue;
    if (tool.type == "custom" && (!is_id(*tool.name) || tool.name->size() > kLongestToolName)) {
      broken.push_back({"tools." + std::to_string(i) +
                            ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
                        "Name the tool with 1 to 128 letters, digits, \"_\" and \"-\"."});
    } else if (!seen.insert(*tool.name).second) {
      broken.push_back({"tools: Tool names must be unique.",
                        "There are two tools named \"" + std::string(*tool.name) + "\": rename one."});
    }
  }
}

struct BetaOfMember {
  bool ToolFacts::*is_there;
  std::string_view name;
  std::string_view beta;
};

// Bedrock alone still wants the betas. Deferred tools: anthropics/claude-code issue 82549; eager streaming: there
// issue 63532 and anthropics/claude-agent-sdk-python issue 694; examples: anthropics/claude-code issue 11921. A tool
// search among the tools may be enough for the first: what Bedrock says then nobody has reported.
constexpr BetaOfMember kBetasOfMembers[] = {
    {&ToolFacts::is_deferred, "defer_loading", "tool-search-tool-2025-10-19"},
    {&ToolFacts::streams_input, "eager_input_streaming", "fine-grained-tool-streaming-2025-05-14"},
    {&ToolFacts::has_examples, "input_examples", "tool-examples-2025-10-29"},
};

bool has_tool_search(const RequestFacts& facts) {
  return std::any_of(facts.tools.begin(), facts.tools.end(),
                     [](const ToolFacts& tool) { return tool.type.starts_with("tool_search_tool"); });
}

void check_tool_members(const RequestFacts& facts, PlatformKind platform, Rules& broken) {
  if ((kRuntimePlatforms & bit(platform)) == 0) return;
  for (std::size_t i = 0; i < facts.tools.size(); ++i) {
    const ToolFacts& tool = facts.tools[i];
    if (tool.type != "custom") continue;
    for (const BetaOfMember& member : kBetasOfMembers) {
      if (!(tool.*member.is_there) || facts.has_beta(member.beta)) continue;
      if (member.is_there == &ToolFacts::is_deferred && has_tool_search(facts)) continue;
      const std::string place = "tools." + std::to_string(i) + ".custom." + std::string(member.name);
      broken.push_back({place + ": Extra inputs are not permitted",
                        "Add the beta \"" + std::string(member.beta) + "\" to betas, or leave it out.",
                        place + ": Bedrock takes it with its beta only"});
    }
  }
}

// The last two: requests to api.anthropic.com on 2026-09-29 (aakshintala/fiber, issue 132), where "auto" and
// "none" without tools were accepted.
void check_tool_choice(const RequestFacts& facts, Rules& broken) {
  if (!facts.has("tool_choice")) return;
  const std::string_view type = facts.tool_choice;
  if (type != "auto" && type != "none" && !facts.forces_a_tool()) {
    broken.push_back({"tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'",
                      "To make Claude call one of the tools use \"any\"."});
    return;
  }
  // What is kept by the server, stands in a toolset or is added in a message may hold the tools.
  if (has_toolset(facts) || facts.has("mcp_servers") || facts.has("thread") || facts.adds_tools) return;
  if (type == "any" && facts.tools.empty()) {
    broken.push_back({"tool_choice.any may only be specified while providing tools",
                      "Leave tool_choice out, or offer tools."});
  }
  if (type != "tool") return;
  if (facts.chosen_tool.empty()) {
    broken.push_back({"tool_choice.tool.name: Field required", "Say which tool: ToolChoice::tool(name)."});
    return;
  }
  for (const ToolFacts& tool : facts.tools) {
    if (tool.name == facts.chosen_tool) return;
  }
  broken.push_back({"Tool " + in_single_quotes(facts.chosen_tool) + " not found in provided tools",
                    "tool_choice names one of the request's tools."});
}

/// `scope` is sent by Claude Code 2.1 to Anthropic's own platforms; Bedrock refuses it.
bool knows_scope(PlatformKind platform) {
  return platform != PlatformKind::invoke_model && platform != PlatformKind::runtime_messages;
}

// AWS's user guide, "Prompt caching"; BerriAI/litellm issue 15880 shows the words for a member too many.
void check_cache_breakpoint(const CacheBreakpoint& breakpoint, PlatformKind platform, Rules& broken) {
  const std::string where =
      breakpoint.schema.empty() ? "cache_control" : breakpoint.schema + ".cache_control";
  if (!breakpoint.type) {
    broken.push_back(
        {where + ": Unable to extract tag using discriminator 'type'", R"(Write {"type": "ephemeral"}.)"});
    return;
  }
  if (breakpoint.type != "ephemeral") {
    broken.push_back({where + ": Input tag " + in_single_quotes(*breakpoint.type) +
                          " found using 'type' does not match any of the expected tags: 'ephemeral'",
                      "There is one type of cache, \"ephemeral\"."});
  }
  if (breakpoint.ttl && breakpoint.ttl != "5m" && breakpoint.ttl != "1h") {
    broken.push_back({where + ".ephemeral.ttl: Input should be '5m' or '1h'",
                      "Leave ttl out for five minutes, or set it to \"1h\"."});
  }
  std::string_view unknown = breakpoint.unknown_member;
  if (unknown.empty() && breakpoint.has_scope && !knows_scope(platform)) unknown = "scope";
  if (!unknown.empty()) {
    broken.push_back(
        {where + ".ephemeral." + std::string(unknown) + ": Extra inputs are not permitted", "Leave it out."});
  }
}

// The limit: AWS's user guide, "Prompt caching"; BerriAI/litellm issue 16062 (Bedrock), Wei-Shaw/sub2api
// issue 176. Automatic caching takes one of the four, unless the last block is marked already: Anthropic's
// cookbook, "Prompt caching". The order: Portkey-AI/gateway issue 1762, headroomlabs-ai/headroom issue 2939.
void check_cache_breakpoints(const RequestFacts& facts, PlatformKind platform, Rules& broken) {
  std::vector<const CacheBreakpoint*> breakpoints;
  for (const CacheBreakpoint& breakpoint : facts.cache_breakpoints) breakpoints.push_back(&breakpoint);
  if (facts.automatic_caching) breakpoints.push_back(&*facts.automatic_caching);
  for (const CacheBreakpoint* breakpoint : breakpoints) check_cache_breakpoint(*breakpoint, platform, broken);

  const bool takes_one = facts.automatic_caching && !facts.last_block_is_marked;
  const std::size_t count = facts.cache_breakpoints.size() + (takes_one ? 1 : 0);
  if (count > kMaxCacheBreakpoints) {
    broken.push_back(
        {"A maximum of 4 blocks with cache_control may be provided. Found " + std::to_string(count) + ".",
         "Keep the last ones: each caches all that stands before it."});
  }
  bool is_short = false;
  for (const CacheBreakpoint* breakpoint : breakpoints) {
    if (is_short && breakpoint->ttl == "1h") {
      broken.push_back(
          {(breakpoint->place.empty() ? "" : breakpoint->place + ".") +
               "cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' "
               "cache_control block. Note that blocks are processed in the following order: "
               "`tools`, `system`, `messages`.",
           "Give the breakpoints before it \"1h\" as well, or this one \"5m\"."});
      return;
    }
    is_short = breakpoint->ttl != "1h";
  }
}

// Ids: awsl-project/maxx issue 557. Names of calls: anthropics/claude-code's changes of 2026, TanStack/ai
// issue 532. Signatures: can1357/oh-my-pi issue 10486.
void check_block(const BlockFacts& block, Rules& broken) {
  if (block.type == "thinking") {
    const std::string fix = "Send thinking blocks back as they came, or leave this one out.";
    if (!block.signature) {
      broken.push_back({block.place + ".thinking.signature: Field required", fix});
    } else if (block.signature->empty()) {
      broken.push_back({block.place + ": Invalid `signature` in `thinking` block", fix});
    }
    return;
  }
  if (!is_id(block.id)) {
    const std::string member = block.type == "tool_use" ? ".tool_use.id" : ".tool_result.tool_use_id";
    broken.push_back({block.place + member + ": String should match pattern '^[a-zA-Z0-9_-]+$'",
                      "An id has letters, digits, \"_\" and \"-\"; give the call and its result the same new "
                      "one."});
  }
  if (block.type != "tool_use") return;
  const std::string where = block.place + ".tool_use.name: String should have at ";
  const std::string fix = "Keep the name that Claude called, or leave the call and its result out.";
  if (block.name.empty()) broken.push_back({where + "least 1 character", fix});
  if (block.name.size() > kLongestCalledName) broken.push_back({where + "most 200 characters", fix});
}

/// Servers of others that speak the Messages API have rules of their own.
bool is_anthropics_server(PlatformKind platform, std::string_view model) {
  return platform != PlatformKind::first_party || model.find("claude") != std::string_view::npos ||
         find_model(model);
}

Error error_of(BrokenRule rule) {
  return Error{.kind = ErrorKind::bad_request,
               .type = "invalid_request_error",
               .message = std::move(rule.message.empty() ? rule.words : rule.message),
               .hint = std::move(rule.fix)};
}

}  // namespace

std::vector<BrokenRule> broken_request_rules(const RequestFacts& facts, PlatformKind platform) {
  Rules broken;
  check_system_messages(facts, broken);
  for (const BlockFacts& block : facts.blocks) check_block(block, broken);
  check_schemas(facts, broken);
  check_property_names(facts, broken);
  check_tool_names(facts, broken);
  check_tool_members(facts, platform, broken);
  check_tool_choice(facts, broken);
  check_cache_breakpoints(facts, platform, broken);
  return broken;
}

std::optional<Error> refuse_request(PlatformKind platform, std::string_view model, std::string_view region,
                                    const RequestFacts& facts) {
  if (auto refused = refuse_unsupported(platform, facts)) return refused;
  if (platform == PlatformKind::invoke_model && facts.has_output_format) {
    if (auto refused = refuse_model_feature(ModelFeature::structured_output, model, region)) return refused;
  }
  if (!is_anthropics_server(platform, model)) return std::nullopt;
  Rules broken = broken_request_rules(facts, platform);
  if (!broken.empty()) return error_of(std::move(broken.front()));
  const ModelInfo* known = find_model(model);
  if (!known) return std::nullopt;
  broken = broken_model_rules(facts, *known);
  if (broken.empty()) return std::nullopt;
  return error_of(std::move(broken.front()));
}

}  // namespace anthropic::internal
