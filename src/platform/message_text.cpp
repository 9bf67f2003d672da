#include "platform/message_text.hpp"

#include "wire/json/sink.hpp"
#include "wire/messages/message_codec.hpp"

namespace anthropic::internal {

void append_message_text(const Message& message, std::string& out) {
  TextSink sink(out, Audience::record);
  write(message, sink);
}

}  // namespace anthropic::internal
