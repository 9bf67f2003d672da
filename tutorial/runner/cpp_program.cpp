#include "tutorial/runner/cpp_program.hpp"

#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/content_block.hpp>

namespace anthropic::internal::tutorial {
namespace {

/// A string literal: a raw one where there are several lines.
std::string literal(std::string_view text) {
  if (text.find('\n') != std::string_view::npos) {
    std::string mark;
    while (text.find(")" + mark + "\"") != std::string_view::npos) mark += "-";
    return "R\"" + mark + "(" + std::string(text) + ")" + mark + "\"";
  }
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\t') {
      out += "\\t";
    } else if (c != '\r') {
      out += c;
    }
  }
  return out + "\"";
}

std::string json_value(const Json& json) {
  return "*anthropic::Json::parse(" + literal(json.pretty()) + ")";
}

std::string block_text(const ContentBlock& block) {
  return "anthropic::ContentBlock::from_json(" + json_value(block.to_json()) + ")";
}

/// A text, or blocks.
std::string content(const Content& content) {
  if (const std::string* text = content.string()) return literal(*text);
  std::string out = "anthropic::Content({";
  for (const ContentBlock& block : *content.blocks()) {
    if (!out.ends_with('{')) out += ",\n";
    out += block_text(block);
  }
  return out + "})";
}

class ProgramWriter {
 public:
  explicit ProgramWriter(const MessageCreateParams& params) : params_(params) {}

  std::string write() {
    out_ =
        "#include <iostream>\n\n#include <anthropic/bedrock.hpp>\n\nint main() {\n"
        "  anthropic::AnthropicBedrock client;\n"
        "  anthropic::MessageCreateParams params;\n";
    set("model", literal(params_.model));
    if (params_.max_tokens > 0) set("max_tokens", std::to_string(params_.max_tokens));
    if (params_.temperature) set("temperature", Json(*params_.temperature).number_text());
    if (!params_.system.empty()) set("system", content(params_.system));
    for (const MessageParam& message : params_.messages) {
      line("params.messages.push_back({" + literal(message.role.name()) + ", " + content(message.content) +
           "});");
    }
    write_stop_sequences();
    for (const ToolUnion& tool : params_.tools)
      line("params.tools.push_back(anthropic::ToolUnion::from_json(" + json_value(tool.to_json()) + "));");
    if (params_.tool_choice)
      set("tool_choice",
          "anthropic::ToolChoice::from_json(" + json_value(params_.tool_choice->to_json()) + ")");
    write_thinking();
    write_output_config();
    if (params_.extra.is_object()) set("extra", json_value(params_.extra));
    out_ +=
        "\n"
        "  auto stream = client.messages.stream(params);\n"
        "  while (const auto* event = stream.next()) std::cout << event->text() << std::flush;\n"
        "  const auto message = stream.final_message();\n"
        "  if (!message) {\n"
        "    std::cerr << message.error() << \"\\n\";\n"
        "    return 1;\n"
        "  }\n"
        "  for (const auto& use : message->tool_uses()) std::cout << use.name << \" \" << use.input << "
        "\"\\n\";\n"
        "  std::cout << \"\\n\" << message->usage.output_tokens << \" tokens\\n\";\n"
        "}\n";
    return out_;
  }

 private:
  void line(const std::string& text) { out_ += "  " + text + "\n"; }
  void set(const std::string& field, const std::string& value) {
    line("params." + field + " = " + value + ";");
  }

  void write_stop_sequences() {
    std::string list;
    for (const std::string& sequence : params_.stop_sequences)
      list += (list.empty() ? "" : ", ") + literal(sequence);
    if (!list.empty()) set("stop_sequences", "{" + list + "}");
  }

  void write_thinking() {
    if (!params_.thinking) return;
    std::string fields = ".type = " + literal(params_.thinking->type);
    if (params_.thinking->budget_tokens)
      fields += ", .budget_tokens = " + std::to_string(*params_.thinking->budget_tokens);
    if (params_.thinking->display) fields += ", .display = " + literal(*params_.thinking->display);
    set("thinking", "anthropic::ThinkingConfig{" + fields + "}");
  }

  void write_output_config() {
    if (!params_.output_config) return;
    set("output_config", "anthropic::OutputConfig{}");
    if (params_.output_config->effort) set("output_config->effort", literal(*params_.output_config->effort));
    if (params_.output_config->format)
      set("output_config->format",
          "anthropic::JSONOutputFormat{.schema = " + json_value(params_.output_config->format->schema) + "}");
  }

  const MessageCreateParams& params_;
  std::string out_;
};

}  // namespace

std::string cpp_program(const MessageCreateParams& params) {
  return ProgramWriter(params).write();
}

}  // namespace anthropic::internal::tutorial
