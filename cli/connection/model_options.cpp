#include "connection/model_options.hpp"

#include <cstdlib>
#include <utility>

#include "base/text/text.hpp"
#include "errors/report_error.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::int64_t kSmallestBudget = 1024;

bool is_budget(const std::string& text) {
  return parse_integer(text).value_or(0) >= kSmallestBudget;
}

// An ARN holds colons too; the version is what follows the last one.
std::optional<GuardrailConfig> guardrail_of(const ModelOptions& options) {
  const std::size_t colon = options.guardrail.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == options.guardrail.size()) return std::nullopt;
  return GuardrailConfig{.identifier = options.guardrail.substr(0, colon),
                         .version = options.guardrail.substr(colon + 1),
                         .trace = options.guardrail_trace ? "ENABLED" : ""};
}

/// Empty without a '=' or a name.
std::optional<NameAndValue> metadata_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) return std::nullopt;
  return NameAndValue(text.substr(0, equals), text.substr(equals + 1));
}

std::optional<ThinkingConfig> thinking_of(const ModelOptions& options) {
  if (options.thinking.empty() && options.thinking_display.empty()) return std::nullopt;
  ThinkingConfig thinking{.type = options.thinking.empty() ? "adaptive" : options.thinking};
  if (is_budget(options.thinking))
    thinking = {.type = "enabled", .budget_tokens = parse_integer(options.thinking)};
  if (!options.thinking_display.empty()) thinking.display = options.thinking_display;
  return thinking;
}

/// The content as blocks, the last of which is marked. What cannot be marked is left as it is.
void mark_end(Content& content, const CacheControl& mark) {
  std::vector<ContentBlock> blocks;
  if (const std::string* text = content.string()) {
    if (text->empty()) return;
    blocks.emplace_back(TextBlock{*text});
  } else {
    blocks = *content.blocks();
  }
  if (blocks.empty()) return;
  ContentBlock& last = blocks.back();
  if (auto* text = std::get_if<TextBlock>(&last)) text->cache_control = mark;
  if (auto* image = std::get_if<ImageBlock>(&last)) image->cache_control = mark;
  if (auto* document = std::get_if<DocumentBlock>(&last)) document->cache_control = mark;
  if (auto* result = std::get_if<ToolResultBlock>(&last)) result->cache_control = mark;
  content = Content(std::move(blocks));
}

}  // namespace

void declare_model_options(Declaration& declaration, ModelOptions& options) {
  declaration.group("Model");
  declaration
      .text("-m,--model", options.model, "ID",
            "A model id, an inference profile's id or ARN, or haiku, sonnet, opus")
      .suggests({"haiku", "sonnet", "opus"});
  declaration.text("-s,--system", options.system, "TEXT", "The system prompt");
  declaration.number("--max-tokens", options.max_tokens, 1, 10'000'000, "N",
                     "The most tokens to generate (default 4096)");
  declaration.number("--temperature", options.temperature, 0, 1, "X", "0 to 1; newer models take none");
  declaration.number("--top-p", options.top_p, 0, 1, "X", "0 to 1; newer models take none");
  declaration.number("--top-k", options.top_k, 0, 1'000'000, "N", "Newer models take none");
  declaration.text("--stop", options.stop_sequences, "TEXT", "End the answer at this text (repeatable)");
  declaration
      .text("--thinking", options.thinking, "HOW",
            "Think first: adaptive, between_tools, disabled, or on older models a budget of tokens")
      .suggests({"adaptive", "disabled", "between_tools"});
  declaration.choice("--thinking-display", options.thinking_display, {"summarized", "omitted"}, "WHAT",
                     "What --json and --events show of it: summarized or omitted");
  declaration.choice("--effort", options.effort, {"low", "medium", "high", "xhigh", "max"}, "LEVEL",
                     "low, medium, high, xhigh or max");
  declaration.choice("--cache", options.cache, {"5m", "1h"}, "TTL",
                     "Keep the system prompt and the question in the prompt cache: 5m or 1h");
  declaration.text("--guardrail", options.guardrail, "ID:VERSION", "A Bedrock guardrail and its version");
  declaration.flag("--guardrail-trace", options.guardrail_trace, "Have it say what it found");
  declaration.choice("--service-tier", options.service_tier, {"default", "priority", "flex", "reserved"},
                     "TIER", "default, priority, flex or reserved");
  declaration.text("--metadata", options.metadata, "NAME=VALUE",
                   "For Bedrock's log of calls, to filter by (repeatable)");
  declaration.group("");
}

std::string chosen_model(const ModelOptions& options) {
  if (!options.model.empty()) return options.model;
  const char* from_environment = std::getenv("CLAUDE_BEDROCK_MODEL");
  return from_environment && *from_environment ? from_environment : "haiku";
}

Result<void> check_model_options(const ModelOptions& options) {
  const std::string& thinking = options.thinking;
  const bool is_named = thinking == "adaptive" || thinking == "disabled" || thinking == "between_tools";
  if (!thinking.empty() && !is_named && !is_budget(thinking)) {
    return usage_error("--thinking: \"" + thinking + "\" is none of its values",
                       "use adaptive, disabled, between_tools, or a number of tokens from 1024 on");
  }
  const bool has_no_display = thinking == "disabled" || thinking == "between_tools";
  if (!options.thinking_display.empty() && has_no_display) {
    return usage_error("--thinking-display does not go with --thinking " + thinking,
                       "use --thinking adaptive, which --thinking-display alone means, too");
  }
  if (!options.guardrail.empty() && !guardrail_of(options)) {
    return usage_error("--guardrail: \"" + options.guardrail + "\" names no version",
                       "write ID:VERSION, for example abc123:1 or abc123:DRAFT");
  }
  if (options.guardrail_trace && options.guardrail.empty())
    return usage_error("--guardrail-trace needs --guardrail");
  for (const std::string& text : options.metadata) {
    if (!metadata_of(text))
      return usage_error("--metadata: \"" + text + "\" has no name",
                         "write NAME=VALUE, for example team=search");
  }
  return {};
}

MessageCreateParams request_for(const ModelOptions& options) {
  MessageCreateParams params;
  params.model = chosen_model(options);
  params.max_tokens = options.max_tokens;
  params.temperature = options.temperature;
  if (options.system && !is_blank(*options.system)) params.system = Content(*options.system);
  params.stop_sequences = options.stop_sequences;
  params.top_p = options.top_p;
  params.top_k = options.top_k;
  params.thinking = thinking_of(options);
  if (!options.effort.empty()) params.output_config = OutputConfig{.effort = options.effort};
  if (options.guardrail.empty() && options.service_tier.empty() && options.metadata.empty()) return params;
  params.bedrock = BedrockOptions{.guardrail = guardrail_of(options), .service_tier = options.service_tier};
  for (const std::string& text : options.metadata) {
    if (auto pair = metadata_of(text)) params.bedrock->request_metadata.push_back(*std::move(pair));
  }
  return params;
}

void add_cache_breakpoints(const ModelOptions& options, MessageCreateParams& params) {
  if (options.cache.empty()) return;
  const CacheControl mark{.ttl = options.cache == "5m" ? "" : options.cache};
  if (!params.system.is_absent()) mark_end(params.system, mark);
  if (!params.messages.empty()) mark_end(params.messages.back().content, mark);
}

}  // namespace anthropic::internal::cli
