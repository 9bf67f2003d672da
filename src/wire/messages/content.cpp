#include <anthropic/content_block.hpp>

#include "wire/messages/content_codec.hpp"

namespace anthropic::inline v0 {

using namespace internal;

Content::Content() noexcept = default;
Content::Content(const char* text) : value_(std::string(text)) {}
Content::Content(std::string text) : value_(std::move(text)) {}
Content::Content(std::string_view text) : value_(std::string(text)) {}
Content::Content(std::vector<ContentBlock> blocks) : value_(std::move(blocks)) {}
Content::Content(std::initializer_list<ContentBlock> blocks) : value_(std::vector<ContentBlock>(blocks)) {}

Content::Content(const Content&) = default;
Content::Content(Content&&) noexcept = default;
Content& Content::operator=(const Content&) = default;
Content& Content::operator=(Content&&) noexcept = default;
Content::~Content() = default;

const std::vector<ContentBlock>* Content::blocks() const {
  return std::get_if<std::vector<ContentBlock>>(&value_);
}
std::vector<ContentBlock>* Content::blocks() {
  return std::get_if<std::vector<ContentBlock>>(&value_);
}
const std::string* Content::string() const {
  return std::get_if<std::string>(&value_);
}
bool Content::is_absent() const {
  return std::holds_alternative<std::monostate>(value_);
}

bool Content::empty() const {
  if (const std::string* text = string()) return text->empty();
  return is_absent() || blocks()->empty();
}

std::string Content::text() const {
  if (const std::string* text = string()) return *text;
  std::string text;
  if (const auto* all = blocks()) {
    for (const ContentBlock& block : *all) text += block.text();
  }
  return text;
}

Json Content::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

Content Content::from_json(Json json) {
  if (json.is_string()) return std::move(json.mutable_string());
  if (json.is_array()) return blocks_from_json(json);
  if (json.is_null()) return {};
  return {UnknownBlock{std::move(json)}};
}

}  // namespace anthropic::inline v0
