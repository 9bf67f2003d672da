// A stream is one connection: it moves and is not copied.
// expect: deleted
#include <utility>

#include <anthropic/bedrock.hpp>

anthropic::MessageStream pass_on(anthropic::MessageStream stream) {
#ifdef MUST_NOT_COMPILE
  anthropic::MessageStream copy = stream;
#endif
  anthropic::MessageStream moved = std::move(stream);
  return moved;
}
