#include <cmath>
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string round_trip(std::string_view text) {
  auto json = Json::parse(text);
  return json ? json->dump() : json.error().message;
}

TEST(Json, KeepsWhatItReads) {
  for (const char* text : {"{}",
                           "[]",
                           "null",
                           "true",
                           "false",
                           "0",
                           "-0",
                           "-1",
                           "1.0",
                           "1.50",
                           "1e400",
                           "-1E-400",
                           "9223372036854775807",
                           "18446744073709551616",
                           "123456789012345678901234567890",
                           "3.141592653589793238462643383279",
                           "\"\"",
                           R"("a\"b\\c\n\u0001")",
                           R"({"b":1,"a":[1,2,{"c":null}],"":false})",
                           R"([[[[]]],{}])",
                           R"({"a":1,"a":2})",
                           "\"\xf0\x9f\x98\x80 \xc3\xa9\""}) {
    EXPECT_EQ(round_trip(text), text);
  }
}

TEST(Json, ReadsEscapesAndWhiteSpace) {
  EXPECT_EQ(round_trip(" { \"a\" : [ 1 , 2.5 ] , \"b\" : \"\\u00e9\\ud83d\\ude00\\/\" } \n"),
            "{\"a\":[1,2.5],\"b\":\"\xc3\xa9\xf0\x9f\x98\x80/\"}");
}

TEST(Json, SaysWhichHalfOfACharacterHasNoOtherHalf) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"a":"x\ud83d"})",
       R"(the escape \ud83d is half of a character, without its other half (line 1, column 8))"},
      {R"({"a":"\\ud83d","b":"\ude00"})",
       R"(\ude00 is half of a character, without its other half (line 1, column 21))"},
      {"{\n\"\\uD83Dx\": 1}", R"(\uD83D is half of a character, without its other half (line 2, column 2))"},
      {R"(["\ud83d\ude00\ud83d\ud83d\ude00"])",
       R"(\ud83d is half of a character, without its other half (line 1, column 15))"},
      {R"("\ud83d")", R"(\ud83d is half of a character)"}};
  for (const auto& [text, part] : cases) {
    const auto refused = Json::parse(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_THAT(refused.error().message, HasSubstr(part)) << text << ": " << refused.error().message;
  }
  EXPECT_THAT(Json::parse(R"(["\q"])").error().message, Not(HasSubstr("half")));
  EXPECT_THAT(Json::parse(R"(["\u12"])").error().message, Not(HasSubstr("half")));
}

