// A tool returns what Claude reads, and the compiler says so before anything else.
// expect: error: static assertion failed: a tool must return what Claude reads
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
anthropic::RunnableTool wrong = anthropic::runnable_tool<Query>("a", "b", [](const Query&) { return 7; });
#endif
