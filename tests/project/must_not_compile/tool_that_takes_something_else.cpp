// A tool takes the input that is described.
// expect: error: static assertion failed: the tool's function must take the described input
#include <anthropic/typed_tool.hpp>

struct Query {
  std::string city = {};
};
void describe(anthropic::ObjectSchema<Query>& schema) {
  schema.member("city", &Query::city);
}

anthropic::RunnableTool text =
    anthropic::runnable_tool<Query>("a", "b", [](const Query& query) { return query.city; });
anthropic::RunnableTool with_call = anthropic::runnable_tool<Query>(
    "a", "b", [](const Query&, const anthropic::ToolCall& call) { return call.input; });
#ifdef MUST_NOT_COMPILE
anthropic::RunnableTool wrong =
    anthropic::runnable_tool<Query>("a", "b", [](int number) { return std::to_string(number); });
#endif
