#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

enum class SpanStyle : std::uint8_t { plain, bold, emphasis, code };

/// A piece of a line of Markdown, in one style.
struct Span {
  std::string text = {};
  SpanStyle style = SpanStyle::plain;
};

/// What becomes of the marks (`**`, `*`, backquotes): without colours they are all that tells code from text.
enum class Marks : std::uint8_t { are_dropped, stay };

/// **bold**, *emphasis*, `code`, [links](address), and backslashes before punctuation. What is not closed is text.
std::vector<Span> read_spans(std::string_view text, Marks marks);

/// The spans on lines that are no wider.
std::vector<std::vector<Span>> wrapped_spans(const std::vector<Span>& spans, std::size_t width);

std::size_t width_of(const std::vector<Span>& spans);

void append_spans(const std::vector<Span>& spans, StyledText& out);

}  // namespace anthropic::internal::cli
