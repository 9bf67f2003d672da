#include <cmath>
#include <gtest/gtest.h>
#include <string>
#include <utility>

#include <anthropic/json.hpp>

namespace anthropic {
namespace {

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

TEST(Json, LimitsDepth) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(round_trip(nested(256)), nested(256));
  for (const std::size_t levels : {257U, 1000U, 100'000U}) {
    const auto refused = Json::parse(nested(levels));
    ASSERT_FALSE(refused) << levels;
    EXPECT_NE(refused.error().message.find("too deep"), std::string::npos) << refused.error().message;
  }
  EXPECT_TRUE(Json::parse(std::string(256, '[') + "1" + std::string(256, ']')));
  EXPECT_FALSE(Json::parse(std::string(100'000, '[')));
}

TEST(Json, EscapesWhatMustBeAtEveryPlace) {
  for (std::size_t place = 0; place < 20; ++place) {
    for (int c = 0; c < 0x80; ++c) {
      std::string text(20, 'x');
      text[place] = static_cast<char>(c);
      text[19 - place] = static_cast<char>(c);
      const std::string written = Json(text).dump();
      const bool must = c < 0x20 || c == '"' || c == '\\';
      EXPECT_EQ(written.size() > 22, must) << c << " at " << place;
      EXPECT_EQ(Json::parse(written)->as_string(), text) << c << " at " << place;
    }
  }
  EXPECT_EQ(Json("12345678\"é漢\n").dump(), "\"12345678\\\"é漢\\n\"");
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const char* text :
       {"",    "  ",  "{",        "[1",       "[1 2]",      "{\"a\" 1}", "{\"a\":1,}", "[1,]",
        "01",  "1.",  ".5",       "+1",       "1e",         "tru",       "nul",        "True",
        "'a'", "\"a", "\"\x01\"", "\"\\x\"",  "{}{}",       "1 2",       "[] x",       "{a:1}",
        "NaN", "-",   "--1",      "\"\xff\"", "\"\\ud800\""}) {
    const auto json = Json::parse(text);
    EXPECT_FALSE(json) << text << " was read as " << (json ? json->dump() : "");
    if (!json) {
      EXPECT_EQ(json.error().kind, ErrorKind::response_validation);
      EXPECT_NE(json.error().message.find("line "), std::string::npos) << json.error().message;
    }
  }
}

TEST(Json, SaysWhereItFailed) {
  const auto json = Json::parse("{\n  \"a\": 1,\n  \"b\": nope\n}");
  ASSERT_FALSE(json);
  EXPECT_NE(json.error().message.find("line 3"), std::string::npos) << json.error().message;
}

TEST(Json, SaysWhatFailed) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "it is empty (line 1, column 1)"},
      {"[1,\n 2", "a comma or a closing bracket is missing (line 2, column 3)"},
      {R"({"a" 1})", "a colon is missing (line 1, column 6)"},
      {R"({"a":1,})", "a name in quotes is missing (line 1, column 8)"},
      {R"({"a":1 "b":2})", "a comma or a closing brace is missing (line 1, column 8)"},
      {"[1,]", "a value is missing (line 1, column 4)"},
      {"[nul]", "a value is missing (line 1, column 2)"},
      {"[1.]", "a digit is missing (line 1, column 4)"},
      {"1 2", "something follows the value (line 1, column 3)"},
      {"[\"abc", "a text does not end (line 1, column 6)"},
      {"[\"abc\\", "a text does not end (line 1, column 6)"},
      {"[\"a\nb\"]", "a text has a control character that is not escaped (line 1, column 4)"},
      {R"(["a\qb"])", "a text has an escape that does not exist (line 1, column 4)"},
      {R"(["a\u12g4"])", "\\u needs four hexadecimal digits (line 1, column 4)"},
      {R"(["\udc00"])", "a text has half of a surrogate pair"},
      {R"(["\ud800\u0041"])", "a text has half of a surrogate pair"},
      {"[1,\n\"\xff\"\n]", "it is not UTF-8 (line 2, column 1)"},
  };
  for (const auto& [text, problem] : cases) {
    const auto json = Json::parse(text);
    ASSERT_FALSE(json) << text;
    EXPECT_TRUE(json.error().message.starts_with(std::string("not valid JSON: ") + problem))
        << json.error().message;
  }
}

TEST(Json, ReadsEveryEscapeAtEveryPlace) {
  const std::pair<const char*, std::string> escapes[] = {{R"(\")", "\""},
                                                         {R"(\\)", "\\"},
                                                         {R"(\/)", "/"},
                                                         {R"(\b)", "\b"},
                                                         {R"(\f)", "\f"},
                                                         {R"(\n)", "\n"},
                                                         {R"(\r)", "\r"},
                                                         {R"(\t)", "\t"},
                                                         {R"(\u0000)", std::string(1, '\0')},
                                                         {R"(\u007F)", "\x7f"},
                                                         {R"(\u0080)", "\u0080"},
                                                         {R"(\u07ff)", "\u07ff"},
                                                         {R"(\u0800)", "\u0800"},
                                                         {R"(\uFFFF)", "\uffff"},
                                                         {R"(\ud800\udc00)", "\U00010000"},
                                                         {R"(\uDBFF\uDFFF)", "\U0010ffff"}};
  for (std::size_t before = 0; before < 40; ++before) {
    for (const auto& [escape, meaning] : escapes) {
      const std::string plain(before, 'x');
      const std::string text = "\"" + plain + escape + plain + escape + "\"";
      EXPECT_EQ(Json::parse(text)->as_string(), plain + meaning + plain + meaning) << text;
      EXPECT_FALSE(Json::parse(text.substr(0, text.size() - 1))) << text;
    }
  }
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
}  // namespace anthropic
