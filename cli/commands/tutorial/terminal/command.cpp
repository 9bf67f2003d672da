#include "commands/tutorial/terminal/command.hpp"

#include <algorithm>
#include <vector>

#include "base/text/edit_distance.hpp"
#include "base/text/text.hpp"
#include "terminal/width.hpp"

namespace anthropic::internal::cli {
namespace {

using Kind = TerminalCommand::Kind;

struct Entry {
  Kind kind;
  std::string_view letter;
  std::string_view word;
  std::string_view word_zh;
  std::string_view argument;  ///< Empty: it takes none.
  std::string_view about_en;
  std::string_view about_zh;
};

constexpr Entry kEntries[] = {
    {Kind::run, "r", "run", "运行", "", "run the prompt as it stands", "运行现在的提示"},
    {Kind::edit, "e", "edit", "编辑", "", "change the prompt here, line by line, and run it",
     "在这里逐行修改提示并运行"},
    {Kind::editor, "E", "editor", "编辑器", "", "the same in $VISUAL or $EDITOR; runs when it is saved",
     "在 $VISUAL 或 $EDITOR 中修改；保存后运行"},
    {Kind::hint, "h", "hint", "提示", "", "the next hint; one opens after each try",
     "下一个提示；每次尝试后开放一个"},
    {Kind::solution, "s", "solution", "答案", "", "the solution; it opens after three tries",
     "答案；三次尝试后开放"},
    {Kind::compare, "c", "compare", "比较", "TEXT", "the last two prompts side by side; TEXT is run first",
     "并排显示最近两个提示；带文字则先运行它"},
    {Kind::reset, "x", "reset", "重置", "", "the lesson's prompt again; of an exercise forgets tries",
     "恢复课程中的提示；清除练习的尝试记录"},
    {Kind::next, "n", "next", "下一步", "", "go on without running", "不运行，继续"},
    {Kind::previous, "p", "previous", "上一步", "", "go back", "返回"},
    {Kind::again, "a", "again", "再看", "", "show this step again", "再显示这一步"},
    {Kind::menu, "m", "menu", "目录", "", "all lessons, and what is solved", "所有课程和进度"},
    {Kind::tokens, "t", "tokens", "用量", "", "tokens and cost so far", "目前的 token 和费用"},
    {Kind::language, "l", "language", "语言", "en|zh", "English or Chinese", "英文或中文"},
    {Kind::help, "?", "help", "帮助", "", "this list", "本列表"},
    {Kind::quit, "q", "quit", "退出", "", "end; so does Ctrl-D. It goes on here next time",
     "结束，也可按 Ctrl-D；下次从这里继续"},
};

/// Words that people try, too.
constexpr std::pair<std::string_view, std::string_view> kOtherWords[] = {
    {"back", "previous"}, {"exit", "quit"}, {"cost", "tokens"}, {"lang", "language"},
    {"show", "again"},    {"list", "menu"}, {"b", "previous"},
};

std::string_view usual_word(std::string_view word) {
  for (const auto& [other, usual] : kOtherWords) {
    if (word == other) return usual;
  }
  return word;
}

const Entry* find_entry(std::string_view word) {
  const std::string small = ascii_lower(word);
  const std::string_view usual = usual_word(small);
  for (const Entry& entry : kEntries) {
    if (word == entry.letter || usual == entry.word || word == entry.word_zh) return &entry;
  }
  // A capital letter that means nothing else is the small one.
  for (const Entry& entry : kEntries) {
    if (small == entry.letter) return &entry;
  }
  return nullptr;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

TerminalCommand read_command(std::string_view line) {
  line = trim(line);
  if (line.empty()) return {};
  if (line.starts_with('/')) return {Kind::search, std::string(trim(line.substr(1)))};
  if (line.starts_with('#') && is_digits(line.substr(1))) return {Kind::result, std::string(line.substr(1))};
  if (line.find_first_not_of("0123456789.") == std::string_view::npos && is_digit(line[0]))
    return {Kind::place, std::string(line)};
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view rest = trim(line.substr(end));
  const Entry* entry = find_entry(line.substr(0, end));
  if (entry && (rest.empty() || !entry->argument.empty())) return {entry->kind, std::string(rest)};
  const bool is_prompt = !rest.empty() || line.starts_with('%') || !is_ascii(line);
  return {is_prompt ? Kind::prompt : Kind::unknown, std::string(line)};
}

std::string nearest_command(std::string_view word) {
  std::vector<std::string_view> words;
  for (const Entry& entry : kEntries) words.push_back(entry.word);
  return std::string(nearest_word(ascii_lower(word), words));
}

std::string command_help(tutorial::Language language) {
  const bool is_chinese = language == tutorial::Language::zh;
  const auto say = [&](std::string_view en, std::string_view zh) { return is_chinese ? zh : en; };
  struct Line {
    std::string command;
    std::string_view about;
  };
  const std::string_view text = say("TEXT", "文字");
  std::vector<Line> lines = {
      {std::string(say("Enter", "回车")), say("what is offered first", "第一个可选操作")},
      {std::string(text),
       say("several words: try them as the prompt of this cell", "几个词：作为本单元的提示试一试")},
      {std::string(say("%system TEXT", "%system 文字")),
       say("a line that begins with % is added to the prompt", "以 % 开头的行加到本单元的提示中")}};
  for (const Entry& entry : kEntries) {
    std::string command = std::string(entry.letter) + ", " + std::string(say(entry.word, entry.word_zh));
    if (!entry.argument.empty())
      command += " [" + std::string(entry.argument == "TEXT" ? text : entry.argument) + "]";
    lines.push_back({command, say(entry.about_en, entry.about_zh)});
  }
  lines.push_back({"02, 2.1", say("go to a lesson or an exercise", "前往某一课或某个练习")});
  lines.push_back({std::string(say("/WORD", "/词")), say("search all lessons; #1 opens what was found first",
                                                         "在所有课程中搜索；#1 打开第一个结果")});
  std::string out;
  for (const Line& line : lines) out += "  " + pad_right(line.command, 22) + std::string(line.about) + "\n";
  return out + std::string(
                   say("Ctrl-C stops an answer, never the tutorial.\n", "Ctrl-C 停止回答，不会结束教程。\n"));
}

}  // namespace anthropic::internal::cli
