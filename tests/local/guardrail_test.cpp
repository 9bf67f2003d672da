#include "local/guardrails/guardrail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/guardrails/assessment.hpp"
#include "local/replies/replies.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

std::string file_with(const std::string& guardrails) {
  return R"({"guardrails": )" + guardrails + "}";
}

std::string complaint_about(const std::string& guardrails) {
  const auto read = Replies::parse(file_with(guardrails));
  EXPECT_FALSE(read) << guardrails;
  if (read) return {};
  EXPECT_EQ(read.error().kind, ErrorKind::configuration);
  return read.error().message;
}

TEST(Guardrails, AreFoundByIdAndVersion) {
  const auto replies = Replies::parse(file_with(R"({"abc:1": {"words": ["one"], "blocked_input": "No."},
                                                    "abc": {"words": ["draft"]}, "xyz:12": {"words": ["x"]}})"));
  ASSERT_TRUE(replies) << replies.error().message;
  const Guardrails& guardrails = replies->guardrails();
  const Guardrail* one = guardrails.find("abc", "1");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->words[0].text, "one");
  EXPECT_EQ(one->blocked_input, "No.");
  EXPECT_EQ(one->blocked_output, kBlockedMessage);
  const Guardrail* draft = guardrails.find("arn:aws:bedrock:us-east-1:123456789012:guardrail/abc", "DRAFT");
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->words[0].text, "draft");
  EXPECT_FALSE(guardrails.find("abc", "2"));
  EXPECT_FALSE(guardrails.find("ab", "1"));
  EXPECT_EQ(replies->find("m", {}), nullptr);
}

TEST(Guardrails, StandBesideRules) {
  const auto replies = Replies::parse(
      R"({"rules": [{"reply": {"text": "Hello."}}], "guardrails": {"abc": {"words": ["x"]}}})");
  ASSERT_TRUE(replies) << replies.error().message;
  EXPECT_TRUE(replies->find("m", {}));
  EXPECT_TRUE(replies->guardrails().find("abc", "DRAFT"));
}

TEST(Guardrails, SayWhereTheyAreWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"[]", "guardrails: should be an object of guardrails, by ID:VERSION"},
      {R"({"ABC": {"words": ["x"]}})", R"(guardrails["ABC"]: names no guardrail: write ID:VERSION)"},
      {R"({"abc:01": {"words": ["x"]}})", R"(guardrails["abc:01"]: names no guardrail)"},
      {R"({"abc:": {"words": ["x"]}})", R"(guardrails["abc:"]: names no guardrail)"},
      {R"({"abc": {"words": ["x"]}, "abc:DRAFT": {"words": ["x"]}})",
       R"(guardrails["abc:DRAFT"]: is there twice)"},
      {R"({"abc": {}})", R"(guardrails["abc"]: needs words, topics or sensitive)"},
      {R"({"abc": 1})", R"(guardrails["abc"]: should be an object)"},
      {R"({"abc": {"word": ["x"]}})", R"(guardrails["abc"].word: is not a member that is known here)"},
      {R"({"abc": {"words": "x"}})", R"(guardrails["abc"].words: should be a list)"},
      {R"({"abc": {"words": [""]}})",
       R"(guardrails["abc"].words[0].word: should be a string that is not empty)"},
      {R"({"abc": {"words": [1]}})", R"(guardrails["abc"].words[0]: should be a word, or an object)"},
      {R"({"abc": {"words": [{"word": "x", "on": "all"}]}})",
       R"(guardrails["abc"].words[0].on: should be "input", "output" or "both")"},
      {R"({"abc": {"words": ["x"], "blocked_input": ""}})",
       R"(guardrails["abc"].blocked_input: should be a string)"},
      {R"({"abc": {"words": ["x"], "blocked_output": 1}})",
       R"(guardrails["abc"].blocked_output: should be a string)"},
      {R"({"abc": {"topics": [{"words": ["x"]}]}})",
       R"(guardrails["abc"].topics[0].name: should be a string)"},
      {R"({"abc": {"topics": [{"name": "x"}]}})",
       R"(guardrails["abc"].topics[0].words: should be a list of words)"},
      {R"({"abc": {"topics": [{"name": "x", "words": [1]}]}})",
       R"(guardrails["abc"].topics[0].words[0]: should be)"},
      {R"({"abc": {"sensitive": [{}]}})", R"(guardrails["abc"].sensitive[0]: needs either pii)"},
      {R"({"abc": {"sensitive": [{"pii": "EMAIL", "name": "x"}]}})",
       R"(guardrails["abc"].sensitive[0]: needs either)"},
      {R"({"abc": {"sensitive": [{"pii": "E-MAIL"}]}})", R"(guardrails["abc"].sensitive[0].pii: is no kind)"},
      {R"({"abc": {"sensitive": [{"pii": "NAME"}]}})",
       R"(guardrails["abc"].sensitive[0].regex: is needed: NAME has no fixed form to find)"},
      {R"({"abc": {"sensitive": [{"name": "T"}]}})",
       R"(guardrails["abc"].sensitive[0].regex: should be a regular expression)"},
      {R"({"abc": {"sensitive": [{"name": "T", "regex": "("}]}})",
       R"(guardrails["abc"].sensitive[0].regex: is no regular expression: missing ): ()"},
      {R"({"abc": {"sensitive": [{"pii": "EMAIL"}, {"name": "T", "regex": "(?!a)b"}]}})",
       R"(guardrails["abc"].sensitive[1].regex: is no regular expression: invalid perl operator: (?!)"},
      {R"({"abc": {"sensitive": [{"pii": "EMAIL", "action": "hide"}]}})",
       R"(guardrails["abc"].sensitive[0].action: should be "mask" or "block")"},
  };
  for (const auto& [guardrails, what] : cases) EXPECT_THAT(complaint_about(guardrails), HasSubstr(what));
  const auto unknown = Replies::parse(R"({"guardrail": {}})");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("the file.guardrail: is not a member that is known here"));
}

