#include "tutorial/graders/grade.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tutorial/graders/plain_text.hpp"

namespace anthropic::internal::tutorial {
namespace {

using ::testing::HasSubstr;

Rule rule(std::string_view json) {
  auto read = read_rule(*Json::parse(json), "answer", "rule");
  EXPECT_TRUE(read) << read.error();
  return read ? *read : Rule{};
}

Check check_answer(std::string_view json, std::string answer) {
  return check(rule(json), {.answer = std::move(answer)}, Language::en);
}

bool passes(std::string_view json, std::string answer) {
  return check_answer(json, std::move(answer)).passed;
}

std::string where(std::string_view json, std::string answer) {
  return check_answer(json, std::move(answer)).where;
}

std::string why_unread(std::string_view json) {
  const auto read = read_rule(*Json::parse(json), "answer", "rule");
  return read ? "it was read" : read.error().message + " " + read.error().hint;
}

TEST(Grade, ContainsSeesVariantsOfTheSame) {
  EXPECT_TRUE(passes(R"({"contains": "don't worry"})", "Please DON\u2019T\n  *worry*."));
  EXPECT_TRUE(passes(R"({"contains": ["hola", "buenos"]})", "\u00a1Buenos d\u00edas!"));
  EXPECT_TRUE(passes(R"({"contains": "ÉTÉ"})", "en été"));
  EXPECT_TRUE(passes(R"({"contains": "ABC 1"})", "ａｂｃ　１"));
  EXPECT_FALSE(passes(R"({"contains": "Hola", "case": true})", "hola"));
  EXPECT_EQ(where(R"({"contains": "x"})", ""), "it is empty");
}

TEST(Grade, EqualsForgivesWhatIsAround) {
  EXPECT_TRUE(passes(R"({"equals": "Michael Jordan"})", "**Michael Jordan.**\n"));
  EXPECT_TRUE(passes(R"({"equals": "里斯本"})", "“里斯本”。"));
  EXPECT_EQ(where(R"({"equals": "Michael Jordan"})", "It is Michael Jordan"),
            "line 1: \"It is Michael Jordan\"");
}

TEST(Grade, StartsAndEnds) {
  EXPECT_TRUE(passes(R"({"starts": "<haiku>"})", "\n<haiku>x"));
  EXPECT_TRUE(passes(R"({"ends": ["B", "C"]})", "The answer is **C**."));
  EXPECT_FALSE(passes(R"({"starts": "Sure"})", "Well, sure"));
}

TEST(Grade, RegexIsFoundInALine) {
  EXPECT_TRUE(passes(R"({"regex": "^b\\d$"})", "a\nB2\nc"));
  EXPECT_FALSE(passes(R"({"regex": "^b$", "case": true})", "B"));
  EXPECT_FALSE(passes(R"({"regex": "a.*b"})", "a\nb"));
}

TEST(Grade, ARegexIsSafeOnALongLine) {
  EXPECT_FALSE(passes(R"({"regex": "a+c$"})", std::string(1'000'000, 'a')));
}

TEST(Grade, APieceOfALongLineHasNoEdges) {
  const std::string line = std::string(499, 'a') + " word " + std::string(2'000, 'a');
  EXPECT_TRUE(passes(R"({"regex": "word"})", line));
  EXPECT_FALSE(passes(R"({"regex": "^ word"})", line));
  EXPECT_FALSE(passes(R"({"regex": "a $"})", line));
}

TEST(Grade, EachLineIsLookedAtAlone) {
  const std::string short_lines = R"({"each_line": {"characters": {"max": 7}}})";
  EXPECT_TRUE(passes(short_lines, "一二三四五六七\n\nüöäüöäü\n"));
  EXPECT_EQ(where(short_lines, "short\nfar too long"),
            "line 2: \"far too long\" (12 characters; at most 7 are allowed)");
  EXPECT_TRUE(passes(R"({"each_line": {"not": {"contains": "x"}}})", "a\nb"));
  EXPECT_FALSE(passes(R"({"each_line": {"not": {"contains": "x"}}})", "a\nx"));
  EXPECT_TRUE(passes(R"({"of": "<a>", "each_line": {"equals": "b"}})", "c\n<a>\nb\nB\n</a>"));
  EXPECT_EQ(check_answer(R"({"each_line": {"words": {"max": 4}}})", "").requirement,
            "in each line of the answer: it has at most 4 words");
  EXPECT_THAT(why_unread(R"({"each_line": 3})"), HasSubstr("rule.each_line should be a rule"));
}

TEST(Grade, NotNamesTheLine) {
  EXPECT_EQ(where(R"({"not": {"contains": "2022"}})", "first\nin 2022 it was"), "line 2: \"in 2022 it was\"");
  EXPECT_EQ(where(R"({"not": {"regex": "^sure"}})", "Sure!"), "line 1: \"Sure!\"");
  EXPECT_TRUE(passes(R"({"not": {"contains": "2022"}})", "never"));
}

TEST(Grade, Counts) {
  EXPECT_EQ(where(R"({"words": {"min": 800}})", "one two"), "2 words; at least 800 are needed");
  EXPECT_EQ(where(R"({"words": {"max": 3}})", "里斯本 is it"), "5 words; at most 3 are allowed");
  EXPECT_TRUE(passes(R"({"words": {"min": 2, "max": 2}})", "one \u2014 two."));
  EXPECT_TRUE(passes(R"({"lines": {"min": 2, "max": 2}})", "a\n\n b \n"));
  EXPECT_TRUE(passes(R"({"characters": {"max": 2}})", " 你好\n"));
  EXPECT_EQ(where(R"({"characters": {"min": 1}})", " "), "it is empty");
  EXPECT_EQ(where(R"({"lines": {"min": 2}})", ""), "it is empty");
  EXPECT_EQ(where(R"({"count": "<haiku>", "min": 2})", "<haiku>a</haiku>"), "1 times; at least 2 are needed");
}

TEST(Grade, Numbers) {
  EXPECT_TRUE(passes(R"({"number": {"min": 1234.5, "max": 1234.5}})", "It is 7, no: $1,234.50."));
  EXPECT_TRUE(passes(R"({"number": {"max": -3}})", "It is \u22123"));
  EXPECT_TRUE(passes(R"({"number": {"min": 7, "max": 7, "which": "first"}})", "7 of 9"));
  EXPECT_FALSE(passes(R"({"number": {"min": 7, "which": "only"}})", "7 of 9"));
  EXPECT_TRUE(passes(R"({"number": {"min": 9, "which": "any"}})", "9 of 5"));
  EXPECT_EQ(where(R"({"number": {"min": 5}})", "4 or 3"), "the number is 3");
  EXPECT_EQ(where(R"({"number": {"min": 5}})", "none"), "there is no number in it");
}

TEST(Grade, SchemaNamesThePlace) {
  const std::string schema =
      R"({"schema": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}})";
  EXPECT_TRUE(passes(schema, "Here it is:\n```json\n{\"name\": \"x\"}\n```\n"));
  EXPECT_THAT(where(schema, R"({"name": null})"), HasSubstr("name"));
  EXPECT_THAT(where(schema, "no"), HasSubstr("it is no JSON"));
}

TEST(Grade, LooksWhereItIsTold) {
  const Material material{.answer = "<a>1</a> <b>2</b>",
                          .user = "question",
                          .assistant = "before",
                          .system = "role",
                          .request = Json::object({{"max_tokens", 5}}),
                          .tool = Json::object({{"name", "weather"}, {"input", Json::object()}})};
  const auto holds = [&](std::string_view json) { return check(rule(json), material, Language::en).passed; };
  EXPECT_TRUE(holds(R"({"of": "<b>", "equals": "2"})"));
  EXPECT_FALSE(holds(R"({"of": "<c>", "contains": "2"})"));
  EXPECT_TRUE(holds(R"({"of": "user", "equals": "Question"})"));
  EXPECT_TRUE(holds(R"({"of": "assistant", "equals": "before"})"));
  EXPECT_TRUE(holds(R"({"of": "prompt", "contains": "role"})"));
  EXPECT_TRUE(holds(R"({"of": "request", "contains": "\"max_tokens\""})"));
  EXPECT_TRUE(holds(R"({"of": "request", "schema": {"type": "object", "required": ["max_tokens"]}})"));
  EXPECT_FALSE(holds(R"({"of": "request", "schema": {"type": "object", "required": ["tools"]}})"));
  EXPECT_TRUE(holds(R"({"tool": "weather"})"));
  EXPECT_FALSE(holds(R"({"tool": "clock"})"));
}

TEST(Grade, AllAndAny) {
  EXPECT_TRUE(passes(R"({"any": [{"contains": "x"}, {"contains": "y"}]})", "y"));
  EXPECT_FALSE(passes(R"({"all": [{"contains": "x"}, {"contains": "y"}]})", "y"));
  EXPECT_EQ(where(R"({"all": [{"contains": "y"}, {"contains": "x", "say": "an x"}]})", "y"),
            "an x: it is nowhere in it");
}

TEST(Grade, AModelJudgesIfThereIsOne) {
  const Rule kind = rule(R"({"model": "Is it kind?", "offline": {"contains": "dear"}})");
  EXPECT_TRUE(check(kind, {.answer = "My dear"}, Language::en).passed);
  std::string asked;
  const Judge judge = [&](const std::string& rubric, const Material&) -> Result<Verdict> {
    asked = rubric;
    return Verdict{.passes = false, .why = "It is cold."};
  };
  const Check result = check(kind, {.answer = "My dear"}, Language::en, judge);
  EXPECT_EQ(asked, "Is it kind?");
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.where, "It is cold.");
  const Judge broken = [](const std::string&, const Material&) -> Result<Verdict> {
    return Error{.kind = ErrorKind::timeout, .message = "too late"};
  };
  EXPECT_EQ(check(kind, {}, Language::en, broken).where, "the model could not judge: too late");
}

TEST(Grade, EveryRuleSaysWhatItWants) {
  EXPECT_EQ(check_answer(R"({"words": {"min": 2, "max": 5}})", "").requirement,
            "the answer has 2 to 5 words");
  EXPECT_EQ(check_answer(R"({"contains": ["a", "b"]})", "").requirement,
            "the answer contains \"a\" or \"b\"");
  EXPECT_EQ(check(rule(R"({"lines": {"max": 1}, "say": {"en": "one line", "zh": "一行"}})"), {}, Language::zh)
                .requirement,
            "一行");
}

TEST(Rule, WhatIsWrongIsNamed) {
  EXPECT_THAT(why_unread(R"({"contians": "x"})"), HasSubstr("rule is no rule that is known"));
  EXPECT_THAT(why_unread(R"({"contains": "x", "cases": true})"),
              HasSubstr("rule.cases is not known Did you mean case?"));
  EXPECT_THAT(why_unread(R"({"contains": "x", "ends": "y"})"), HasSubstr("is two rules"));
  EXPECT_THAT(why_unread(R"({"regex": "("})"), HasSubstr("is no regular expression"));
  EXPECT_THAT(why_unread(R"({"words": {}})"), HasSubstr("needs min or max"));
  EXPECT_THAT(why_unread(R"({"of": "answr", "contains": "x"})"), HasSubstr("is not looked at"));
  EXPECT_THAT(why_unread(R"({"all": [{"contains": "x"}, {"words": 3}]})"), HasSubstr("rule.all[1].words"));
  EXPECT_THAT(why_unread(R"({"model": "kind?"})"), HasSubstr("needs offline"));
  EXPECT_THAT(why_unread(R"({"schema": {"type": 5}})"), HasSubstr("rule.schema"));
}

}  // namespace
}  // namespace anthropic::internal::tutorial
