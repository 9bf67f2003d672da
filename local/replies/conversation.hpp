#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

struct ToolResult {
  std::string tool = {};  ///< Its name.
  std::string text = {};  ///< The text of what it answered.
};

/// What the endpoint reads in a valid request body to choose its answer.
struct Conversation {
  std::string system = {};     ///< Its text blocks joined by line breaks.
  std::string last_user = {};  ///< The text of the last user message, joined by line breaks.
  std::size_t images = 0;
  std::size_t documents = 0;
  std::vector<ToolResult> tool_results = {};  ///< Those in the last user message.
};

Conversation read_conversation(const Json& body);

/// An estimate: one token for four characters, rounded up. Claude's real tokenizer counts otherwise.
std::size_t estimate_tokens(std::string_view text);
/// An estimate for all that a request body says: its texts, tool definitions, and 1,500 for each image or
/// document that is no text.
std::size_t estimate_input_tokens(const Json& body);

/// The same for parts of a body, added up.
class InputWeight {
 public:
  void add(const Json& part);
  std::size_t tokens() const;

 private:
  void add_source(const Json& source);

  std::size_t characters_ = 0;
  std::size_t attachments_ = 0;
};

/// Where the first `count` characters of UTF-8 text end; the whole size if it has no more.
std::size_t end_of_characters(std::string_view text, std::size_t count);

}  // namespace anthropic::internal::local