const Guardrail& guardrail() {
  static const auto replies = Replies::parse(file_with(R"({"abc:1": {
    "words": ["bomb", {"word": "état", "on": "input"}, {"word": "top secret", "on": "output"}],
    "topics": [{"name": "Investment", "words": ["stocks", "bonds"]}, {"name": "Law", "words": ["sue"], "on": "output"}],
    "sensitive": [{"pii": "EMAIL"}, {"pii": "NAME", "regex": "Ada [A-Z]\\w+"}, {"pii": "PHONE", "on": "output"},
                  {"name": "TICKET", "regex": "T-\\d+"}, {"name": "KEY", "regex": "key-\\d+", "action": "block"}]}})"));
  return *replies->guardrails().find("abc", "1");
}

Json assessed(std::string_view text, Source source = Source::input, Scope scope = Scope::interventions) {
  Assessment assessment(guardrail(), source);
  assessment.read(text);
  return assessment.to_json(scope, "us-east-1");
}

bool is_blocked(std::string_view text, Source source = Source::input) {
  Assessment assessment(guardrail(), source);
  assessment.read(text);
  return assessment.is_blocked();
}

TEST(Assessment, FindsWholeWordsInAnyCase) {
  for (const char* text : {"bomb", "A BOMB!", "(bomb)", "bombs and a bomb"})
    EXPECT_TRUE(is_blocked(text)) << text;
  for (const char* text : {"", "bombs", "abomb", "bomb_", "bombé", "ébomb"})
    EXPECT_FALSE(is_blocked(text)) << text;
  EXPECT_TRUE(is_blocked("coup d'état"));
  EXPECT_FALSE(is_blocked("coup d'état", Source::output));
  EXPECT_TRUE(is_blocked("Top Secret", Source::output));
  EXPECT_FALSE(is_blocked("top secret"));
  EXPECT_EQ(assessed("Bomb, bomb")["wordPolicy"].dump(),
            R"({"customWords":[{"match":"bomb","action":"BLOCKED","detected":true}],"managedWordLists":[]})");
}

TEST(Assessment, DeniesTopics) {
  EXPECT_EQ(assessed("Stocks or bonds?")["topicPolicy"].dump(),
            R"({"topics":[{"name":"Investment","type":"DENY","action":"BLOCKED","detected":true}]})");
  EXPECT_TRUE(assessed("May I sue?")["topicPolicy"].is_null());
  EXPECT_EQ(assessed("Sue!", Source::output)["topicPolicy"]["topics"][0]["name"].as_string(), "Law");
}

