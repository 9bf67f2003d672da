#include "base/text/shell_word.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(ShellWord, IsQuotedWhereItNeedsIt) {
  EXPECT_EQ(shell_word("dev"), "dev");
  EXPECT_EQ(shell_word("a-b/c.d%e@f_g:h+i=j,k"), "a-b/c.d%e@f_g:h+i=j,k");
  EXPECT_EQ(shell_word("my work"), "'my work'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("gr\xc3\xbcn"), "'gr\xc3\xbcn'");
  EXPECT_EQ(shell_word("it's me"), "'it'\"'\"'s me'");
  EXPECT_EQ(shell_word("$(rm x)`y`"), "'$(rm x)`y`'");
  EXPECT_EQ(shell_quoted("dev"), "'dev'");
}

TEST(ShellWord, IsReadBack) {
  for (const char* text : {"dev", "my work", "it's me", "a\"b", "$HOME \\ x", "a\tb"}) {
    EXPECT_EQ(read_shell_word(shell_quoted(text)), text);
  }
  EXPECT_EQ(read_shell_word("\"my work\""), "my work");
  EXPECT_EQ(read_shell_word("my\\ work"), "my work");
  EXPECT_EQ(read_shell_word("a'b c'd"), "ab cd");
  EXPECT_EQ(read_shell_word("\"a\\\"b\\c\""), "a\"b\\c");
  EXPECT_EQ(read_shell_word("''"), "");
}

TEST(ShellWord, MoreThanOneWordIsNone) {
  for (const char* text : {"", "my work", "'my' work", "it's", "\"a", "a\\", " a"}) {
    EXPECT_EQ(read_shell_word(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace anthropic::internal
