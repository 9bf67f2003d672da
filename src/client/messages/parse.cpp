#include <algorithm>
#include <memory>

#include <anthropic/model_catalog.hpp>
#include <anthropic/parse.hpp>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "client/clients/client_core.hpp"
#include "platform/models/choice.hpp"
#include "platform/requests/facts.hpp"
#include "platform/requests/platform_support.hpp"
#include "wire/messages/check/request_check.hpp"
#include "wire/schema/json_schema.hpp"

namespace anthropic::internal {

namespace {

/// How Claude is asked for a value, the surest way first.
enum class Way : std::uint8_t { format, forced_tool, tool };

/// A schema whose root is an object that combines no others, as both ways need it.
struct RootSchema {
  Json schema;
  bool is_wrapped = false;
};

RootSchema root_schema(const Json& schema) {
  const bool combines = schema.contains("anyOf") || schema.contains("oneOf") || schema.contains("allOf");
  if (schema["type"].as_string() == "object" && !combines) return {schema};
  Json inner = schema;
  Json wrapper = Json::object({{"type", "object"},
                               {"properties", Json::object({{"value", nullptr}})},
                               {"required", Json::array({"value"})},
                               {"additionalProperties", false}});
  for (const char* definitions : {"$defs", "definitions"}) {
    const Json* found = inner.find(definitions);
    if (found) wrapper.set(definitions, *found);
    inner.erase(definitions);
  }
  wrapper.find("properties")->set("value", std::move(inner));
  return {std::move(wrapper), true};
}

Error unusable(const Message& message, std::string type, std::string what, std::string hint) {
  return {.kind = ErrorKind::response_validation,
          .type = std::move(type),
          .message = std::move(what),
          .hint = std::move(hint),
          .request_id = message.request_id,
          .partial_message = std::make_shared<const Message>(message)};
}

Error refused(const Message& message) {
  std::string what = "Claude refused to answer";
  if (message.stop_details && message.stop_details->explanation)
    what += ": " + *message.stop_details->explanation;
  return unusable(message, "refusal", std::move(what), "Ask otherwise, or ask another model.");
}

Error cut_off(const Message& message) {
  const bool is_window = message.stop_reason == StopReason::model_context_window_exceeded;
  return unusable(message, "max_tokens",
                  std::string("the answer was cut off before its JSON was whole: ") +
                      (is_window ? "the model's context is full" : "max_tokens was reached"),
                  is_window ? "Ask with a shorter conversation." : "Set max_tokens higher.");
}

Error not_json(const Message& message, const std::string& what) {
  return unusable(message, "invalid_json", what, "The answer is in the error's partial_message; ask again.");
}

/// The text that is the answer: the last one that says something.
std::string_view answer_text(const Message& message) {
  for (auto block = message.content.rbegin(); block != message.content.rend(); ++block) {
    const std::string_view text = trim(block->text());
    if (!text.empty()) return text;
  }
  return {};
}

/// What stands in a fence, where the whole text is one: nothing else may have forced the answer's form.
std::string_view without_fence(std::string_view text) {
  if (text.size() < 6 || !text.starts_with("```") || !text.ends_with("```")) return text;
  const std::size_t line_end = text.find('\n');
  if (line_end == std::string_view::npos) return text;
  return trim(text.substr(line_end, text.size() - 3 - line_end));
}

Result<Json> json_of_text(const Message& message, std::string_view text) {
  if (message.stop_reason == StopReason::refusal) return refused(message);
  const auto uses = message.tool_uses();
  if (!uses.empty()) {
    return unusable(message, "tool_use", "Claude asks for the tool \"" + uses.front().name + "\" first",
                    "Run the conversation with a ToolRunner and read its last message with parse_message().");
  }
  auto json = Json::parse(without_fence(text));
  if (json) return json;
  if (message.stop_reason.is_limit()) return cut_off(message);
  return not_json(message,
                  text.empty() ? "the answer holds no text" : "the answer is " + json.error().message);
}

/// The value in an answer, checked.
Result<Json> checked_value(const Message& message, Json json, const RootSchema& root,
                           NullMember null_member) {
  if (auto mismatch = find_schema_mismatch(json, root.schema, null_member)) {
    return unusable(
        message, "schema_mismatch", "the answer does not fit the schema: " + *std::move(mismatch),
        "The answer is in the error's partial_message; say in the prompt what belongs there, or ask "
        "again.");
  }
  if (!root.is_wrapped) return json;
  return std::move(*json.find("value"));
}

Result<Json> value_of_message(const Message& message, const Json& schema, NullMember null_member) {
  if (auto checked = check_json_schema(schema); !checked) return checked.error();
  auto json = json_of_text(message, answer_text(message));
  if (!json) return json;
  return checked_value(message, *std::move(json), root_schema(schema), null_member);
}

std::string free_tool_name(const MessageCreateParams& params) {
  std::string name = "structured_output";
  const auto is_taken = [&](const ToolUnion& tool) { return tool.name() == name; };
  while (std::any_of(params.tools.begin(), params.tools.end(), is_taken)) name += '_';
  return name;
}

void add_to_system(std::string_view instruction, MessageCreateParams& params) {
  if (params.system.blocks()) {
    params.system.blocks()->push_back(TextBlock{.text = std::string(instruction)});
    return;
  }
  std::string text = params.system.text();
  if (!text.empty()) text += "\n\n";
  params.system = text + std::string(instruction);
}

/// One parse(): the ways are tried in turn, as far as one is refused for what it is.
class ParsedCall {
 public:
  ParsedCall(const Messages& messages, const MessageCreateParams& params, const RequestOptions& options,
             RootSchema root, NullMember null_member)
      : messages_(messages),
        params_(params),
        options_(options),
        root_(std::move(root)),
        null_member_(null_member),
        tool_name_(free_tool_name(params)) {}