TEST(Assessment, MasksWhatIsSensitive) {
  Assessment assessment(guardrail(), Source::input);
  EXPECT_EQ(assessment.read("Ada Lovelace <ada@example.com>, ada@example.com, T-1 and +1 555-123-4567"),
            "{NAME} <{EMAIL}>, {EMAIL}, {TICKET} and +1 555-123-4567");
  EXPECT_TRUE(assessment.is_masked());
  EXPECT_FALSE(assessment.is_blocked());
  EXPECT_EQ(assessment.action_reason(), "Guardrail masked.");
  EXPECT_EQ(
      assessment.to_json(Scope::interventions, "us-east-1")["sensitiveInformationPolicy"].dump(),
      R"({"piiEntities":[{"match":"Ada Lovelace","type":"NAME","action":"ANONYMIZED","detected":true},)"
      R"({"match":"ada@example.com","type":"EMAIL","action":"ANONYMIZED","detected":true}],)"
      R"("regexes":[{"match":"T-1","name":"TICKET","regex":"T-\\d+","action":"ANONYMIZED","detected":true}]})");
}

TEST(Assessment, BlocksWhatIsSensitiveOnRequest) {
  Assessment assessment(guardrail(), Source::input);
  EXPECT_EQ(assessment.read("T-1 has key-5"), "{TICKET} has key-5");
  EXPECT_TRUE(assessment.is_blocked());
  EXPECT_EQ(assessment.blocked_end(), 13u);
  EXPECT_EQ(assessment.action_reason(), "Guardrail blocked.");
}

TEST(Assessment, MasksNothingWhereItCannot) {
  Assessment assessment(guardrail(), Source::output, false);
  EXPECT_EQ(assessment.read("T-1"), "T-1");
  EXPECT_FALSE(assessment.intervened());
  EXPECT_EQ(
      assessment
          .to_json(Scope::interventions, "us-east-1")["sensitiveInformationPolicy"]["regexes"][0]["action"]
          .as_string(),
      "NONE");
}

TEST(Assessment, TellsWhatItDidNotFindOnRequest) {
  const Json calm = assessed("Hello", Source::input);
  EXPECT_TRUE(calm["topicPolicy"].is_null());
  EXPECT_TRUE(calm["wordPolicy"].is_null());
  EXPECT_TRUE(calm["sensitiveInformationPolicy"].is_null());
  const Json full = assessed("Hello ada@example.com", Source::input, Scope::full);
  EXPECT_EQ(full["topicPolicy"].dump(),
            R"({"topics":[{"name":"Investment","type":"DENY","action":"NONE","detected":false}]})");
  EXPECT_TRUE(full["wordPolicy"].is_null());
  const Json& entities = full["sensitiveInformationPolicy"]["piiEntities"];
  ASSERT_EQ(entities.size(), 2u);
  EXPECT_EQ(entities[1].dump(), R"({"match":"","type":"NAME","action":"NONE","detected":false})");
}

TEST(Assessment, CountsUnitsOfAThousandCharacters) {
  Assessment assessment(guardrail(), Source::input);
  assessment.read(std::string(1'001, 'x'));
  assessment.pass("grün");
  assessment.pass_image();
  EXPECT_EQ(
      assessment.usage().dump(),
      R"({"topicPolicyUnits":2,"contentPolicyUnits":0,"wordPolicyUnits":2,"sensitiveInformationPolicyUnits":2,)"
      R"("sensitiveInformationPolicyFreeUnits":2,"contextualGroundingPolicyUnits":0,"contentPolicyImageUnits":0})");
  EXPECT_EQ(assessment.coverage().dump(),
            R"({"textCharacters":{"guarded":1001,"total":1005},"images":{"guarded":0,"total":1}})");
  EXPECT_EQ(assessment.action_reason(), "No action.");
  const Json applied = assessment.to_json(Scope::interventions, "eu-central-1")["appliedGuardrailDetails"];
  EXPECT_EQ(applied["guardrailArn"].as_string(), "arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc");
  EXPECT_EQ(applied["guardrailVersion"].as_string(), "1");
}

}  // namespace
}  // namespace anthropic::internal::local
