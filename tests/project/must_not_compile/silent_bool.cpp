// A result is no number: it converts to bool only where a condition stands.
// expect: cannot convert|no viable conversion
#include <anthropic/bedrock.hpp>

int count(const anthropic::Result<anthropic::Message>& message) {
#ifdef MUST_NOT_COMPILE
  int answers = message;
#else
  int answers = message ? 1 : 0;
#endif
  return answers;
}
