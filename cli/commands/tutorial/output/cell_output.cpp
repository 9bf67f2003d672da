#include "commands/tutorial/output/cell_output.hpp"

#include <algorithm>
#include <variant>

#include "base/text/text.hpp"
#include "commands/tutorial/output/answer_text.hpp"
#include "markdown/markdown.hpp"
#include "tutorial/runner/model_choice.hpp"

namespace anthropic::internal::cli {

using tutorial::Outcome;

namespace {

/// 0 breaks nothing.
std::size_t width_of(const Output& out) {
  return out.is_terminal() ? out.columns() : 0;
}

}  // namespace

CellOutput::CellOutput(Console& console, tutorial::Language language)
    : console_(console), language_(language), wrap_(width_of(console.out)) {}

tutorial::RunEvents CellOutput::events() {
  return {.on_begin = [this](const tutorial::PartRun& part) { begin(part); },
          .on_text =
              [this](std::string_view text) {
                go_to(answer_);
                console_.out.write_answer(wrap_.add(text));
              },
          .on_thinking =
              [this](std::string_view thinking) {
                go_to(say("thinking", "思考"));
                console_.out.write(console_.out.styled().faint(wrap_.add(thinking)));
              },
          .on_tool = [this](const tutorial::ToolRun& tool) { print_tool(tool); },
          .on_end = [this](const tutorial::PartRun& part) { end(part); }};
}

void CellOutput::heading(const std::string& text) {
  finish_stream();
  wrap_ = WordWrap(width_of(console_.out));
  console_.out.end_line();
  for (const std::string& line : wrapped_lines("== " + text, width_of(console_.out)))
    console_.out.write(console_.out.styled().bold(line).plain("\n"));
  section_ = text;
}

void CellOutput::finish_stream() {
  const std::string rest = wrap_.flush();
  if (rest.empty()) return;
  if (section_ == answer_) {
    console_.out.write_answer(rest);
  } else {
    console_.out.write(console_.out.styled().faint(rest));
  }
}

void CellOutput::print_text(const std::string& text) {
  for (const std::string& line : wrapped_lines(text, width_of(console_.out)))
    console_.out.write_answer(line + "\n");
}

void CellOutput::print_markdown(const std::string& text) {
  if (!console_.out.is_terminal()) {
    console_.out.write(text);
    console_.out.end_line();
    return;
  }
  console_.out.write(markdown_text(text, text_style(console_.out)));
}

void CellOutput::go_to(const std::string& section) {
  if (section_ != section) heading(section);
}

void CellOutput::begin(const tutorial::PartRun& part) {
  if (!part.label.empty()) heading(part.label);
  if (!part.material.system.empty()) {
    heading(say("system", "系统提示"));
    print_text(part.material.system);
  }
  if (part.request.is_raw) {
    heading(say("prompt", "提示"));
    print_text(part.material.user);
  } else {
    print_turns(part);
    print_settings(part.material.request);
  }
  for (const std::string& note : part.request.notes) print_text(say("note: ", "注意：") + note);
  answer_ = part.is_recorded ? say("answer (recorded practice material, not Claude)",
                                   "回答（录制的练习材料，不是 Claude）")
                             : say("answer of %1", "%1 的回答", {tutorial::name_of_model(part.model)});
  section_.clear();
}

void CellOutput::print_turns(const tutorial::PartRun& part) {
  const Json::Array& messages = part.material.request["messages"].items();
  const std::size_t turns = messages.size() - (part.request.prefill.empty() ? 0 : 1);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const bool is_user = messages[i]["role"].as_string() == "user";
    std::string name = is_user ? say("user", "用户") : "Claude";
    if (turns == 1) name = say("prompt", "提示");
    if (i == turns) name = say("prefill", "预填");
    print_turn(name, messages[i]["content"]);
  }
}

void CellOutput::print_turn(const std::string& name, const Json& content) {
  std::string text = content.string_or("");
  for (const Json& block : content.items()) {
    if (block["type"].as_string() == "document") {
      heading(std::string(trim(say("document %1", "文档 %1", {block["title"].string_or("")}))));
      print_text(block["source"]["data"].string_or(""));
    } else {
      text += (text.empty() ? "" : "\n\n") + block["text"].string_or("");
    }
  }
  heading(name);
  print_text(text);
}

/// What is sent beside the texts, as the API calls it.
void CellOutput::print_settings(const Json& request) {
  for (const Json& tool : request["tools"].items()) print_text("tool: " + tool.dump());
  for (const char* name : {"tool_choice", "output_config", "thinking", "temperature", "stop_sequences"}) {
    if (request.contains(name)) print_text(std::string(name) + ": " + request[name].dump());
  }
}

void CellOutput::print_tool(const tutorial::ToolRun& tool) {
  go_to(answer_);
  finish_stream();
  console_.out.end_line();
  print_text(tool_line(tool, language_));
}

void CellOutput::end(const tutorial::PartRun& part) {
  go_to(answer_);
  finish_stream();
  console_.out.end_line();
  for (const std::string& line : citation_lines(part.message)) print_text(line);
  if (part.error && part.outcome != Outcome::stopped) {
    print_text(part.error->to_string());
    if (!part.error->hint.empty()) print_text(part.error->hint);
    return;
  }
  if (part.outcome != Outcome::answered) console_.out.write(describe(part.outcome, language_) + "\n");
  if (!part.schema_mismatch.empty())
    console_.out.write(
        say("the answer does not fit the schema: %1", "回答不符合 schema：%1", {part.schema_mismatch}) +
        "\n");
  const std::string usage = usage_text(part.usage, language_) + cost_text(part, language_);
  for (const std::string& line : wrapped_lines("(" + usage + ")", width_of(console_.out)))
    console_.out.write(console_.out.styled().faint(line).plain("\n"));
}

void CellOutput::print_check(const tutorial::Check& check) {
  StyledText out = console_.out.styled();
  if (check.passed) {
    out.green("\xE2\x9C\x93 ");
  } else {
    out.red("\xE2\x9C\x97 ");
  }
  const std::string text = check.requirement + (check.passed ? "" : " \xE2\x80\x94 " + check.where);
  const std::size_t width = width_of(console_.out);
  bool is_first = true;
  for (const std::string& line : wrapped_lines(text, width > 2 ? width - 2 : 0)) {
    out.plain(is_first ? "" : "  ").plain(line).plain("\n");
    is_first = false;
  }
  console_.out.write(out);
}

void CellOutput::print_exercise(const tutorial::ExerciseRun& exercise) {
  heading(say("exercise %1", "练习 %1", {exercise.id}));
  for (const tutorial::Check& check : exercise.checks) print_check(check);
  if (exercise.is_solved) {
    console_.out.write(say("Solved.", "完成了。") + "\n");
    if (!exercise.explanation.empty()) print_markdown(exercise.explanation);
    return;
  }
  print_text(
      say("Not yet. Tries: %1.", "还没有。尝试次数：%1。", {std::to_string(exercise.progress.attempts)}));
}

void CellOutput::print_result(const tutorial::CellRun& run) {
  if (!run.text.empty()) print_markdown(run.text);
  if (!run.cpp.empty()) console_.out.write(run.cpp);
  // What got no answer is no try.
  const bool is_answered =
      std::none_of(run.parts.begin(), run.parts.end(), [](const tutorial::PartRun& part) {
        return part.outcome == Outcome::failed || part.outcome == Outcome::stopped;
      });
  if (run.exercise && is_answered) print_exercise(*run.exercise);
  console_.out.end_line();
}

}  // namespace anthropic::internal::cli
