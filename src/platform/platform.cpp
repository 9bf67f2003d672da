#include "platform/platform.hpp"

#include "aws/calls/error.hpp"
#include "base/text/text.hpp"

namespace anthropic {

Error Platform::error_from_answer(const HttpHead& head, std::string_view body) const {
  return aws::error_from_response(head.status, head.headers, body);
}

std::unique_ptr<StreamDecoder> Platform::stream_decoder(const HttpHead& head,
                                                        std::size_t max_event_bytes) const {
  const std::string* type = find_header(head.headers, "content-type");
  if (!type) return nullptr;
  if (type->find("application/vnd.amazon.eventstream") != std::string::npos)
    return make_event_stream_decoder();
  if (type->find("text/event-stream") != std::string::npos) return make_sse_decoder(max_event_bytes);
  return nullptr;
}

}  // namespace anthropic
