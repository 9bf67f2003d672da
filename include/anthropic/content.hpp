#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>

namespace anthropic::inline v0 {

struct ContentBlock;  // content_block.hpp

/// The content of a turn, the system prompt or a tool's result: one text, or blocks. A text is sent as a JSON
/// string, blocks as an array. A default-constructed one is empty and, if it is optional, is not sent.
class Content {
 public:
  Content() noexcept;
  Content(const char* text);
  Content(std::string text);
  Content(std::string_view text);
  Content(std::vector<ContentBlock> blocks);
  Content(std::initializer_list<ContentBlock> blocks);

  Content(const Content&);
  Content(Content&&) noexcept;
  Content& operator=(const Content&);
  Content& operator=(Content&&) noexcept;
  ~Content();

  /// Null unless this is blocks.
  const std::vector<ContentBlock>* blocks() const;
  std::vector<ContentBlock>* blocks();
  /// Null unless this is one text.
  const std::string* string() const;
  /// All text in it, joined without a separator.
  std::string text() const;
  /// Whether there is neither a text nor a block in it.
  bool empty() const;
  /// Whether it was left out: it is neither a text, not even an empty one, nor a list of blocks.
  bool is_absent() const;

  Json to_json() const;
  /// From a JSON string, array or null. Anything else is kept whole as one UnknownBlock.
  static Content from_json(Json json);

 private:
  std::variant<std::monostate, std::string, std::vector<ContentBlock>> value_;
};

}  // namespace anthropic::inline v0