  Result<ParsedMessage<Json>> make() {
    const OutputFormatSchema format = output_format_schema(root_.schema);
    const ModelInfo* model = find_model(params_.model);
    // Of a model that is not in the table it is not known, and most refuse it.
    const ModelRules rules = model ? model->accepts : ModelRules{.forced_tool_choice_while_thinking = false};
    if (format.not_expressible.empty() && rules.structured_output && platform_has_format()) {
      auto message = messages_.create(with_format(format.schema), options_);
      if (message) return read_text(*std::move(message));
      if (!complains_of(message.error(), "output_config") &&
          !complains_of(message.error(), "output_format") &&
          !complains_of(message.error(), "structured output"))
        return std::move(message).error();
    }
    if (rules.forced_tool_choice && (rules.forced_tool_choice_while_thinking ||
                                     !(params_.thinking && is_thinking(params_.thinking->type)))) {
      auto message = messages_.create(with_tool(Way::forced_tool), options_);
      if (message) return read_tool(*std::move(message));
      if (!complains_of(message.error(), "tool_choice")) return std::move(message).error();
    }
    auto message = messages_.create(with_tool(Way::tool), options_);
    if (!message) return std::move(message).error();
    return read_tool(*std::move(message));
  }

 private:
  static bool complains_of(const Error& error, std::string_view what) {
    return error.kind == ErrorKind::bad_request && ascii_lower(error.message).find(what) != std::string::npos;
  }

  bool platform_has_format() const {
    const ClientCore& core = core_of(messages_);
    if (!core.check_support) return true;
    const PlatformKind platform = core.platform->kind();
    if (refuse_feature(platform, Feature::structured_output)) return false;
    return platform != PlatformKind::invoke_model ||
           !refuse_model_feature(ModelFeature::structured_output, params_.model, {});
  }

  MessageCreateParams with_format(const Json& schema) const {
    MessageCreateParams params = params_;
    if (!params.output_config) params.output_config.emplace();
    params.output_config->format = JSONOutputFormat{.schema = schema};
    return params;
  }

