#include "wire/messages/check/request_check.hpp"

#include <cmath>

#include "base/errors.hpp"
#include "wire/messages/check/tool_pairing.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

bool can_be_seen(std::string_view media_type) {
  for (const std::string_view known : {"image/jpeg", "image/png", "image/gif", "image/webp"}) {
    if (media_type == known) return true;
  }
  return false;
}

std::size_t decoded_size(std::string_view base64) {
  std::size_t size = base64.size() / 4 * 3;
  for (std::size_t i = 0; i < 2 && base64.ends_with('='); ++i) {
    base64.remove_suffix(1);
    --size;
  }
  return size;
}

Result<void> check_image(const ImageBlock& image, const std::string& where) {
  const auto* base64 = std::get_if<Base64ImageSource>(&image.source);
  if (!base64) return {};
  if (!can_be_seen(base64->media_type)) {
    return bad_request_error(where + ": Claude cannot see an image of type \"" + base64->media_type + "\"",
                             "Convert it to image/png, image/jpeg, image/gif or image/webp; "
                             "ImageBlock::from_bytes finds the type by itself.");
  }
  const std::size_t size = decoded_size(base64->data);
  if (size > kLargestImage) {
    return bad_request_error(where + ": the image is " + std::to_string(size) + " bytes, more than the " +
                                 std::to_string(kLargestImage) + " that are taken",
                             "Scale it down: beyond about 1,568 pixels a side Claude sees no more.");
  }
  return {};
}

Result<void> check_content(const Content& content, const std::string& where) {
  if (!content.blocks()) return {};
  for (std::size_t i = 0; i < content.blocks()->size(); ++i) {
    const ContentBlock& block = (*content.blocks())[i];
    const Content* inside = nullptr;
    if (const auto* image = std::get_if<ImageBlock>(&block)) {
      if (auto checked = check_image(*image, where + "[" + std::to_string(i) + "]"); !checked) return checked;
    } else if (const auto* result = std::get_if<ToolResultBlock>(&block)) {
      inside = &result->content;
    } else if (const auto* document = std::get_if<DocumentBlock>(&block)) {
      const auto* source = std::get_if<ContentBlockSource>(&document->source);
      if (source) inside = &source->content;
    }
    if (!inside) continue;
    auto checked = check_content(*inside, where + "[" + std::to_string(i) + "].content");
    if (!checked) return checked;
  }
  return {};
}

Result<void> check_numbers(const MessageCreateParams& params) {
  if (params.max_tokens < 1 && !params.extra.contains("max_tokens")) {
    return bad_request_error("max_tokens: must be at least 1",
                             "Set MessageCreateParams::max_tokens, for example to 1024.");
  }
  if (params.temperature && !std::isfinite(*params.temperature))
    return bad_request_error("temperature: not a finite number");
  if (params.top_p && !std::isfinite(*params.top_p)) return bad_request_error("top_p: not a finite number");
  return {};
}

}  // namespace

Result<void> check_request(const MessageCreateParams& params) {
  if (!params.extra.is_null() && !params.extra.is_object())
    return bad_request_error("extra: must be a JSON object");
  if (auto checked = check_numbers(params); !checked) return checked;
  if (params.extra.contains("messages")) return {};
  if (params.messages.empty()) return bad_request_error("messages: at least one message is required");
  for (std::size_t i = 0; i < params.messages.size(); ++i) {
    const std::string where = "messages[" + std::to_string(i) + "].content";
    if (auto checked = check_content(params.messages[i].content, where); !checked) return checked;
  }
  // A conversation that goes on where the server keeps it may answer a call that is not in the request.
  if (params.extra.contains("thread")) return {};
  return check_tool_pairs(params.messages);
}

}  // namespace anthropic::inline v0
