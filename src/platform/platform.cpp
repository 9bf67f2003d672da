#include "platform/platform.hpp"

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal {

std::unique_ptr<StreamDecoder> Platform::stream_decoder(const HttpHead& head,
                                                        std::size_t max_event_bytes) const {
  const std::string* type = find_header(head.headers, "content-type");
  if (!type) return nullptr;
  if (type->find("application/vnd.amazon.eventstream") != std::string::npos)
    return make_event_stream_decoder();
  if (type->find("text/event-stream") != std::string::npos) return make_sse_decoder(max_event_bytes);
  return nullptr;
}

}  // namespace anthropic::internal