  MessageCreateParams with_tool(Way way) const {
    MessageCreateParams params = params_;
    if (params.output_config) params.output_config->format.reset();
    params.tools.emplace_back(Tool{.name = tool_name_,
                                   .description = "Takes the answer. Call it once, with the whole answer.",
                                   .input_schema = root_.schema});
    if (way == Way::forced_tool) {
      params.tool_choice = ToolChoice::tool(tool_name_);
      return params;
    }
    params.tool_choice.reset();
    add_to_system("Give your answer by calling the tool \"" + tool_name_ +
                      "\" once, with the whole answer as its input. Write nothing beside it.",
                  params);
    return params;
  }

  Result<ParsedMessage<Json>> read_text(Message message) const {
    auto json = json_of_text(message, answer_text(message));
    if (!json) return std::move(json).error();
    auto value = checked_value(message, *std::move(json), root_, null_member_);
    if (!value) return std::move(value).error();
    return ParsedMessage<Json>{std::move(message), *std::move(value)};
  }

  Result<ParsedMessage<Json>> read_tool(Message message) const {
    if (message.stop_reason == StopReason::refusal) return refused(message);
    for (ContentBlock& block : message.content) {
      const auto* use = std::get_if<ToolUseBlock>(&block);
      if (!use || use->name != tool_name_) continue;
      if (message.stop_reason.is_limit()) return cut_off(message);
      auto input = use->partial_json.empty() ? Result<Json>(use->input) : Json::parse(use->partial_json);
      if (!input) return not_json(message, "the answer is " + input.error().message);
      auto value = checked_value(message, *std::move(input), root_, null_member_);
      if (!value) return std::move(value).error();
      say_instead_of_calling(*use, block, message);
      return ParsedMessage<Json>{std::move(message), *std::move(value)};
    }
    return read_text(std::move(message));
  }

  /// A call without a result could not be sent back.
  static void say_instead_of_calling(const ToolUseBlock& use, ContentBlock& block, Message& message) {
    block = TextBlock{.text = use.input.dump()};
    std::erase_if(message.content,
                  [](const ContentBlock& other) { return std::holds_alternative<ToolUseBlock>(other); });
    message.stop_reason = StopReason(std::string(StopReason::end_turn));
  }

  const Messages& messages_;
  const MessageCreateParams& params_;
  const RequestOptions& options_;
  const RootSchema root_;
  const NullMember null_member_;
  const std::string tool_name_;
};

Result<ParsedMessage<Json>> parse_with(const Messages& messages, const MessageCreateParams& params,
                                       const Json& schema, const RequestOptions& options,
                                       NullMember null_member) {
  if (auto checked = check_json_schema(schema); !checked) return checked.error();
  return ParsedCall(messages, params, options, root_schema(schema), null_member).make();
}

}  // namespace

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Result<ParsedMessage<Json>> parse(const Messages& messages, const MessageCreateParams& params,
                                  const Json& schema, const RequestOptions& options) {
  return parse_with(messages, params, schema, options, NullMember::is_a_value);
}

Result<ParsedMessage<Json>> parse_described(const Messages& messages, const MessageCreateParams& params,
                                            const Json& schema, const RequestOptions& options) {
  return parse_with(messages, params, schema, options, NullMember::is_absent);
}

Result<Json> parse_message(const Message& message, const Json& schema) {
  return value_of_message(message, schema, NullMember::is_a_value);
}

Result<Json> parse_described_message(const Message& message, const Json& schema) {
  return value_of_message(message, schema, NullMember::is_absent);
}

Error does_not_fit(const Error& error, const Message& message) {
  return unusable(
      message, "schema_mismatch", "the answer does not fit the type: " + error.message,
      "The answer is in the error's partial_message; say in the prompt what belongs there, or ask "
      "again.");
}

Result<JSONOutputFormat> json_schema_output_format(const Json& schema) {
  if (auto checked = check_json_schema(schema); !checked) return checked.error();
  OutputFormatSchema format = output_format_schema(root_schema(schema).schema);
  if (format.not_expressible.empty()) return JSONOutputFormat{.schema = std::move(format.schema)};
  return bad_request_error(format.not_expressible + ": the output format cannot express that",
                           "Say it in the schema, or use parse(), which asks with a tool then.");
}

}  // namespace anthropic::inline v0
