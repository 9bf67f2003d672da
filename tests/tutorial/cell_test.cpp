#include "tutorial/cells/cell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tutorial/cells/setting.hpp"
#include "tutorial/cells/variables.hpp"

namespace anthropic::internal::tutorial {
namespace {

using ::testing::HasSubstr;

Cell read(std::string_view source) {
  auto cell = read_cell(source, Language::en);
  EXPECT_TRUE(cell) << cell.error();
  return cell ? *cell : Cell{.parts = {{}}};
}

std::string why(std::string_view source, Language language = Language::en) {
  const auto cell = read_cell(source, language);
  return cell ? "it was read" : cell.error().message + " " + cell.error().hint;
}

TEST(Cell, TextIsTheUsersTurn) {
  const Cell cell = read("\nWhy is\nthe sky blue?\n\n");
  ASSERT_EQ(cell.parts.size(), 1u);
  ASSERT_EQ(cell.parts[0].prompt.turns.size(), 1u);
  EXPECT_TRUE(cell.parts[0].prompt.turns[0].is_user);
  EXPECT_EQ(cell.parts[0].prompt.turns[0].text.text, "Why is\nthe sky blue?");
  EXPECT_EQ(cell.parts[0].prompt.turns[0].text.line, 2);
}

TEST(Cell, DirectivesSayHowItIsSent) {
  const Cell cell = read(
      "%exercise 4.1\n%system Be brief.\n%set TOPIC = pigs\n%max_tokens 50\n%temperature 0.5\n%stop END\n"
      "%thinking 2048\n%effort low\n%save POEM\nA haiku on {TOPIC}.\n%prefill <haiku>\n");
  const PromptText& prompt = cell.parts[0].prompt;
  EXPECT_EQ(cell.exercise, "4.1");
  EXPECT_EQ(prompt.system->text, "Be brief.");
  ASSERT_EQ(cell.assignments.size(), 1u);
  EXPECT_EQ(cell.assignments[0].name, "TOPIC");
  EXPECT_EQ(cell.assignments[0].value.text, "pigs");
  EXPECT_EQ(prompt.max_tokens, 50);
  EXPECT_EQ(prompt.temperature, 0.5);
  EXPECT_EQ(prompt.stop_sequences.at(0).text, "END");
  EXPECT_EQ(prompt.thinking, "2048");
  EXPECT_EQ(prompt.effort, "low");
  EXPECT_EQ(prompt.prefill->text, "<haiku>");
  EXPECT_EQ(prompt.turns.at(0).text.text, "A haiku on {TOPIC}.");
  EXPECT_EQ(cell.save, "POEM");
}

TEST(Cell, ABlockGoesToTheNextDirectiveOrEnd) {
  const Cell cell = read("%system\nOne.\n\nTwo.\n%end\nHello\n%set A =\nx\ny\n%max_tokens 5\nthere");
  EXPECT_EQ(cell.parts[0].prompt.system->text, "One.\n\nTwo.");
  EXPECT_EQ(cell.parts[0].prompt.system->line, 2);
  EXPECT_EQ(cell.parts[0].prompt.turns.at(0).text.text, "Hello\nthere");
  EXPECT_EQ(cell.assignments.at(0).value.text, "x\ny");
}

TEST(Cell, TwoPercentsAreOneAndCommentsAreNothing) {
  const Cell cell = read("#! a comment\n%%set is a directive\n50% of it\n%");
  EXPECT_EQ(cell.parts[0].prompt.turns.at(0).text.text, "%set is a directive\n50% of it\n%");
}

TEST(Cell, TurnsMakeAConversation) {
  const Cell cell = read("Hello\n%assistant Hi.\n%user And\nnow?");
  const auto& turns = cell.parts[0].prompt.turns;
  ASSERT_EQ(turns.size(), 3u);
  EXPECT_EQ(turns[0].text.text, "Hello");
  EXPECT_FALSE(turns[1].is_user);
  EXPECT_EQ(turns[2].text.text, "And\nnow?");
}

TEST(Cell, PartsOfACompareAddToWhatIsCommon) {
  const Cell cell = read("%system S\nQ\n%compare plain\n%compare other\n%system T\nR");
  ASSERT_EQ(cell.parts.size(), 2u);
  EXPECT_EQ(cell.parts[0].label, "plain");
  EXPECT_EQ(cell.parts[0].prompt.system->text, "S");
  EXPECT_EQ(cell.parts[0].prompt.turns.at(0).text.text, "Q");
  EXPECT_EQ(cell.parts[1].prompt.system->text, "T");
  EXPECT_EQ(cell.parts[1].prompt.turns.at(0).text.text, "R");
}

TEST(Cell, WhatIsWrongIsNamedWithItsLine) {
  EXPECT_THAT(why("Hello\n%sytem x"), HasSubstr("line 2: %sytem is no directive Did you mean %system?"));
  EXPECT_THAT(why("%frobnicate"), HasSubstr("write %%frobnicate"));
  EXPECT_THAT(why("%set topic = x"), HasSubstr("line 1: write %set NAME"));
  EXPECT_THAT(why("%max_tokens many"), HasSubstr("line 1: %max_tokens is a whole number"));
  EXPECT_THAT(why("%temperature 2"), HasSubstr("from 0 to 1"));
  EXPECT_THAT(why("%thinking 10"), HasSubstr("from 1024 on"));
  EXPECT_THAT(why("%effort huge"), HasSubstr("low, medium"));
  EXPECT_THAT(why("%model"), HasSubstr("%model needs a value"));
  EXPECT_THAT(why("%cpp now"), HasSubstr("%cpp takes no value"));
  EXPECT_THAT(why("a\n%system\n\n%user b"), HasSubstr("line 2: %system is empty"));
  EXPECT_THAT(why("%system a\n%system b"), HasSubstr("line 2: there is a second %system"));
  EXPECT_THAT(why("a\n%assistant b"), HasSubstr("line 2: after %assistant a %user must follow"));
  EXPECT_THAT(why("%assistant b\n%user c"), HasSubstr("begins with the user"));
  EXPECT_THAT(why("a\n%compare b"), HasSubstr("two to four times"));
  EXPECT_THAT(why("%hint 1.1\ntext"), HasSubstr("line 1: %hint"));
  EXPECT_THAT(why("%schema\n{"), HasSubstr("line 1: the JSON of %schema"));
  EXPECT_THAT(why("%raw\n{}\n%end\ntext"), HasSubstr("line 4: %raw is the whole request"));
  EXPECT_THAT(why("%lang fr"), HasSubstr("en or zh"));
}

TEST(Cell, ErrorsSpeakTheLearnersLanguage) {
  EXPECT_THAT(why("%sytem x", Language::zh), HasSubstr("第 1 行：没有 %sytem 这个指令"));
}

TEST(Cell, EveryDirectiveIsRead) {
  for (const Directive& directive : directives())
    EXPECT_THAT(why("%" + std::string(directive.name)), Not(HasSubstr("is no directive"))) << directive.name;
}

TEST(WithSetting, ALineTakesThePlaceOfItsLike) {
  const auto with = [](std::string_view prompt, std::string_view line) {
    return with_setting(prompt, line).value_or("none");
  };
  EXPECT_EQ(with("Hi\n\nthere", "%system Be brief."), "%system Be brief.\nHi\n\nthere");
  EXPECT_EQ(with("%set A = 1\n%system\nOne.\nTwo.\n%end\nHi", "%system Be brief."),
            "%set A = 1\n%system Be brief.\nHi");
  EXPECT_EQ(with("%system\nOne.\n%max_tokens 5\nHi", "%system Be brief."),
            "%system Be brief.\n%max_tokens 5\nHi");
  EXPECT_EQ(with("%set A = 1\n%set B =\nx\n%end\n{A}{B}", "%set B = 2"), "%set A = 1\n%set B = 2\n{A}{B}");
  EXPECT_EQ(with("%stop a\nHi", "%stop b"), "%stop b\n%stop a\nHi");
  EXPECT_EQ(with("Hi\n%compare a\n%system X\n%compare b", "%system Y"),
            "%system Y\nHi\n%compare a\n%system X\n%compare b");
  EXPECT_EQ(with("%cpp\nHi", "%cpp"), "%cpp\nHi");
  for (const char* line :
       {"Hello there", "%user Hello", "%system", "%set A =", "%sytem x", "%compare a", "%% x", "%"})
    EXPECT_EQ(with("Hi", line), "none") << line;
  EXPECT_EQ(with("%raw\n{}", "%system x"), "none");
}

TEST(Variables, AreReplacedOnceAndOnlyCapitals) {
  const Variables variables = {{"A", "{B}"}, {"B", "b"}};
  const auto text = substitute({"{A} {B} {{A}} {a} {\"X\": 1} {", 1}, variables, Language::en);
  ASSERT_TRUE(text) << text.error();
  EXPECT_EQ(*text, "{B} b {A} {a} {\"X\": 1} {");
}

TEST(Variables, AMissingOneIsNamedWithItsLine) {
  const auto text = substitute({"a\nb {TOPC}", 3}, {{"TOPIC", "x"}}, Language::en);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "line 4: {TOPC} is not set");
  EXPECT_EQ(text.error().hint, "Did you mean {TOPIC}?");
}

}  // namespace
}  // namespace anthropic::internal::tutorial
