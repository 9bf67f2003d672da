#include <gtest/gtest.h>

#include <anthropic/content_block.hpp>

#include "wire/json/partial.hpp"

namespace anthropic::internal {
namespace {

TEST(PartialJson, KeepsWhatIsWhole) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "null"},
      {"  ", "null"},
      {"{", "{}"},
      {"[", "[]"},
      {"{\"a", "{}"},
      {"{\"a\"", "{}"},
      {"{\"a\":", "{}"},
      {"{\"a\":\"b", "{}"},
      {"{\"a\":\"b\"", R"({"a":"b"})"},
      {"{\"a\":\"b\",", R"({"a":"b"})"},
      {"{\"a\":\"b\",\"c\":[", R"({"a":"b","c":[]})"},
      {"{\"a\":\"b\",\"c\":[1,2", R"({"a":"b","c":[1]})"},
      {"{\"a\":\"b\",\"c\":[1,2]", R"({"a":"b","c":[1,2]})"},
      {"{\"a\":{\"b\":[{\"c\":1},{\"d", R"({"a":{"b":[{"c":1},{}]}})"},
      {"{\"a\":12", "{}"},
      {"{\"a\":12 ", R"({"a":12})"},
      {"{\"a\":-", "{}"},
      {"{\"a\":1.5e", "{}"},
      {"{\"a\":tru", "{}"},
      {"{\"a\":true", R"({"a":true})"},
      {"{\"a\":truee", "{}"},
      {"{\"a\":truee,\"b\":1}", "{}"},
      {"{\"a\":1,\"b\":nul", R"({"a":1})"},
      {"[null,false,tr", "[null,false]"},
      {"[\"a\\", "[]"},
      {"[\"a\\\"", "[]"},
      {"[\"a\\\\\"", R"(["a\\"])"},
      {"[\"\\u00e", "[]"},
      {"[\"\\u00e9\",\"\\ud83d", R"(["é"])"},
      {"[\"é\xc3", "[]"},
      {"[1,\"\\x\",2]", "[1]"},
      {"[1,\"a\nb\",2]", "[1]"},
      {"[1,01,2]", "[1]"},
      {"[1,-,2]", "[1]"},
      {"[0,-1,10,1.5,2]", "[0,-1,10,1.5,2]"},
      {"[1,1.,2]", "[1]"},
      {"[1,,2]", "[1]"},
      {"[1}", "[1]"},
      {"{1:2}", "{}"},
      {"{\"a\" 1}", "{}"},
      {"{\"a\":1}", R"({"a":1})"},
      {"{\"a\":1} and more", R"({"a":1})"},
      {"\"abc", "null"},
      {"\"abc\"", "\"abc\""},
      {"12", "null"},
      {"nonsense", "null"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(parse_partial_json(text), *Json::parse(expected)) << text;
  }
}

/// Whether every member and item of `part` is in `whole` too, but for what is open at the end.
bool is_beginning(const Json& part, const Json& whole) {
  if (part.is_object()) {
    for (const Json::Member& member : part.members()) {
      const Json* other = whole.find(member.name);
      if (!other || !is_beginning(member.value, *other)) return false;
    }
    return whole.is_object();
  }
  if (part.is_array()) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (i >= whole.size() || !is_beginning(part[i], whole[i])) return false;
    }
    return whole.is_array();
  }
  return part == whole;
}

TEST(PartialJson, EveryBeginningOfATextIsABeginningOfItsValue) {
  const std::string text =
      R"( { "city" : "Z\u00fcrich \"old\\" , "days" : [ 1 , -2.5e3 , true , null , { "a" : { } , "b" : [ [ ] ] } ] , "é" : "😀" } )";
  const Json whole = *Json::parse(text);
  std::size_t grown = 0;
  Json before;
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const Json part = parse_partial_json(std::string_view(text).substr(0, length));
    EXPECT_TRUE(part.is_null() || is_beginning(part, whole))
        << text.substr(0, length) << " gave " << part.dump();
    grown += !(part == before);
    before = part;
  }
  EXPECT_EQ(before, whole);
  EXPECT_GT(grown, 10u);
}

TEST(PartialJson, DeepAndLongTextsAreReadInTime) {
  EXPECT_TRUE(parse_partial_json(std::string(100000, '[')).is_array());
  std::string long_text = "{\"items\":[";
  for (int i = 0; i < 100000; ++i) long_text += "\"piece " + std::to_string(i) + "\",";
  EXPECT_EQ(parse_partial_json(long_text)["items"].size(), 100000u);
}

TEST(PartialJson, ABlockGivesWhatIsKnownOfItsInput) {
  EXPECT_EQ((ToolUseBlock{.input = Json::object({{"a", 1}})}.partial_input()), Json::object({{"a", 1}}));
  EXPECT_EQ((ToolUseBlock{.partial_json = R"({"a":1,"b":")"}.partial_input()), Json::object({{"a", 1}}));
}

}  // namespace
}  // namespace anthropic::internal
