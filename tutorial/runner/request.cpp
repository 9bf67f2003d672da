#include "tutorial/runner/request.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/json_schema.hpp>
#include <anthropic/model_catalog.hpp>
#include <anthropic/parse.hpp>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "tutorial/runner/model_choice.hpp"

namespace anthropic::internal::tutorial {
namespace {

constexpr std::int64_t kSmallestBudget = 1024;
constexpr std::int64_t kTokensForTheAnswer = 1000;

class RequestBuilder {
 public:
  RequestBuilder(const PromptText& prompt, const RequestContext& context)
      : prompt_(prompt), context_(context), rules_(rules_of(context.model)) {}

  Result<BuiltRequest> build() {
    MessageCreateParams& params = built_.params;
    params.model = context_.model;
    if (prompt_.raw) return build_raw();
    params.max_tokens = prompt_.max_tokens.value_or(context_.lesson.max_tokens);
    for (const auto step :
         {&RequestBuilder::add_system, &RequestBuilder::add_turns, &RequestBuilder::add_schema,
          &RequestBuilder::add_prefill, &RequestBuilder::add_stop_sequences, &RequestBuilder::add_tools}) {
      if (auto added = (this->*step)(); !added) return added.error();
    }
    add_temperature();
    add_thinking();
    if (!prompt_.effort.empty()) output_config().effort = prompt_.effort;
    built_.sent.request = params.to_json().value_or(Json());
    return std::move(built_);
  }

 private:
  Result<std::string> replaced(const LocatedText& text) const {
    return substitute(text, context_.variables, context_.language);
  }
  std::string say(std::string_view en, std::string_view zh) const {
    return phrase(context_.language, en, zh, {name_of_model(context_.model)});
  }
  void note(std::string_view en, std::string_view zh) { built_.notes.push_back(say(en, zh)); }

  OutputConfig& output_config() {
    if (!built_.params.output_config) built_.params.output_config.emplace();
    return *built_.params.output_config;
  }

  /// Sent as it is; what is wrong in it is what the cell is about.
  Result<BuiltRequest> build_raw() {
    auto json = Json::parse(prompt_.raw->text);
    if (!json || !json->is_object()) {
      return bad_request_error(phrase(context_.language, "line %1: %raw is no JSON object",
                                      "第 %1 行：%raw 不是 JSON 对象", {std::to_string(prompt_.raw->line)}) +
                               (json ? "" : ": " + json.error().message));
    }
    if (const auto model = (*json)["model"].as_string()) built_.params.model = std::string(*model);
    json->erase("model");
    built_.sent.user = prompt_.raw->text;
    built_.sent.request = *json;
    built_.params.extra = *std::move(json);
    built_.is_raw = true;
    return std::move(built_);
  }

  Result<void> add_system() {
    if (!prompt_.system) return {};
    auto system = replaced(*prompt_.system);
    if (!system) return system.error();
    built_.sent.system = *system;
    if (prompt_.is_cached && prompt_.documents.empty()) {
      built_.params.system = {TextBlock{.text = *std::move(system), .cache_control = CacheControl{}}};
    } else {
      built_.params.system = *std::move(system);
    }
    return {};
  }

  Result<std::vector<ContentBlock>> document_blocks() const {
    std::vector<ContentBlock> blocks;
    for (const DocumentText& document : prompt_.documents) {
      auto text = replaced(document.text);
      if (!text) return text.error();
      DocumentBlock block = DocumentBlock::from_text(*std::move(text));
      if (!document.title.empty()) block.title = document.title;
      block.citations = CitationsConfig{.enabled = true};
      if (prompt_.is_cached && &document == &prompt_.documents.back()) block.cache_control = CacheControl{};
      blocks.emplace_back(std::move(block));
    }
    return blocks;
  }

  Result<void> add_turns() {
    for (const TurnText& turn : prompt_.turns) {
      auto text = replaced(turn.text);
      if (!text) return text.error();
      std::string& sent = turn.is_user ? built_.sent.user : built_.sent.assistant;
      sent += (sent.empty() ? "" : "\n") + *text;
      built_.params.messages.push_back({turn.is_user ? Role::user : Role::assistant, *std::move(text)});
    }
    if (prompt_.documents.empty()) return {};
    auto blocks = document_blocks();
    if (!blocks) return blocks.error();
    Content& first = built_.params.messages.front().content;
    blocks->emplace_back(TextBlock{.text = first.text()});
    first = *std::move(blocks);
    return {};
  }

  /// Adds a sentence to what the user said last.
  void append_to_user(const std::string& text) {
    Content& content = built_.params.messages.back().content;
    if (std::vector<ContentBlock>* blocks = content.blocks()) {
      blocks->emplace_back(TextBlock{.text = text});
    } else {
      content = content.text() + "\n\n" + text;
    }
  }

  Result<void> add_schema() {
    if (!prompt_.schema) return {};
    if (auto checked = check_json_schema(*prompt_.schema, "%schema"); !checked)
      return bad_request_error(checked.error().message);
    built_.schema = prompt_.schema;
    auto format = json_schema_output_format(*prompt_.schema);
    if (format && takes_schema(context_.model)) {
      output_config().format = *std::move(format);
      return {};
    }
    append_to_user("Answer with JSON alone, without a fence, that fits this JSON Schema:\n" +
                   prompt_.schema->dump());
    if (takes_schema(context_.model)) {
      note(
          "the API cannot express this schema (is an object open to any member?): the prompt asks for it in "
          "words",
          "API 表达不了这个 schema（是否有对象允许任意成员？）：改为用文字要求");
      return {};
    }
    note("%1 takes no schema on Bedrock: the prompt asks for it in words, and the answer is checked here",
         "%1 在 Bedrock 上不接受 schema：改为用文字要求，并在这里检查回答");
    return {};
  }

