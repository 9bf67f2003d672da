#include "tutorial/cells/cell.hpp"

namespace anthropic::internal::tutorial {

namespace {

using enum DirectiveValue;

constexpr Directive kDirectives[] = {
    {"system", block, "%system TEXT", "The system prompt", "系统提示"},
    {"user", block, "%user TEXT", "A user turn", "用户的一轮"},
    {"assistant", block, "%assistant TEXT", "A turn of Claude's, earlier in the conversation",
     "对话中 Claude 先前的一轮"},
    {"prefill", block, "%prefill TEXT", "The beginning of Claude's answer", "Claude 回答的开头"},
    {"set", block, "%set NAME = TEXT", "A variable, for {NAME}", "变量，用 {NAME} 引用"},
    {"load", line, "%load NAME = FILE", "A variable, from a file in lessons/texts",
     "变量，取自 lessons/texts 里的文件"},
    {"save", line, "%save NAME", "The answer becomes a variable", "把回答存入变量"},
    {"document", block, "%document TITLE", "A document before the user's turn", "放在用户一轮之前的文档"},
    {"max_tokens", line, "%max_tokens N", "The most tokens to generate", "最多生成多少 token"},
    {"temperature", line, "%temperature X", "0 to 1, for models that take it", "0 到 1，只有部分模型接受"},
    {"stop", line, "%stop TEXT", "A stop sequence", "停止序列"},
    {"thinking", line, "%thinking adaptive|disabled|N", "How Claude thinks before it answers",
     "Claude 回答前如何思考"},
    {"effort", line, "%effort low|medium|high|xhigh|max", "How much work Claude puts into it",
     "Claude 投入多少精力"},
    {"tools", block, "%tools NAME…", "What Claude may call", "Claude 可以调用的工具"},
    {"tool_choice", line, "%tool_choice auto|any|none|NAME", "Whether it must call one", "是否必须调用工具"},
    {"schema", block, "%schema", "A JSON Schema of the answer", "回答的 JSON Schema"},
    {"cache", none, "%cache", "Cache the system prompt and the documents", "缓存系统提示和文档"},
    {"compare", line, "%compare LABEL", "Begins another prompt, shown beside the others",
     "另起一个提示，与其他的并排显示"},
    {"exercise", line, "%exercise ID", "This cell is that exercise", "本单元是该编号的练习"},
    {"hint", line, "%hint ID", "Shows the next hint", "显示下一个提示"},
    {"solution", line, "%solution ID", "Shows the solution", "显示答案"},
    {"cpp", none, "%cpp", "Shows the call as a C++ program", "把这次调用显示为 C++ 程序"},
    {"model", line, "%model ID", "The model from now on", "从现在起使用的模型"},
    {"lang", line, "%lang en|zh", "The language from now on", "从现在起使用的语言"},
    {"reset", line, "%reset ID", "Forgets the tries of an exercise", "忘掉某个练习的尝试"},
    {"raw", block, "%raw", "A whole request in JSON", "完整的 JSON 请求"},
};

}  // namespace

std::span<const Directive> directives() {
  return kDirectives;
}

}  // namespace anthropic::internal::tutorial
