#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ostream>

#include <anthropic/anthropic.hpp>
#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/public_names.hpp"

// Each rule twice: the client refuses before it sends, and, where it is told not to look, the local endpoint
// answers with the server's words. What is next to it and allowed passes both.

namespace anthropic::internal::local {
namespace {

using testing::LocalBedrock;
using ::testing::StartsWith;

enum class At { both, bedrock, first_party };

struct Rule {
  const char* name;
  const char* model;
  const char* refused;  // members of the request
  const char* words;    // what the endpoint's answer begins with
  const char* allowed;
  At at = At::both;
};

void PrintTo(const Rule& rule, std::ostream* out) {
  *out << rule.name;
}

constexpr char kHaiku45[] = "claude-haiku-4-5-20251001";
constexpr char kSonnet46[] = "claude-sonnet-4-6";
constexpr char kOpus47[] = "claude-opus-4-7";
constexpr char kOpus48[] = "claude-opus-4-8";
constexpr char kOpus5[] = "claude-opus-5";
constexpr char kSonnet5[] = "claude-sonnet-5";
constexpr char kFable5[] = "claude-fable-5";
constexpr char kHaiku[] = "claude-haiku-5-5";
constexpr char kSonnet[] = "claude-sonnet-5-5";
constexpr char kOpus[] = "claude-opus-5-5";

// clang-format off
const Rule kRules[] = {
  {"AnyOfAtTheRoot", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object","anyOf":[{"required":["p"]}]}}]})",
   "tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level",
   R"({"tools":[{"name":"a","input_schema":{"type":"object","properties":{"anyOf":{"anyOf":[{"type":"string"}]}}}}]})"},
  {"OneOfAtTheRootOfTheSecondTool", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}},{"input_schema":{"oneOf":[],"type":"object"},"name":"b"}]})",
   "tools.1.custom.input_schema: input_schema does not support oneOf",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}},{"input_schema":{"not":{},"type":"object"},"name":"b"}]})"},
  {"AllOfAtTheRoot", kHaiku,
   R"({"tools":[{"type":"custom","name":"a","input_schema":{"type":"object","allOf":[]}}]})",
   "tools.0.custom.input_schema: input_schema does not support oneOf",
   R"({"tools":[{"type":"custom","name":"a","input_schema":{"type":"object","description":"\"allOf\":[]"}}]})"},
  {"APropertyWithASpace", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object","properties":{"id":{},"Account Number":{"type":"string"}}}}]})",
   "tools.0.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
   R"({"tools":[{"name":"a","input_schema":{"type":"object","properties":{
        "filter.id_-9":{"type":"object","properties":{"Account Number":{"type":"string"}}}},"$defs":{"a b":{}}}}]})"},
  {"APropertyOfTheSecondToolThatIsTooLong", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}},{"input_schema":{"type":"object","properties":{
        "a2345678901234567890123456789012345678901234567890123456789012345":{}}},"type":"custom","name":"b"}]})",
   "tools.1.custom.input_schema.properties: Property keys should match pattern",
   R"({"tools":[{"name":"a","input_schema":{"type":"object","properties":{
        "a234567890123456789012345678901234567890123456789012345678901234":{}}}}]})"},
  {"APropertyWithoutAName", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object","properties":{"":{}}}}]})",
   "tools.0.custom.input_schema.properties: Property keys should match pattern",
   R"({"tools":[{"name":"a","input_schema":{"type":"object","properties":{}}}]})"},
  {"FiveCacheBreakpoints", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],
       "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],
       "messages":[{"role":"user","content":[{"type":"text","text":"u","cache_control":{"type":"ephemeral"}}]},
         {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"a","input":{"cache_control":{}}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","cache_control":{"type":"ephemeral"},
           "content":[{"type":"text","text":"r","cache_control":{"type":"ephemeral"}}]}]}]})",
   "A maximum of 4 blocks with cache_control may be provided. Found 5.",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],
       "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],
       "messages":[{"role":"user","content":[{"type":"text","text":"u","cache_control":null}]},
         {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"a","input":{"cache_control":{}}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","cache_control":{"type":"ephemeral"},
           "content":[{"type":"text","text":"r","cache_control":{"type":"ephemeral"}}]}]}]})"},
  {"AutomaticCachingTakesOneOfFour", kHaiku,
   R"({"cache_control":{"type":"ephemeral"},
       "system":[{"type":"text","text":"1","cache_control":{"type":"ephemeral"}},{"type":"text","text":"2","cache_control":{"type":"ephemeral"}},
                 {"type":"text","text":"3","cache_control":{"type":"ephemeral"}},{"type":"text","text":"4","cache_control":{"type":"ephemeral"}}]})",
   "A maximum of 4 blocks with cache_control may be provided. Found 5.",
   R"({"cache_control":{"type":"ephemeral"},
       "system":[{"type":"text","text":"1","cache_control":{"type":"ephemeral"}},{"type":"text","text":"2","cache_control":{"type":"ephemeral"}},
                 {"type":"text","text":"3","cache_control":{"type":"ephemeral"}}],
       "messages":[{"role":"user","content":[{"type":"text","text":"u","cache_control":{"type":"ephemeral"}}]}]})",
   At::first_party},
  {"AnHourBehindFiveMinutes", kHaiku,
   R"({"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
                                             {"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]})",
   "messages.0.content.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
   R"({"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}},
                                             {"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"5m"}}]}]})"},
  {"AnHourInMessagesBehindFiveMinutesInSystem", kHaiku,
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"5m"}}],
       "messages":[{"role":"user","content":[{"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]})",
   "messages.0.content.0.cache_control.ttl: a ttl='1h'",
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],
       "messages":[{"role":"user","content":[{"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"5m"}}]}]})"},
  {"AnHourInSystemBehindFiveMinutesAtATool", kHaiku,
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],
       "tools":[{"name":"a","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}]})",
   "system.0.cache_control.ttl: a ttl='1h'",
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],
       "tools":[{"name":"a","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral","ttl":"1h"}}]})"},
  {"UnknownTtl", kHaiku,
   R"({"messages":[{"role":"user","content":[{"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"2h"}}]}]})",
   "messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
   R"({"messages":[{"role":"user","content":[{"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]})"},
  {"UnknownTypeOfCache", kHaiku,
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"persistent"}}]})",
   "system.0.cache_control: Input tag 'persistent' found using 'type' does not match any of the expected tags: 'ephemeral'",
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]})"},
  {"CacheWithoutAType", kHaiku,
   R"({"system":[{"type":"text","text":"s","cache_control":{"ttl":"1h"}}]})",
   "system.0.cache_control: Unable to extract tag using discriminator 'type'",
   R"({"system":[{"type":"text","text":"s","cache_control":{"ttl":"1h","type":"ephemeral"}}]})"},
  {"UnknownMemberOfCache", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral","level":3}}]})",
   "tools.0.custom.cache_control.ephemeral.level: Extra inputs are not permitted",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"},"cache_control":null}]})"},
  {"ScopeOfCacheOnBedrock", kHaiku,
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","scope":"global"}}]})",
   "system.0.cache_control.ephemeral.scope: Extra inputs are not permitted",
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]})", At::bedrock},
  {"ScopeOfCacheIsKnownToAnthropic", kHaiku,
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","scopes":"global"}}]})",
   "system.0.cache_control.ephemeral.scopes: Extra inputs are not permitted",
   R"({"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","scope":"global"}}]})", At::first_party},
  {"TwoToolsOfOneName", kHaiku,
   R"({"tools":[{"name":"bash","input_schema":{"type":"object"}},{"type":"bash_20250124","name":"bash"}]})",
   "tools: Tool names must be unique.",
   R"({"tools":[{"name":"Bash","input_schema":{"type":"object"}},{"type":"bash_20250124","name":"bash"}]})"},
  {"ToolNames", kHaiku,
   R"({"tools":[{"name":"get.weather","input_schema":{"type":"object"}}]})",
   "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
   R"({"tools":[{"name":"get_weather-2","input_schema":{"type":"object"}}]})"},
  {"ChosenToolThatIsNotThere", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"b"}})",
   "Tool 'b' not found in provided tools",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"a"}})"},
  {"ChosenToolWithoutAName", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool"}})",
   "tool_choice.tool.name: Field required",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})"},
  {"AToolThatMustBeCalledAndNone", kHaiku,
   R"({"tool_choice":{"type":"any"}})", "tool_choice.any may only be specified while providing tools",
   R"({"tool_choice":{"type":"auto"}})"},
  {"AChosenToolAndNone", kHaiku,
   R"({"tool_choice":{"type":"tool","name":"a"}})", "Tool 'a' not found in provided tools",
   R"({"tool_choice":{"type":"none"}})"},
  {"UnknownToolChoice", kHaiku,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"required"}})",
   "tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"none"}})"},
  {"ToolUseIds", kHaiku,
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"call:1","name":"a","input":{}}]},
                   {"role":"user","content":[{"type":"tool_result","tool_use_id":"call:1","content":"r"}]}]})",
   "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"call_-1Z","name":"a","input":{"id":"call:1"}}]},
                   {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_-1Z","content":"r"}]}]})"},
  {"EmptyToolUseId", kHaiku,
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"","name":"a","input":{}}]},
                   {"role":"user","content":[{"type":"tool_result","tool_use_id":"","content":"r"}]}]})",
   "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"_","name":"a","input":{}}]},
                   {"role":"user","content":[{"type":"tool_result","tool_use_id":"_","content":"r"}]}]})"},
  {"EmptyNameOfACall", kHaiku,
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"","input":{}}]},
                   {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"r"}]}]})",
   "messages.1.content.0.tool_use.name: String should have at least 1 character",
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"a b","input":{}}]},
                   {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"r"}]}]})"},
  {"EmptySignature", kHaiku,
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":""},{"type":"text","text":"a"}]},
                   {"role":"user","content":"v"}]})",
   "messages.1.content.0: Invalid `signature` in `thinking` block",
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"bG9jYWwgZW5kcG9pbnQ6IHNpZ25hdHVyZSAfWKFd7pvmEAqRWQhJ8BOEthdb7nZBUFYxn631A7WDew=="},{"type":"text","text":"a"}]},
                   {"role":"user","content":"v"}]})"},
  {"ForcedToolsEndWith55", kOpus,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"a"}})",
   "tool_choice: type \"tool\" and \"any\" are not supported for this model.",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto"}})"},
  {"ForcedToolsOfSonnet55", kSonnet,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})",
   "tool_choice: type \"tool\" and \"any\" are not supported for this model.",
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"none"}})"},
  {"ForcedToolWhileThinking", kHaiku45,
   R"({"thinking":{"type":"enabled","budget_tokens":1024},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})",
   "Thinking may not be enabled when tool_choice forces tool use.",
   R"({"thinking":{"type":"disabled"},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})"},
  {"ForcedToolWhileOpus47Thinks", kOpus47,
   R"({"thinking":{"type":"adaptive"},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})",
   "Thinking may not be enabled when tool_choice forces tool use.",
   R"({"thinking":{"type":"adaptive"},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto"}})"},
  {"Opus48ThinksBeforeAForcedTool", kOpus48,
   R"({"thinking":{"type":"enabled","budget_tokens":1024},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})",
   "\"thinking.type.enabled\" is not supported for this model.",
   R"({"thinking":{"type":"adaptive"},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})"},
  {"Sonnet5ThinksBeforeAForcedTool", kSonnet5,
   R"({"thinking":{"type":"enabled","budget_tokens":1024},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})",
   "\"thinking.type.enabled\" is not supported for this model.",
   R"({"thinking":{"type":"adaptive"},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})"},
  {"Fable5ThinksBeforeAForcedTool", kFable5,
   R"({"thinking":{"type":"disabled"},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})",
   "\"thinking.type.disabled\" is not supported for this model.",
   R"({"thinking":{"type":"adaptive"},"tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})"},
  {"ThinkingThatCannotBeTurnedOff", kOpus, R"({"thinking":{"type":"disabled"}})",
   "\"thinking.type.disabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" "
   "to control thinking behavior.",
   R"({"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}})"},
  {"ThinkingOfSonnet55CannotBeTurnedOff", kSonnet, R"({"thinking":{"type":"disabled"}})",
   "\"thinking.type.disabled\" is not supported for this model. Use \"thinking.type.between_tools\" for the lowest thinking setting, or ",
   R"({"thinking":{"type":"between_tools"}})"},
  {"ThinkingOffAtTheHighestEffort", kHaiku, R"({"thinking":{"type":"disabled"},"output_config":{"effort":"max"}})",
   "\"thinking.type.disabled\" is not supported for this model with effort \"max\".",
   R"({"thinking":{"type":"disabled"},"output_config":{"effort":"high"}})"},
  {"BudgetOfOpus47", kOpus47, R"({"thinking":{"type":"enabled","budget_tokens":1024}})",
   "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" "
   "to control thinking behavior.",
   R"({"thinking":{"type":"adaptive"}})"},
  {"BudgetOfOpus5", kOpus5, R"({"thinking":{"type":"enabled","budget_tokens":1024}})",
   "\"thinking.type.enabled\" is not supported for this model.", R"({"thinking":{"type":"disabled"}})"},
  {"BudgetOfHaiku55", kHaiku, R"({"thinking":{"type":"enabled","budget_tokens":1024}})",
   "\"thinking.type.enabled\" is not supported for this model.", R"({"thinking":{"type":"adaptive","display":"summarized"}})"},
  {"BudgetTooSmall", kSonnet46, R"({"thinking":{"type":"enabled","budget_tokens":1023}})",
   "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
   R"({"thinking":{"type":"enabled","budget_tokens":1024}})"},
  {"BudgetMissing", kSonnet46, R"({"thinking":{"type":"enabled"}})", "thinking.enabled.budget_tokens: Field required",
   R"({"thinking":{"type":"enabled","budget_tokens":1999}})"},
  {"BudgetAsLargeAsTheAnswer", kHaiku45, R"({"thinking":{"type":"enabled","budget_tokens":2000}})",
   "`max_tokens` must be greater than `thinking.budget_tokens`.",
   R"({"thinking":{"type":"enabled","budget_tokens":4000},"anthropic_beta":["interleaved-thinking-2025-05-14"]})", At::bedrock},
  {"AdaptiveThinkingBegins46", kHaiku45, R"({"thinking":{"type":"adaptive"}})",
   "adaptive thinking is not supported on this model", R"({"thinking":{"type":"disabled"}})"},
  {"ThinkingBetweenTools", kOpus, R"({"thinking":{"type":"between_tools"}})",
   "\"thinking.type.between_tools\" is not supported for this model.", R"({"thinking":{"type":"adaptive"}})"},
  {"UnknownThinking", kHaiku, R"({"thinking":{"type":"deep"}})",
   "thinking: Input tag 'deep' found using 'type' does not match any of the expected tags:",
   R"({"thinking":{"type":"adaptive","block_binding":{"prefix_mismatch_behavior":"drop_block"}}})"},
  {"ABudgetOfAdaptiveThinking", kSonnet46, R"({"thinking":{"type":"adaptive","budget_tokens":1024}})",
   "thinking.adaptive.budget_tokens: Extra inputs are not permitted", R"({"thinking":{"type":"adaptive"}})"},
  {"UnknownMemberOfThinking", kSonnet46, R"({"thinking":{"type":"adaptive","effort":"low"}})",
   "thinking.adaptive.effort: Extra inputs are not permitted",
   R"({"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}})"},
  {"TemperatureWhileThinking", kSonnet46, R"({"thinking":{"type":"adaptive"},"temperature":0.5})",
   "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode.",
   R"({"thinking":{"type":"adaptive"},"temperature":1})"},
  {"TopPWhileThinking", kHaiku45, R"({"thinking":{"type":"enabled","budget_tokens":1024},"top_p":0.9})",
   "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled or in adaptive mode.",
   R"({"thinking":{"type":"enabled","budget_tokens":1024},"top_p":0.95})"},
  {"TopKWhileThinking", kHaiku45, R"({"thinking":{"type":"enabled","budget_tokens":1024},"top_k":5})",
   "`top_k` must be unset when thinking is enabled or in adaptive mode.", R"({"top_k":5})"},
  {"Temperature", kOpus, R"({"temperature":0.9})", "`temperature` is deprecated for this model.", R"({"temperature":1})"},
  {"TopP", kHaiku, R"({"top_p":0.5})", "`top_p` is deprecated for this model.", R"({"top_p":1})"},
  {"TopPOfTheModelCard", kFable5, R"({"top_p":0.98})", "`top_p` is deprecated for this model.", R"({"top_p":0.99})"},
  {"TopK", kOpus47, R"({"top_k":5})", "`top_k` is deprecated for this model.", R"({"temperature":1.0})"},
  {"TemperatureAndTopP", kHaiku45, R"({"temperature":0.5,"top_p":0.5})",
   "`temperature` and `top_p` cannot both be specified for this model.", R"({"top_p":0.5})"},
  {"Prefill", kSonnet46, R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"{"}]})",
   "This model does not support assistant message prefill.",
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}]}]})"},
  {"PrefillWhileThinking", kHaiku45,
   R"({"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"{"}]})",
   "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`.",
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"{"}]})"},
  {"SystemMessageFirst", kOpus, R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}]})",
   "messages.0: use the top-level 'system' parameter for the initial system prompt; the directive-only form (content: []",
   R"({"betas":["mid-conversation-output-config-2026-07-01"],"messages":[{"role":"system","content":[],"output_config":{"effort":"low"}},{"role":"user","content":"u"}]})"},
  {"SystemMessageBehindTheAssistant", kHaiku,
   R"({"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"system","content":"s"},{"role":"user","content":"u"}]})",
   "messages.2: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result;",
   R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"},{"role":"assistant","content":"a"},{"role":"user","content":"u"},{"role":"system","content":[{"type":"text","text":"s"}]}]})"},
  {"SystemMessageBeforeTheUser", kOpus48, R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"},{"role":"user","content":"u"}]})",
   "messages.1: role 'system' must precede an 'assistant' message or end the array;",
   R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"},{"role":"system","content":"t"}]})"},
  {"SystemMessagesInARow", kOpus,
   R"({"betas":["mid-conversation-output-config-2026-07-01"],"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"system","content":[],"output_config":{"effort":"low"}},{"role":"system","content":"s"},{"role":"user","content":"u"}]})",
   "messages.2: role 'system' must follow",
   R"({"betas":["mid-conversation-output-config-2026-07-01"],"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"system","content":[],"output_config":{"effort":"low"}},{"role":"user","content":"u"}]})"},
  {"SystemMessageOfAnOlderModel", kSonnet5, R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"}]})",
   "role 'system' is not supported on this model", R"({"system":"s"})"},
  {"EmptySystemMessage", kSonnet, R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":[]}]})",
   "messages.1: system content must contain at least one block", R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"}]})"},
  {"ToolResultInASystemMessage", kOpus,
   R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"}}]}]})",
   "messages.1: role 'system' supports text, tool_addition, and tool_removal blocks only",
   R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]}]})"},
  {"EffortInAMessageWithoutItsBeta", kOpus, R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":[],"output_config":{"effort":"low"}}]})",
   "messages.1.output_config: Extra inputs are not permitted",
   R"({"betas":["per-turn-control-2026-07-01"],"messages":[{"role":"user","content":"u"},{"role":"system","content":"s","output_config":{}}]})"},
  {"EffortInAMessageOfAModelWithoutIt", kOpus48,
   R"({"betas":["mid-conversation-output-config-2026-07-01"],"messages":[{"role":"user","content":"u"},{"role":"system","content":[],"output_config":{"effort":"low"}}]})",
   "messages.1.output_config: Extra inputs are not permitted", R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"}]})"},
  {"EffortInAMessageOfTheUser", kOpus,
   R"({"betas":["mid-conversation-output-config-2026-07-01"],"messages":[{"role":"user","content":"u","output_config":{"effort":"low"}}]})",
   "messages.0.output_config: Extra inputs are not permitted", R"({"output_config":{"effort":"low"}})"},
  {"ClearAtWithoutItsBeta", kOpus, R"({"messages":[{"role":"user","content":"u"},{"role":"system","content":"s","clear_at":"next_user_message"}]})",
   "messages.1.clear_at: Extra inputs are not permitted",
   R"({"betas":["mid-conversation-system-clear-at-2026-08-21"],"messages":[{"role":"user","content":"u"},{"role":"system","content":"s","clear_at":"next_user_message"}]})"},
  {"UnknownClearAt", kOpus,
   R"({"betas":["mid-conversation-system-clear-at-2026-08-21"],"messages":[{"role":"user","content":"u"},{"role":"system","content":"s","clear_at":"later"}]})",
   "messages.1.clear_at: Input should be 'next_user_message' or 'never'",
   R"({"betas":["mid-conversation-system-clear-at-2026-08-21"],"messages":[{"role":"user","content":"u"},{"role":"system","content":"s","clear_at":"never"}]})"},
  {"ClearAtOfAUsersMessage", kOpus,
   R"({"betas":["mid-conversation-system-clear-at-2026-08-21"],"messages":[{"role":"user","content":"u","clear_at":"never"}]})",
   "messages.0.clear_at: clear_at is only permitted on role 'system' messages",
   R"({"messages":[{"role":"user","content":"u"}]})"},
  {"CachedTurnScopedMessage", kOpus,
   R"({"betas":["mid-conversation-system-clear-at-2026-08-21"],"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"clear_at":"next_user_message"}]})",
   "messages.1.content.0: cache_control is not permitted on a turn-scoped system message (clear_at: 'next_user_message')",
   R"({"betas":["mid-conversation-system-clear-at-2026-08-21"],"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"clear_at":"never"}]})"},
  {"ToolChangeWithoutItsBeta", kOpus,
   R"({"tools":[{"name":"a","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"tool_removal","tool":{"type":"tool_reference","name":"a"}}]}]})",
   "messages.1.content.0: tool_addition and tool_removal need the beta mid-conversation-tool-changes-2026-07-01",
   R"({"betas":["mid-conversation-tool-changes-2026-07-01"],"tools":[{"name":"a","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"tool_removal","tool":{"type":"tool_reference","name":"a"}}]}]})"},
  {"ToolChangeOfATurn", kOpus,
   R"({"betas":["mid-conversation-tool-changes-2026-07-01","mid-conversation-system-clear-at-2026-08-21"],"tools":[{"name":"a","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"u"},{"role":"system","clear_at":"next_user_message","content":[{"type":"tool_removal","tool":{"type":"tool_reference","name":"a"}}]}]})",
   "messages.1: a turn-scoped system message supports text blocks only",
   R"({"betas":["inline-tools-2026-09-15"],"tools":[{"name":"a","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_definition","definition":{"name":"b","input_schema":{"type":"object"}}}}]}]})"},
  {"ChangeOfAToolThatIsNotThere", kOpus,
   R"({"betas":["mid-conversation-tool-changes-2026-07-01"],"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"tool_removal","tool":{"type":"tool_reference","name":"b"}}]}]})",
   "messages.1.content.0.tool.name: Tool 'b' not found in provided tools",
   R"({"betas":["mid-conversation-tool-changes-2026-07-01"],"tools":[{"name":"b","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_reference","name":"b"}}]}]})"},
  {"MoreThanTheModelWrites", kHaiku45, R"({"max_tokens":64001})",
   "max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5-20251001",
   R"({"max_tokens":64000})"},
};
// clang-format on

