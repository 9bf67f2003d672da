#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>
#include <anthropic/lifetime_bound.hpp>

// Where a claim in an answer comes from. Claude cites when a document or a search result of the request has
// citations enabled. https://docs.claude.com/en/docs/build-with-claude/citations

namespace anthropic::inline v0 {

/// A passage of a plain text document.
struct CitationCharLocation {
  std::string cited_text = {};
  std::int64_t document_index = 0;  ///< Among the documents of the whole request, from 0.
  std::optional<std::string> document_title = {};
  std::int64_t start_char_index = 0;  ///< From 0.
  std::int64_t end_char_index = 0;    ///< One past the last character.
  std::optional<std::string> file_id = {};
  Json extra = {};
};

/// Pages of a PDF.
struct CitationPageLocation {
  std::string cited_text = {};
  std::int64_t document_index = 0;  ///< Among the documents of the whole request, from 0.
  std::optional<std::string> document_title = {};
  std::int64_t start_page_number = 0;  ///< From 1.
  std::int64_t end_page_number = 0;    ///< One past the last page.
  std::optional<std::string> file_id = {};
  Json extra = {};
};

/// Blocks of a document that was passed as content.
struct CitationContentBlockLocation {
  std::string cited_text = {};
  std::int64_t document_index = 0;  ///< Among the documents of the whole request, from 0.
  std::optional<std::string> document_title = {};
  std::int64_t start_block_index = 0;  ///< From 0.
  std::int64_t end_block_index = 0;    ///< One past the last block.
  std::optional<std::string> file_id = {};
  Json extra = {};
};

/// A page that Claude's own web search found.
struct CitationsWebSearchResultLocation {
  std::string cited_text = {};
  std::string url = {};
  std::optional<std::string> title = {};
  std::string encrypted_index = {};  ///< Must be sent back unchanged.
  Json extra = {};
};

/// Blocks of a SearchResultBlock.
struct CitationsSearchResultLocation {
  std::string cited_text = {};
  std::int64_t search_result_index = 0;  ///< Among the search results of the whole request, from 0.
  std::string source = {};
  std::optional<std::string> title = {};
  std::int64_t start_block_index = 0;  ///< From 0.
  std::int64_t end_block_index = 0;    ///< One past the last block.
  Json extra = {};
};

/// A citation of a type that has no struct here, whole.
struct UnknownCitation {
  Json json = {};
};

/// One citation. Use it as the std::variant it is: `std::get_if<CitationPageLocation>(&citation)`.
struct TextCitation
    : std::variant<CitationCharLocation, CitationPageLocation, CitationContentBlockLocation,
                   CitationsWebSearchResultLocation, CitationsSearchResultLocation, UnknownCitation> {
  using variant::variant;
  using variant::operator=;

  // Defined once, in the library: they are long, and every copy of a message has them.
  TextCitation() noexcept;
  TextCitation(const TextCitation&);
  TextCitation(TextCitation&&) noexcept;
  TextCitation& operator=(const TextCitation&);
  TextCitation& operator=(TextCitation&&) noexcept;
  ~TextCitation();

  /// The API's name of the type, for example "page_location".
  std::string_view type() const ANTHROPIC_LIFETIME_BOUND;
  /// The passage itself; it does not count as output and costs nothing when it is sent back.
  std::string_view cited_text() const ANTHROPIC_LIFETIME_BOUND;
  /// The title of the document, page or search result; empty if it has none.
  std::string_view title() const ANTHROPIC_LIFETIME_BOUND;

  Json to_json() const;
  static TextCitation from_json(Json json);
};

}  // namespace anthropic::inline v0
