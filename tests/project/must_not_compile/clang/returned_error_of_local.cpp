// Clang tells that an error is returned by reference from a result that ends here.
// expect: stack memory
#include <anthropic/bedrock.hpp>

#ifdef MUST_NOT_COMPILE
const anthropic::Error& why(anthropic::Result<int> result) {
#else
anthropic::Error why(anthropic::Result<int> result) {
#endif
  return result.error();
}