TEST(Json, SaysThatAWordIsNoValue) {
  for (const char* text : {"no", "no JSON at all", "[tru]", R"({"a":fine})"}) {
    const auto refused = Json::parse(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_THAT(refused.error().message, HasSubstr("a word that is not true, false or null")) << text;
  }
}

TEST(Json, LimitsDepth) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(round_trip(nested(256)), nested(256));
  for (const std::size_t levels : {257U, 1000U, 100'000U}) {
    const auto refused = Json::parse(nested(levels));
    ASSERT_FALSE(refused) << levels;
    EXPECT_THAT(refused.error().message, HasSubstr("too deep")) << refused.error().message;
  }
  EXPECT_FALSE(Json::parse(std::string(100'000, '[')));
}

TEST(Json, EscapesWhatMustBeAtEveryPlace) {
  for (std::size_t place = 0; place < 40; ++place) {
    for (int c = 0; c < 0x80; ++c) {
      std::string text(40, 'x');
      text[place] = static_cast<char>(c);
      text[39 - place] = static_cast<char>(c);
      const std::string written = Json(text).dump();
      const bool must = c < 0x20 || c == '"' || c == '\\';
      EXPECT_EQ(written.size() > 42, must) << c << " at " << place;
      EXPECT_EQ(Json::parse(written)->as_string(), text) << c << " at " << place;
    }
  }
  EXPECT_EQ(Json("12345678\"é漢\n").dump(), "\"12345678\\\"é漢\\n\"");
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const char* text :
       {"",    "  ",  "{",        "[1",       "[1 2]",       "{\"a\" 1}", "{\"a\":1,}", "[1,]",
        "01",  "1.",  ".5",       "+1",       "1e",          "tru",       "nul",        "True",
        "'a'", "\"a", "\"\x01\"", "\"\\x\"",  "{}{}",        "1 2",       "[] x",       "{a:1}",
        "NaN", "-",   "--1",      "\"\xff\"", "\"\\ud800\"", "[1\v]",     "1\f"}) {
    const auto json = Json::parse(text);
    EXPECT_FALSE(json) << text << " was read as " << (json ? json->dump() : "");
    if (!json) {
      EXPECT_EQ(json.error().kind, ErrorKind::response_validation);
      EXPECT_THAT(json.error().message, HasSubstr("line ")) << json.error().message;
    }
  }
}

TEST(Json, SaysWhereItFailed) {
  const auto json = Json::parse("{\n  \"a\": 1,\n  \"b\": nope\n}");
  ASSERT_FALSE(json);
  EXPECT_THAT(json.error().message, HasSubstr("line 3")) << json.error().message;
}

TEST(Json, MissingMembersReadAsNull) {
  const Json json = *Json::parse(R"({"usage":{"input_tokens":12},"list":[10]})");
  EXPECT_EQ(json["usage"]["input_tokens"].as_int64(), 12);
  EXPECT_TRUE(json["nothing"]["at"]["all"].is_null());
  EXPECT_EQ(json["list"][0].as_int64(), 10);
  EXPECT_TRUE(json["list"][7].is_null());
  EXPECT_FALSE(json["usage"].as_string());
}

TEST(Json, NumbersConvertOnlyWhenTheyFit) {
  EXPECT_EQ(Json::parse("7.0")->as_int64(), 7);
  EXPECT_FALSE(Json::parse("7.5")->as_int64());
  EXPECT_FALSE(Json::parse("1e300")->as_int64());
  EXPECT_EQ(Json::parse("1e400")->as_double(), HUGE_VAL);
  EXPECT_EQ(Json::parse("-1e400")->as_double(), -HUGE_VAL);
  EXPECT_EQ(Json::parse("1e-400")->as_double(), 0.0);
  EXPECT_EQ(Json(18446744073709551615u).dump(), "18446744073709551615");
  EXPECT_EQ(Json(0.1).dump(), "0.1");
  EXPECT_EQ(Json(1.0).dump(), "1");
  EXPECT_TRUE(Json(std::nan("")).is_null());
}

TEST(Json, EditsInPlace) {
  Json json = Json::object({{"a", 1}, {"b", "x"}});
  json.set("a", 2);
  json.set("c", Json::array({1, "two", nullptr, true}));
  json.find("b")->mutable_string() += "yz";
  EXPECT_EQ(json.dump(), R"({"a":2,"b":"xyz","c":[1,"two",null,true]})");
  EXPECT_TRUE(json.erase("a"));
  EXPECT_FALSE(json.erase("a"));
  Json list;
  list.push_back(1).set("deep", Json::object());
  EXPECT_EQ(list.dump(), R"([{"deep":{}}])");
  EXPECT_EQ(json.pretty(),
            "{\n  \"b\": \"xyz\",\n  \"c\": [\n    1,\n    \"two\",\n    null,\n    true\n  ]\n}");
}

TEST(Json, EqualityIsOfMeaning) {
  EXPECT_EQ(*Json::parse(R"({"a":1,"b":[1.0]})"), *Json::parse(R"({"b":[1],"a":1e0})"));
  EXPECT_FALSE(*Json::parse(R"({"a":1})") == *Json::parse(R"({"a":1,"b":null})"));
  EXPECT_FALSE(*Json::parse("[1,2]") == *Json::parse("[2,1]"));
  EXPECT_FALSE(Json(1) == Json("1"));
}

TEST(Error, IsOneLineAndThrowsItsClass) {
  Error error{.kind = ErrorKind::rate_limit,
              .status = 429,
              .code = "ThrottlingException",
              .message = "Too many\nrequests",
              .request_id = "r-1"};
  error.attempts = 3;
  EXPECT_EQ(error.to_string(),
            "RateLimitError 429 ThrottlingException: Too many requests (request id r-1, 3 attempts)");
  EXPECT_THROW(error.raise(), RateLimitError);
  EXPECT_THROW(error.raise(), APIStatusError);
  const Result<int> failed = error;
  EXPECT_FALSE(failed);
  EXPECT_EQ(failed.value_or(7), 7);
  EXPECT_THROW((void)failed.value(), RateLimitError);
  EXPECT_EQ(Result<int>(3).error().kind, ErrorKind::none);
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::user_abort); ++kind) {
    EXPECT_THROW(Error{.kind = static_cast<ErrorKind>(kind)}.raise(), AnthropicError);
  }
}

}  // namespace
}  // namespace anthropic::internal
