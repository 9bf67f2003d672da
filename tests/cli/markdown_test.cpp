#include "cli/markdown/markdown.hpp"

#include <gtest/gtest.h>

#include "cli/markdown/spans.hpp"
#include "cli/terminal/word_wrap.hpp"

namespace anthropic::internal::cli {
namespace {

std::string plain(std::string_view markdown, std::size_t width = 40) {
  return markdown_text(markdown, {.width = width}).bytes();
}

std::string coloured(std::string_view markdown, std::size_t width = 40) {
  return markdown_text(markdown, {.width = width, .has_colour = true, .has_blocks = true}).bytes();
}

TEST(WordWrap, BreaksBetweenWords) {
  EXPECT_EQ(wrapped_lines("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped_lines("  keeps   blanks", 20), (std::vector<std::string>{"  keeps   blanks"}));
  EXPECT_EQ(wrapped_lines("a\n\nb", 5), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(wrapped_lines("longerthanthewidth x", 5), (std::vector<std::string>{"longerthanthewidth", "x"}));
  EXPECT_EQ(wrapped_lines("one two", 0), (std::vector<std::string>{"one two"}));
}

TEST(WordWrap, BreaksChineseBetweenCharactersButNotBeforePunctuation) {
  EXPECT_EQ(wrapped_lines("中文没有空格", 6), (std::vector<std::string>{"中文没", "有空格"}));
  EXPECT_EQ(wrapped_lines("中文没，有空", 6), (std::vector<std::string>{"中文", "没，有", "空"}));
}

TEST(WordWrap, OfAStreamIsThatOfTheWhole) {
  const std::string text = "Ein Prélude für 中文 und  mehr Wörter, als auf eine Zeile passen.\nNeu.";
  std::string whole;
  for (const std::string& line : wrapped_lines(text, 17)) whole += line + "\n";
  WordWrap wrap(17);
  std::string streamed;
  for (const char c : text) streamed += wrap.add(std::string_view(&c, 1));
  EXPECT_EQ(streamed + wrap.flush() + "\n", whole);
}

TEST(Markdown, WithoutColoursItsMarksStay) {
  EXPECT_EQ(plain("# Title\nSome **bold** and *soft* `code`.\n"),
            "# Title\n\nSome **bold** and *soft* `code`.\n");
}

TEST(Markdown, WithColoursItsMarksGo) {
  EXPECT_EQ(coloured("## A `b`"), "\x1b[1mA b\x1b[0m\n");
  EXPECT_EQ(coloured("**bold** *soft* `a*b*`"),
            "\x1b[1mbold\x1b[0m \x1b[4msoft\x1b[0m \x1b[34ma*b*\x1b[0m\n");
  EXPECT_EQ(coloured("[here](there) \\*no\\*"), "here (there) *no*\n");
}

TEST(Markdown, WhatIsNotClosedIsText) {
  EXPECT_EQ(coloured("2 * 3 * 4 ** 5 ` 6 [7"), "2 * 3 * 4 ** 5 ` 6 [7\n");
  EXPECT_EQ(coloured("max_tokens and a_b_c"), "max_tokens and a_b_c\n");
}

TEST(Markdown, ParagraphsAreWrappedAndJoined) {
  EXPECT_EQ(plain("one two\nthree four\n\nfive", 13), "one two three\nfour\n\nfive\n");
  EXPECT_EQ(plain("中文\n中文", 40), "中文中文\n");
  EXPECT_EQ(coloured("aaaa **bbbb cccc** dddd", 9), "aaaa \x1b[1mbbbb\x1b[0m\n\x1b[1mcccc\x1b[0m dddd\n");
}

TEST(Markdown, ListsHangAndStayTogether) {
  EXPECT_EQ(plain("Text:\n- one two three\n- four\n\n1. a\n2. b", 12),
            "Text:\n\n  - one two\n    three\n  - four\n  1. a\n  2. b\n");
  EXPECT_EQ(coloured("- a\n  - b"), "  • a\n    • b\n");
}

TEST(Markdown, FencedCodeIsLeftAsItIs) {
  EXPECT_EQ(plain("```json\n{\"a\":  1}\n\n# no heading\n```\nafter", 5),
            "    {\"a\":  1}\n    \n    # no heading\n\nafter\n");
  EXPECT_EQ(plain("```\nnever closed"), "    never closed\n");
}

TEST(Markdown, TablesFitTheWidth) {
  const std::string table =
      "| use | now |\n|---|:-:|\n| get `a|b` | give a *schema* with words |\n| short |\n";
  EXPECT_EQ(plain(table, 60),
            "use        now\n---------  --------------------------\nget `a|b`  give a *schema* with "
            "words\nshort\n");
  EXPECT_EQ(plain(table, 27),
            "use        now\n---------  ----------------\nget `a|b`  give a *schema*\n           with "
            "words\nshort\n");
  EXPECT_EQ(plain("| no table", 20), "| no table\n");
}

TEST(Markdown, QuotesAndRules) {
  EXPECT_EQ(plain("> one\n> two three\n\n---\n", 10), "> one two\n> three\n\n----------\n");
}

TEST(Markdown, NothingInItSteersTheTerminal) {
  EXPECT_EQ(coloured("a\x1b[2Jb").find("\x1b"), std::string::npos);
  EXPECT_EQ(plain(""), "");
  EXPECT_EQ(plain("a\tb `c\td`"), "a b `c d`\n");
}

}  // namespace
}  // namespace anthropic::internal::cli