  Result<void> add_prefill() {
    if (!prompt_.prefill) return {};
    auto prefill = replaced(*prompt_.prefill);
    if (!prefill) return prefill.error();
    built_.sent.prefill = *prefill;
    if (rules_.prefill) {
      built_.prefill = *prefill;
      built_.params.messages.push_back({Role::assistant, *std::move(prefill)});
      return {};
    }
    append_to_user("Begin your answer with exactly this, and go on from there: " + *prefill);
    note("%1 refuses a prefill: the prompt asks for this beginning in words instead",
         "%1 不接受预填：改为在提示里用文字要求这样开头");
    return {};
  }

  Result<void> add_stop_sequences() {
    std::vector<std::string> sequences;
    for (const LocatedText& text : prompt_.stop_sequences) {
      auto sequence = replaced(text);
      if (!sequence) return sequence.error();
      sequences.push_back(*std::move(sequence));
    }
    if (!sequences.empty()) built_.params.stop_sequences = StringList(std::move(sequences));
    return {};
  }

  Result<void> add_tools() {
    for (const LocatedText& name : prompt_.tool_names) {
      const LessonTool* tool = context_.lesson.find_tool(name.text);
      if (!tool)
        return bad_request_error(phrase(context_.language, "line %1: this lesson has no tool %2",
                                        "第 %1 行：本课没有工具 %2", {std::to_string(name.line), name.text}));
      built_.tools.push_back(*tool);
    }
    for (std::size_t i = 0; i < prompt_.tools.size(); ++i) {
      auto tool = read_tool(prompt_.tools[i], "%tools[" + std::to_string(i) + "]");
      if (!tool) return bad_request_error(tool.error().message);
      built_.tools.push_back(*std::move(tool));
    }
    for (const LessonTool& tool : built_.tools) built_.params.tools.emplace_back(tool.tool);
    add_tool_choice();
    return {};
  }

  void add_tool_choice() {
    const std::string& choice = prompt_.tool_choice;
    if (choice.empty() || choice == "auto") return;
    if (choice == "none") {
      built_.params.tool_choice = ToolChoice::none();
    } else if (rules_.forced_tool_choice) {
      built_.params.tool_choice = choice == "any" ? ToolChoice::any() : ToolChoice::tool(choice);
    } else {
      note("%1 cannot be made to call a tool: it decides itself", "%1 不能被强制调用工具：由它自己决定");
    }
  }

  void add_temperature() {
    if (!prompt_.temperature) return;
    if (rules_.sampling) {
      built_.params.temperature = prompt_.temperature;
    } else {
      note("%1 takes no temperature: it is left out", "%1 不接受 temperature：已省去");
    }
  }

  void add_thinking() {
    if (prompt_.thinking.empty()) return;
    if (prompt_.thinking == "disabled") return disable_thinking();
    const bool wants_budget = prompt_.thinking != "adaptive";
    const bool takes_it = wants_budget ? rules_.budget_thinking : rules_.adaptive_thinking;
    if (!rules_.thinking || (!rules_.budget_thinking && !rules_.adaptive_thinking)) {
      return note("%1 cannot be told how to think: %thinking is left out",
                  "%1 不能指定如何思考：已省去 %thinking");
    }
    const bool uses_budget = wants_budget == takes_it;
    if (!takes_it && wants_budget)
      note("%1 takes no budget of thinking: it thinks as much as it finds right",
           "%1 不接受思考预算：由它自己决定思考多少");
    if (!takes_it && !wants_budget)
      note("%1 takes a budget of thinking only: it gets 1,024 tokens",
           "%1 只接受思考预算：给它 1,024 个 token");
    if (!uses_budget) {
      built_.params.thinking = ThinkingConfig{.type = "adaptive", .display = "summarized"};
      return;
    }
    const std::int64_t budget = wants_budget ? *parse_integer(prompt_.thinking) : kSmallestBudget;
    built_.params.thinking = ThinkingConfig{.type = "enabled", .budget_tokens = budget};
    built_.params.max_tokens = std::max(built_.params.max_tokens, budget + kTokensForTheAnswer);
  }

  void disable_thinking() {
    if (rules_.thinking && rules_.disabled_thinking) {
      built_.params.thinking = ThinkingConfig{.type = "disabled"};
    } else {
      note("%1 always thinks: %thinking disabled is left out", "%1 总会思考：已省去 %thinking disabled");
    }
  }

  const PromptText& prompt_;
  const RequestContext& context_;
  const ModelRules rules_;
  BuiltRequest built_;
};

}  // namespace

Result<BuiltRequest> build_request(const PromptText& prompt, const RequestContext& context) {
  if (!prompt.has_prompt())
    return bad_request_error(phrase(context.language,
                                    "there is no prompt in this cell; does a block lack its %end?",
                                    "这个单元里没有提示；是不是有个块缺了 %end？"));
  return RequestBuilder(prompt, context).build();
}

}  // namespace anthropic::internal::tutorial
