// A turn that failed cannot be overlooked.
// expect: unused-result|nodiscard
#include <anthropic/tool_runner.hpp>

void run(anthropic::ToolRunner& runner) {
#ifdef MUST_NOT_COMPILE
  runner.next();
#endif
  auto turn = runner.next();
}
