// Clang tells that a view outlives what it points into.
// expect: will be destroyed at the end of the full-expression|stack memory
#include <anthropic/bedrock.hpp>

const anthropic::Json& tool_input(const anthropic::Json& block) {
  const anthropic::Json& input = block["input"];
#ifdef MUST_NOT_COMPILE
  const anthropic::Json& kept = anthropic::Json::object({{"city", "Oslo"}})["city"];
  if (kept.is_null()) return kept;
#endif
  return input;
}