class RequestRulesTest : public ::testing::TestWithParam<Rule> {
 protected:
  static LocalBedrock& endpoint() {
    static LocalBedrock running = start();
    return running;
  }

  /// Its account lets data be kept for as long as any model wants.
  static LocalBedrock start() {
    LocalBedrock started = *LocalBedrock::start({.api_keys = {"sk-local"}});
    const aws::Session session({.region = started.region(),
                                .access_key_id = started.credentials().access_key_id,
                                .secret_access_key = started.credentials().secret_access_key,
                                .endpoint_url = started.base_url(),
                                .use_environment = false});
    EXPECT_TRUE(aws::Bedrock(session).put_account_data_retention({.mode = "aws_review"}));
    return started;
  }

  /// Asks through the platforms that the rule is for.
  void ask(const Rule& rule, const char* members, bool check,
           const std::function<void(Result<Message>)>& judge) {
    Json request = *Json::parse(R"({"max_tokens":2000,"messages":[{"role":"user","content":"x"}]})");
    const auto changes = Json::parse(members);
    ASSERT_TRUE(changes) << members;
    for (const Json::Member& member : changes->members()) request.set(member.name, member.value);
    const Json betas = request["betas"];
    request.erase("betas");
    request.set("model", rule.model);
    auto params = MessageCreateParams::from_json(request);
    ASSERT_TRUE(params) << params.error().to_string();
    for (const Json& beta : betas.items()) params->betas.push_back(beta.string_or(""));
    if (rule.at != At::first_party) {
      const AnthropicBedrock client({.aws_region = endpoint().region(),
                                     .aws_access_key = endpoint().credentials().access_key_id,
                                     .aws_secret_key = endpoint().credentials().secret_access_key,
                                     .base_url = endpoint().base_url(),
                                     .max_retries = 0,
                                     .check_support = check});
      SCOPED_TRACE("Bedrock");
      judge(client.messages.create(*params));
    }
    if (rule.at != At::bedrock) {
      const Anthropic client({.api_key = "sk-local",
                              .base_url = endpoint().base_url(),
                              .max_retries = 0,
                              .check_support = check});
      SCOPED_TRACE("Anthropic");
      judge(client.messages.create(*params));
    }
  }
};

TEST_P(RequestRulesTest, TheClientRefusesBeforeItSends) {
  ask(GetParam(), GetParam().refused, true, [](const Result<Message>& answer) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::bad_request);
    EXPECT_EQ(answer.error().status, 0) << answer.error().to_string();
    EXPECT_FALSE(answer.error().hint.empty()) << answer.error().to_string();
  });
}

TEST_P(RequestRulesTest, TheEndpointAnswersWithTheServersWords) {
  ask(GetParam(), GetParam().refused, false, [&](const Result<Message>& answer) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 400) << answer.error().to_string();
    EXPECT_THAT(answer.error().message, StartsWith(GetParam().words));
    EXPECT_TRUE(answer.error().code == "ValidationException" ||
                answer.error().type == "invalid_request_error");
  });
}

TEST_P(RequestRulesTest, WhatIsAllowedNextToItPassesBoth) {
  ask(GetParam(), GetParam().allowed, true,
      [](const Result<Message>& answer) { EXPECT_TRUE(answer) << answer.error().to_string(); });
}

INSTANTIATE_TEST_SUITE_P(Rules, RequestRulesTest, ::testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace anthropic::internal::local
