#include "commands/tutorial/cell_output.hpp"

#include <variant>

#include "base/text/text.hpp"
#include "conversation/usage.hpp"
#include "errors/report_error.hpp"
#include "text/price_text.hpp"
#include "tutorial/runner/model_choice.hpp"

namespace anthropic::internal::cli {

using tutorial::Outcome;

tutorial::RunEvents CellOutput::events() {
  return {.on_begin = [this](const tutorial::PartRun& part) { begin(part); },
          .on_text =
              [this](std::string_view text) {
                go_to(answer_);
                console_.out.write_answer(text);
              },
          .on_thinking =
              [this](std::string_view thinking) {
                go_to(say("thinking", "思考"));
                console_.out.write(console_.out.styled().faint(thinking));
              },
          .on_tool = [this](const tutorial::ToolRun& tool) { print_tool(tool); },
          .on_end = [this](const tutorial::PartRun& part) { end(part); }};
}

void CellOutput::heading(const std::string& text) {
  console_.out.end_line();
  console_.out.write(console_.out.styled().bold("== " + text).plain("\n"));
  section_ = text;
}

void CellOutput::go_to(const std::string& section) {
  if (section_ != section) heading(section);
}

void CellOutput::begin(const tutorial::PartRun& part) {
  if (!part.label.empty()) heading(part.label);
  if (!part.material.system.empty()) {
    heading(say("system", "系统提示"));
    console_.out.write(part.material.system + "\n");
  }
  if (part.request.is_raw) {
    heading(say("prompt", "提示"));
    console_.out.write(part.material.user + "\n");
  } else {
    print_turns(part);
    print_settings(part.material.request);
  }
  for (const std::string& note : part.request.notes)
    console_.out.write(say("note: ", "注意：") + note + "\n");
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
      console_.out.write(block["source"]["data"].string_or("") + "\n");
    } else {
      text += (text.empty() ? "" : "\n\n") + block["text"].string_or("");
    }
  }
  heading(name);
  console_.out.write(text + "\n");
}

/// What is sent beside the texts, as the API calls it.
void CellOutput::print_settings(const Json& request) {
  for (const Json& tool : request["tools"].items()) console_.out.write("tool: " + tool.dump() + "\n");
  for (const char* name : {"tool_choice", "output_config", "thinking", "temperature", "stop_sequences"}) {
    if (request.contains(name)) console_.out.write(std::string(name) + ": " + request[name].dump() + "\n");
  }
}

void CellOutput::print_tool(const tutorial::ToolRun& tool) {
  go_to(answer_);
  console_.out.end_line();
  std::string line = say("tool %1 %2", "工具 %1 %2", {tool.name, tool.input.dump()});
  if (!tool.result.empty()) line += say(": ", "：") + tool.result;
  console_.out.write(line + "\n");
}

void CellOutput::print_citations(const Message& message) {
  int number = 0;
  for (const ContentBlock& block : message.content) {
    const auto* text = std::get_if<TextBlock>(&block);
    if (!text) continue;
    for (const TextCitation& citation : text->citations) {
      const std::string title(citation.title());
      console_.out.write("[" + std::to_string(++number) + "] " + title + (title.empty() ? "\"" : ": \"") +
                         std::string(citation.cited_text()) + "\"\n");
    }
  }
}

void CellOutput::end(const tutorial::PartRun& part) {
  go_to(answer_);
  console_.out.end_line();
  print_citations(part.message);
  if (part.error) {
    console_.out.write(part.error->to_string() + "\n");
    if (!part.error->hint.empty()) console_.out.write(part.error->hint + "\n");
    return;
  }
  if (part.outcome != Outcome::answered) console_.out.write(describe(part.outcome, language_) + "\n");
  if (!part.schema_mismatch.empty())
    console_.out.write(
        say("the answer does not fit the schema: %1", "回答不符合 schema：%1", {part.schema_mismatch}) +
        "\n");
  std::string usage = describe_usage(part.usage);
  if (part.cost) {
    usage += part.is_recorded ? say("; of %2 it would cost about $%1", "；由 %2 回答约需 $%1",
                                    {price_text(*part.cost), tutorial::name_of_model(part.model)})
                              : say("; about $%1", "；约 $%1", {price_text(*part.cost)});
  }
  console_.out.write(console_.out.styled().faint("(" + usage + ")").plain("\n"));
}

void CellOutput::print_exercise(const tutorial::ExerciseRun& exercise) {
  heading(say("exercise %1", "练习 %1", {exercise.id}));
  for (const tutorial::Check& check : exercise.checks) {
    StyledText line = console_.out.styled();
    if (check.passed) {
      line.bold("\xE2\x9C\x93 ").plain(check.requirement);
    } else {
      line.red("\xE2\x9C\x97 ").plain(check.requirement).faint(" \xE2\x80\x94 " + check.where);
    }
    console_.out.write(line.plain("\n"));
  }
  const int attempts = exercise.progress.attempts;
  if (exercise.is_solved) {
    console_.out.write(say("Solved.", "完成了。") + "\n");
    if (!exercise.explanation.empty()) console_.out.write(exercise.explanation + "\n");
    return;
  }
  console_.out.write(say("Not yet. Tries: %1.", "还没有。尝试次数：%1。", {std::to_string(attempts)}) + "\n");
  if (exercise.progress.is_solution_open())
    console_.out.write("> claude-bedrock tutorial " + exercise.id + " --solution\n");
  else if (exercise.progress.open_hints() > 0)
    console_.out.write("> claude-bedrock tutorial " + exercise.id + " --hint\n");
}

void CellOutput::print_end(const tutorial::CellRun& run, const std::string& next) {
  if (!run.text.empty()) console_.out.write(run.text);
  if (!run.cpp.empty()) console_.out.write(run.cpp);
  if (run.exercise) print_exercise(*run.exercise);
  if (!run.save_problem.empty()) console_.err.write(say("warning: ", "警告：") + run.save_problem + "\n");
  console_.out.end_line();
  if (!next.empty()) console_.out.write("> " + next + "\n");
}

}  // namespace anthropic::internal::cli
