#include "tutorial/kernel/display/cell_text.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>
#include <variant>

#include "base/text/text.hpp"
#include "commands/tutorial/output/answer_text.hpp"
#include "tutorial/kernel/display/markdown.hpp"
#include "tutorial/runner/model_choice.hpp"

namespace anthropic::internal::kernel {
namespace {

using tutorial::Language;
using tutorial::name_of_model;
using tutorial::Outcome;
using tutorial::PartRun;
using tutorial::phrase;

/// Writes an output in both forms.
class Writer {
 public:
  /// A text under its name.
  void block(const std::string& name, std::string_view text) {
    shown_.markdown += "**" + markdown_text(name) + "**\n\n" + code_block(text) + "\n";
    shown_.text += "== " + name + "\n" + std::string(text) + (text.ends_with('\n') ? "" : "\n");
  }

  void line(std::string_view text) {
    shown_.markdown += markdown_text(text) + "\n\n";
    shown_.text += std::string(text) + "\n";
  }

  void line(std::string_view markdown, std::string_view text) {
    shown_.markdown += std::string(markdown) + "\n\n";
    shown_.text += std::string(text) + "\n";
  }

  /// A line of a list.
  void item(std::string_view text) {
    shown_.markdown += "- " + markdown_text(text) + "\n";
    shown_.text += std::string(text) + "\n";
  }

  Shown& shown() { return shown_; }

 private:
  Shown shown_;
};

/// The text of a turn; its documents have been written.
std::string write_documents(const Json& content, Language language, Writer& writer) {
  std::string text = content.string_or("");
  for (const Json& block : content.items()) {
    if (block["type"].as_string() == "document") {
      const std::string name = phrase(language, "document %1", "文档 %1", {block["title"].string_or("")});
      writer.block(std::string(trim(name)), block["source"]["data"].string_or(""));
    } else {
      text += (text.empty() ? "" : "\n\n") + block["text"].string_or("");
    }
  }
  return text;
}

void write_turns(const PartRun& part, Language language, Writer& writer) {
  const Json::Array& messages = part.material.request["messages"].items();
  const std::size_t turns = messages.size() - (part.request.prefill.empty() ? 0 : 1);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    std::string name =
        messages[i]["role"].as_string() == "user" ? phrase(language, "user", "用户") : "Claude";
    if (turns == 1) name = phrase(language, "prompt", "提示");
    if (i == turns) name = phrase(language, "prefill", "预填");
    const std::string text = write_documents(messages[i]["content"], language, writer);
    writer.block(name, text);
  }
}

/// What is sent beside the texts, as the API calls it.
void write_settings(const Json& request, Writer& writer) {
  const auto write = [&](const std::string& name, const Json& value) {
    writer.line(name + ": " + code_span(value.dump()), name + ": " + value.dump());
  };
  for (const Json& tool : request["tools"].items()) write("tool", tool);
  for (const char* name : {"tool_choice", "output_config", "thinking", "temperature", "stop_sequences"}) {
    if (request.contains(name)) write(markdown_text(name), request[name]);
  }
}

std::string quoted_lines(std::string_view markdown) {
  std::string out = "> ";
  for (const char c : markdown) {
    out += c;
    if (c == '\n') out += "> ";
  }
  return out;
}

}  // namespace

Shown request_shown(const PartRun& part, Language language) {
  Writer writer;
  if (!part.material.system.empty())
    writer.block(phrase(language, "system", "系统提示"), part.material.system);
  if (part.request.is_raw) {
    writer.block(phrase(language, "prompt", "提示"), part.material.user);
  } else {
    write_turns(part, language, writer);
    write_settings(part.material.request, writer);
  }
  Writer out;
  if (!part.label.empty()) out.line("### " + markdown_text(part.label), "== " + part.label);
  const std::string summary =
      phrase(language, "What is sent to %1", "发给 %1 的内容", {name_of_model(part.model)});
  out.shown().markdown += "<details><summary>" + markdown_text(summary) + "</summary>\n\n" +
                          writer.shown().markdown + "</details>\n\n";
  out.shown().text += writer.shown().text;
  for (const std::string& note : part.request.notes) out.line(phrase(language, "note: ", "注意：") + note);
  return std::move(out.shown());
}

