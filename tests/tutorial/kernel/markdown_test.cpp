#include "tutorial/kernel/display/markdown.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal::kernel {
namespace {

TEST(SafeMarkdown, TagsAreSeenInsteadOfRead) {
  EXPECT_EQ(safe_markdown("<answer>42</answer>"), "&lt;answer>42&lt;/answer>");
  EXPECT_EQ(safe_markdown("a <script>alert(1)</script>"), "a &lt;script>alert(1)&lt;/script>");
}

TEST(SafeMarkdown, MarkdownStays) {
  const std::string text = "# T\n\n- **a**\n- [b](c)\n\n| x | y |\n|---|---|\n| 1 | 2 |\n";
  EXPECT_EQ(safe_markdown(text), text);
}

TEST(SafeMarkdown, CodeStays) {
  EXPECT_EQ(safe_markdown("use `<b>` here"), "use `<b>` here");
  EXPECT_EQ(safe_markdown("``a ` <b>`` <i>"), "``a ` <b>`` &lt;i>");
  EXPECT_EQ(safe_markdown("```cpp\n#include <a>\n```\n<b>"), "```cpp\n#include <a>\n```\n&lt;b>");
  EXPECT_EQ(safe_markdown("~~~\n<a>\n~~~\n<b>"), "~~~\n<a>\n~~~\n&lt;b>");
  EXPECT_EQ(safe_markdown("```\n<still open"), "```\n<still open");
}

TEST(SafeMarkdown, WhatOnlyLooksLikeCodeIsNone) {
  EXPECT_EQ(safe_markdown("`<b>"), "`&lt;b>");                        // not closed
  EXPECT_EQ(safe_markdown("`a\n<b>`"), "`a\n&lt;b>`");                // another line
  EXPECT_EQ(safe_markdown("\\`<b>\\`"), "\\`&lt;b>\\`");              // escaped
  EXPECT_EQ(safe_markdown("| `x <b>| y` |"), "| `x &lt;b>| y` |");    // two cells
  EXPECT_EQ(safe_markdown("- a\n  ```\n<b>"), "- a\n  ```\n&lt;b>");  // ends with its list
  EXPECT_EQ(safe_markdown("``` a b c\n<b>"), "``` a b c\n&lt;b>");
  EXPECT_EQ(safe_markdown("```\nx\n   ```\n<b>"), "```\nx\n   ```\n&lt;b>");
}

TEST(SafeMarkdown, ABackslashIsNoWayAround) {
  EXPECT_EQ(safe_markdown("\\<b>"), "&lt;b>");
  EXPECT_EQ(safe_markdown("\\\\<b>"), "\\\\&lt;b>");
}

TEST(SafeMarkdown, PricesAreNoFormulas) {
  EXPECT_EQ(safe_markdown("from $5 to \\$n"), "from <span>&#36;</span>5 to <span>&#36;</span>n");
  EXPECT_EQ(safe_markdown("$x^2$ and `$5`"), "$x^2$ and `$5`");
}

TEST(MarkdownText, ShowsATextAsItIs) {
  EXPECT_EQ(markdown_text("a*b_c`<d>&\ne"), "a\\*b\\_c\\`&lt;d>&amp; e");
}

TEST(MarkdownText, HasNoFormulas) {
  EXPECT_EQ(markdown_text("about $0.1"), "about <span>&#36;</span>0.1");
}

TEST(CodeSpan, NothingInItEndsIt) {
  EXPECT_EQ(code_span("%hint 1.1"), "`%hint 1.1`");
  EXPECT_EQ(code_span("a`b"), "``a`b``");
  EXPECT_EQ(code_span("`a"), "`` `a ``");
  EXPECT_EQ(code_span("a\nb"), "`a b`");
}

TEST(CodeBlock, NothingInItEndsIt) {
  EXPECT_EQ(code_block("a"), "```text\na\n```\n");
  EXPECT_EQ(code_block("```\na\n```\n", ""), "````\n```\na\n```\n````\n");
}

}  // namespace
}  // namespace anthropic::internal::kernel
