#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/cache_control.hpp>
#include <anthropic/citations.hpp>
#include <anthropic/content.hpp>
#include <anthropic/json.hpp>
#include <anthropic/lifetime_bound.hpp>
#include <anthropic/sources.hpp>

// The blocks that a message is made of, the same in requests and in answers.
// https://docs.claude.com/en/api/messages
//
// Each keeps members that have no field here in `extra`, an object or null, and writes them back unchanged.
// If both are set, `extra` wins over a field, unless its value is null or empty.

namespace anthropic::inline v0 {

/// Text, the commonest block.
struct TextBlock {
  std::string text = {};
  /// The sources of the text, in an answer about documents that have citations enabled.
  std::vector<TextCitation> citations = {};
  std::optional<CacheControl> cache_control = {};
  Json extra = {};
};

struct ImageBlock {
  ImageSource source = {};
  std::optional<CacheControl> cache_control = {};
  Json extra = {};

  /// From a file's bytes; the first bytes give the media type. Fails with `bad_request` if they are not a
  /// PNG, JPEG, GIF or WebP.
  static Result<ImageBlock> from_bytes(std::string_view bytes);
  /// The same from a regular file. Fails with `configuration` if it cannot be read or is larger than 5 MB,
  /// and with `bad_request` as above; the message names the file.
  static Result<ImageBlock> from_file(const std::string& path);
};

/// Whether Claude is to cite a document or a search result.
struct CitationsConfig {
  std::optional<bool> enabled = {};
  Json extra = {};
};

/// A PDF, a text or blocks for Claude to read and cite.
/// https://docs.claude.com/en/docs/build-with-claude/pdf-support
struct DocumentBlock {
  DocumentSource source = {};
  std::optional<std::string> title = {};
  std::optional<std::string> context = {};        ///< What Claude should know about it; never cited.
  std::optional<CitationsConfig> citations = {};  ///< `{{.enabled = true}}`
  std::optional<CacheControl> cache_control = {};
  Json extra = {};

  /// From a file's bytes: a PDF, or text in UTF-8, a byte order mark left out. Fails with `bad_request` if
  /// they are neither.
  static Result<DocumentBlock> from_bytes(std::string_view bytes);
  /// The same from a regular file, whose name becomes the title. Fails with `configuration` if it cannot be
  /// read or is larger than 32 MB, the limit of a request, and with `bad_request` as above; the message names
  /// the file.
  static Result<DocumentBlock> from_file(const std::string& path);
  static DocumentBlock from_text(std::string text);
};

/// A passage that your own search found, for Claude to cite by its source and title.
/// https://docs.claude.com/en/docs/build-with-claude/search-results
struct SearchResultBlock {
  std::string source = {};  ///< A URL, or any name of the source.
  std::string title = {};
  std::vector<TextBlock> content = {};
  std::optional<CitationsConfig> citations = {};
  std::optional<CacheControl> cache_control = {};
  Json extra = {};
};

/// Claude's reasoning. In a conversation with tools it must be sent back unchanged, signature included.
/// https://docs.claude.com/en/docs/build-with-claude/extended-thinking
struct ThinkingBlock {
  std::string thinking = {};
  std::string signature = {};  ///< Proves that the text is Claude's.
  Json extra = {};
};

/// Reasoning that is not shown; it must be sent back unchanged.
struct RedactedThinkingBlock {
  std::string data = {};
  Json extra = {};
};

/// Claude calls a tool. The next turn must hold a ToolResultBlock with the same id.
/// https://docs.claude.com/en/docs/agents-and-tools/tool-use/overview
struct ToolUseBlock {
  std::string id = {};
  std::string name = {};
  Json input = Json::object();
  /// The text of an incomplete input (still arriving, or cut off by `max_tokens`), or of one that is no JSON
  /// object. Empty otherwise. It is never sent to a server; `input`, an object, is.
  std::string partial_json = {};
  std::optional<CacheControl> cache_control = {};
  Json extra = {};  ///< For example "caller", in an answer.

  /// `input`; for an incomplete input, what can be read of it: open brackets are closed, and an unfinished
  /// string, number or literal is left out. Takes time linear in its length.
  Json partial_input() const;
};

/// What a tool answered: `ToolResultBlock{.tool_use_id = use.id, .content = "21 °C"}`.
struct ToolResultBlock {
  std::string tool_use_id = {};
  Content content = {};  ///< A text, or text, image, document and search result blocks.
  std::optional<bool> is_error = {};
  std::optional<CacheControl> cache_control = {};
  Json extra = {};
};

/// A block of a type that has no struct here, unchanged: of tools that run on the server, and of future
/// types.
struct UnknownBlock {
  Json json = {};
};

/// One piece of a message's content. Use it as the std::variant it is: `std::get_if<TextBlock>(&block)`.
struct ContentBlock : std::variant<TextBlock, ImageBlock, DocumentBlock, SearchResultBlock, ThinkingBlock,
                                   RedactedThinkingBlock, ToolUseBlock, ToolResultBlock, UnknownBlock> {
  using variant::variant;
  using variant::operator=;

  // Defined once, in the library: they are long, and every copy of a message has them.
  ContentBlock() noexcept;
  ContentBlock(const ContentBlock&);
  ContentBlock(ContentBlock&&) noexcept;
  ContentBlock& operator=(const ContentBlock&);
  ContentBlock& operator=(ContentBlock&&) noexcept;
  ~ContentBlock();

  /// The API's name of the type, for example "text"; for an unknown block the one in its JSON.
  std::string_view type() const ANTHROPIC_LIFETIME_BOUND;
  /// The text of a TextBlock, else empty.
  std::string_view text() const ANTHROPIC_LIFETIME_BOUND;

  Json to_json() const;
  /// Loses nothing: a block that fits no struct becomes an UnknownBlock.
  static ContentBlock from_json(Json json);
};

}  // namespace anthropic::inline v0