Shown answer_shown(const PartRun& part, const std::vector<AnswerPiece>& pieces, Language language) {
  Writer writer;
  const std::string heading =
      part.is_recorded ? phrase(language, "answer (recorded practice material, not Claude)",
                                "回答（录制的练习材料，不是 Claude）")
                       : phrase(language, "answer of %1", "%1 的回答", {name_of_model(part.model)});
  writer.line("**" + markdown_text(heading) + "**", "== " + heading);
  for (const AnswerPiece& piece : pieces) {
    switch (piece.kind) {
      case AnswerPiece::Kind::text:
        writer.line(safe_markdown(piece.text), piece.text);
        break;
      case AnswerPiece::Kind::thinking: {
        const std::string name = phrase(language, "thinking", "思考");
        writer.line(quoted_lines("*" + name + "*\n\n" + safe_markdown(piece.text)),
                    "== " + name + "\n" + piece.text);
        break;
      }
      case AnswerPiece::Kind::tool:
        writer.line(code_span(piece.text), piece.text);
        break;
    }
  }
  return std::move(writer.shown());
}

Shown end_shown(const PartRun& part, Language language) {
  Writer writer;
  for (const std::string& line : cli::citation_lines(part.message)) writer.line(line);
  if (part.error && part.outcome != Outcome::stopped) {
    writer.line(part.error->to_string());
    if (!part.error->hint.empty()) writer.line(part.error->hint);
    return std::move(writer.shown());
  }
  const std::string ending = describe(part.outcome, language);
  if (!ending.empty()) writer.line(ending);
  if (!part.schema_mismatch.empty())
    writer.line(phrase(language, "the answer does not fit the schema: %1", "回答不符合 schema：%1",
                       {part.schema_mismatch}));
  if (part.outcome != Outcome::stopped) {
    const std::string usage = cli::usage_text(part.usage, language) + cli::cost_text(part, language);
    writer.line("*" + markdown_text(usage) + "*", "(" + usage + ")");
  }
  return std::move(writer.shown());
}

Shown exercise_shown(const tutorial::ExerciseRun& exercise, Language language) {
  Writer writer;
  const std::string heading = phrase(language, "exercise %1", "练习 %1", {exercise.id});
  writer.line("**" + markdown_text(heading) + "**", "== " + heading);
  for (const tutorial::Check& check : exercise.checks) {
    const std::string where = check.passed || check.where.empty() ? "" : " \xE2\x80\x94 " + check.where;
    const std::string line = (check.passed ? "\xE2\x9C\x93 " : "\xE2\x9C\x97 ") + check.requirement + where;
    writer.item(line);
  }
  writer.shown().markdown += "\n";
  if (exercise.is_solved) {
    writer.line(phrase(language, "Solved.", "完成了。"));
    if (!exercise.explanation.empty()) writer.line(safe_markdown(exercise.explanation), exercise.explanation);
    return std::move(writer.shown());
  }
  writer.line(phrase(language, "Not yet. Tries: %1.", "还没有。尝试次数：%1。",
                     {std::to_string(exercise.progress.attempts)}));
  const auto offer = [&](std::string_view en, std::string_view zh, const std::string& directive) {
    writer.line(phrase(language, en, zh, {code_span(directive)}), phrase(language, en, zh, {directive}));
  };
  if (exercise.progress.is_solution_open())
    offer("The solution is open: %1", "答案已开放：%1", "%solution " + exercise.id);
  else if (exercise.progress.open_hints() > 0)
    offer("A hint is open: %1", "提示已开放：%1", "%hint " + exercise.id);
  return std::move(writer.shown());
}

Shown words_shown(const tutorial::CellRun& run) {
  Shown shown{safe_markdown(run.text), run.text};
  if (!run.cpp.empty()) {
    shown.markdown += code_block(run.cpp, "cpp");
    shown.text += run.cpp;
  }
  return shown;
}

}  // namespace anthropic::internal::kernel
