#include <anthropic/operations/prices.hpp>

#include "wire/messages/request_codec.hpp"

namespace anthropic::inline v0::operations {

using namespace internal;
namespace {

struct Rule {
  std::int64_t least;  // one token for so many bytes
  std::int64_t most;
};
constexpr Rule kText{4, 2};
constexpr Rule kPdf{100, 5};
constexpr TokenRange kImage{50, 5'000};

TokenRange operator+(TokenRange a, TokenRange b) {
  return {a.least + b.least, a.most + b.most};
}

TokenRange tokens_of(std::size_t bytes, Rule rule) {
  const auto size = static_cast<std::int64_t>(bytes);
  return {(size + rule.least - 1) / rule.least, (size + rule.most - 1) / rule.most};
}

TokenRange guess(const Json& value) {
  const auto type = value["type"].as_string();
  if (type == "image") return kImage;
  if (type == "document" && value["source"]["type"].as_string() == "base64") {
    const std::size_t encoded = value["source"]["data"].as_string().value_or("").size();
    return tokens_of(encoded / 4 * 3, kPdf);
  }
  if (const auto text = value.as_string()) return tokens_of(text->size(), kText);
  TokenRange sum;
  for (const Json& item : value.items()) sum = sum + guess(item);
  for (const auto& [name, content] : value.members()) sum = sum + guess(content);
  return sum;
}

}  // namespace

TokenRange guess_input_tokens(const MessageCreateParams& params) {
  const auto text = write_request(params, {});
  const auto body = text ? Json::parse(*text) : Result<Json>(Json());
  TokenRange sum;
  for (const char* part : {"system", "messages", "tools"}) sum = sum + guess((*body)[part]);
  return sum;
}

}  // namespace anthropic::inline v0::operations
