#include "local/examples/schema_example.hpp"

#include <gtest/gtest.h>

#include "local/examples/pattern_example.hpp"
#include "wire/schema/json_schema.hpp"

namespace anthropic::internal::local {
namespace {

std::string example(const std::string& schema) {
  const auto found = example_of(*Json::parse(schema));
  if (!found) return "(none)";
  const auto mismatch = find_schema_mismatch(*found, *Json::parse(schema));
  EXPECT_FALSE(mismatch) << *mismatch;
  return found->dump();
}

TEST(SchemaExample, HasAValueForEachType) {
  EXPECT_EQ(example(R"({"type": "string"})"), R"("local")");
  EXPECT_EQ(example(R"({"type": "integer"})"), "1");
  EXPECT_EQ(example(R"({"type": "number"})"), "1");
  EXPECT_EQ(example(R"({"type": "boolean"})"), "false");
  EXPECT_EQ(example(R"({"type": "null"})"), "null");
  EXPECT_EQ(example(R"({"type": "array"})"), "[]");
  EXPECT_EQ(example(R"({"type": "object"})"), "{}");
  EXPECT_EQ(example(R"({"type": ["null", "string"]})"), "null");
  EXPECT_EQ(example("{}"), R"("local")");
  EXPECT_EQ(example(R"({"minimum": 3})"), "3");
}

TEST(SchemaExample, HasTheMembersThatAreRequired) {
  EXPECT_EQ(
      example(R"({"type": "object", "required": ["a", "c"], "additionalProperties": false, "properties": {
                "a": {"type": "string"}, "b": {"type": "string"},
                "c": {"type": "object", "required": ["d"], "properties": {"d": {"type": "boolean"}}}}})"),
      R"({"a":"local","c":{"d":false}})");
  EXPECT_EQ(example(R"({"required": ["x"], "additionalProperties": {"type": "integer"}})"), R"({"x":1})");
  EXPECT_EQ(example(R"({"type": "object", "minProperties": 2, "properties": {"a": {"type": "null"}}})"),
            R"({"a":null,"local2":"local"})");
  EXPECT_EQ(
      example(R"({"required": ["a"], "dependentRequired": {"a": ["b"]}, "properties": {"b": {"const": 7}}})"),
      R"({"a":"local","b":7})");
}

TEST(SchemaExample, TakesWhatIsListed) {
  EXPECT_EQ(example(R"({"enum": ["red", "green"]})"), R"("red")");
  EXPECT_EQ(example(R"({"const": {"a": [1]}})"), R"({"a":[1]})");
  EXPECT_EQ(example(R"({"type": "integer", "enum": ["x", 2]})"), "2");
  EXPECT_EQ(example(R"({"type": "string", "examples": [3, "Bonn"]})"), R"("Bonn")");
}

TEST(SchemaExample, KeepsWithinBounds) {
  EXPECT_EQ(example(R"({"type": "integer", "minimum": 5})"), "5");
  EXPECT_EQ(example(R"({"type": "integer", "exclusiveMinimum": 5})"), "6");
  EXPECT_EQ(example(R"({"type": "integer", "maximum": -3})"), "-3");
  EXPECT_EQ(example(R"({"type": "integer", "minimum": 10, "multipleOf": 7})"), "14");
  EXPECT_EQ(example(R"({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.25})"), "0.125");
  EXPECT_EQ(example(R"({"type": "integer", "minimum": 9007199254740993})"), "9007199254740993");
  EXPECT_EQ(example(R"({"type": "integer", "minimum": 2.5, "maximum": 2.75})"), "(none)");
  EXPECT_EQ(example(R"({"type": "string", "minLength": 8, "maxLength": 9})"), R"("local-loc")");
  EXPECT_EQ(example(R"({"type": "string", "maxLength": 2})"), R"("al")");
  EXPECT_EQ(example(R"({"type": "array", "minItems": 2, "items": {"type": "boolean"}})"), "[false,false]");
  EXPECT_EQ(example(R"({"type": "array", "minItems": 3, "uniqueItems": true, "items": {"type": "string"}})"),
            R"(["local","local2","local3"])");
  EXPECT_EQ(example(R"({"type": "array", "minItems": 3, "uniqueItems": true, "items": {"type": "boolean"}})"),
            "(none)");
  EXPECT_EQ(example(R"({"type": "array", "contains": {"const": 4}})"), "[4]");
  EXPECT_EQ(example(R"({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]})"),
            R"(["local",1])");
}

TEST(SchemaExample, ChoosesAnAlternativeThatCanBe) {
  EXPECT_EQ(example(R"({"anyOf": [{"type": "integer"}, {"type": "null"}]})"), "1");
  EXPECT_EQ(example(R"({"type": "string", "anyOf": [{"type": "integer"}, {"minLength": 6}]})"),
            R"("local-local")");
  EXPECT_EQ(example(R"({"oneOf": [{"type": "integer"}, {"type": "number"}, {"type": "string"}]})"),
            R"("local")");
  EXPECT_EQ(example(R"({"allOf": [{"required": ["a"], "properties": {"a": {"type": "string"}}},
                                  {"properties": {"a": {"enum": [1, "x"]}}}]})"),
            R"({"a":"x"})");
  EXPECT_EQ(example(R"({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                "oneOf": [{"required": ["r"], "properties": {"kind": {"const": "circle"}, "r": {"type": "number"}}},
                          {"properties": {"kind": {"const": "point"}}}]})"),
            R"({"kind":"circle","r":1})");
  EXPECT_EQ(example(R"({"enum": ["a", "b"], "not": {"const": "a"}})"), R"("b")");
}

TEST(SchemaExample, FollowsReferencesAndEndsThem) {
  EXPECT_EQ(example(R"({"$ref": "#/$defs/city", "$defs": {"city": {"type": "string"}}})"), R"("local")");
  EXPECT_EQ(example(R"({"type": "object", "required": ["value", "next"], "properties": {
                "value": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}})"),
            R"({"value":1,"next":null})");
  EXPECT_EQ(example(R"({"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "object", "required": ["children"],
                "properties": {"children": {"type": "array", "minItems": 1, "items": {"anyOf": [
                    {"$ref": "#/$defs/tree"}, {"type": "string"}]}}}}}})"),
            R"({"children":["local"]})");
}

TEST(SchemaExample, HasNoneOfWhatCannotBe) {
  EXPECT_EQ(example(R"({"type": "string", "const": 1})"), "(none)");
  EXPECT_EQ(example(R"({"allOf": [{"type": "string"}, {"type": "integer"}]})"), "(none)");
  EXPECT_EQ(example(R"({"required": ["a"], "additionalProperties": false})"), "(none)");
  EXPECT_EQ(example(R"({"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#"}}})"),
            "(none)");
  EXPECT_EQ(example(R"({"$ref": "https://example.com/schema"})"), "(none)");
  EXPECT_EQ(example(R"({"type": "array", "minItems": 1000000000})"), "(none)");
}

TEST(SchemaExample, GivesUpOnAlternativesWithoutEnd) {
  EXPECT_EQ(example_of(*Json::parse(R"({"anyOf": [{"$ref": "#"}, {"$ref": "#"}]})")), std::nullopt);
  std::string wide = R"({"$ref": "#/$defs/a0", "$defs": {)";
  for (int i = 0; i < 40; ++i) {
    const std::string next = R"({"$ref": "#/$defs/a)" + std::to_string(i + 1) + "\"}";
    wide += "\"a" + std::to_string(i) +
            R"(": {"type": "object", "required": ["x", "y"], "properties": {"x": )" + next + R"(, "y": )" +
            next + "}},";
  }
  EXPECT_EQ(example_of(*Json::parse(wide + R"("a40": {"type": "string"}}})")), std::nullopt);
}

TEST(SchemaExample, HeedsBoundsInDescriptions) {
  EXPECT_EQ(example(R"({"type": "integer", "description": "minimum: 3; maximum: 9007199254740991."})"), "3");
  EXPECT_EQ(
      example(R"({"type": "array", "items": {"type": "null"}, "description": "All.\n\n{minItems: 2}"})"),
      "[null,null]");
  EXPECT_EQ(example(R"({"type": "number", "description": "{exclusiveMinimum: 5}"})"), "5.5");
  EXPECT_EQ(example(R"({"type": "number", "description": "Constraints: exclusive minimum 5."})"), "5.5");
  EXPECT_EQ(example(R"({"type": "string", "description": "{pattern: \"^[0-9]{2}\\\\.\"}"})"), R"("00.")");
  EXPECT_EQ(example(R"({"type": "integer", "maximum": 2, "description": "The minimum: 3 of them."})"), "1");
}

TEST(SchemaExample, WritesFormats) {
  EXPECT_EQ(example(R"({"type": "string", "format": "date-time"})"), R"("2026-01-01T00:00:00Z")");
  EXPECT_EQ(example(R"({"type": "string", "format": "email", "pattern": "^(?!x).+@.+$"})"),
            R"("local1@example.com")");
  EXPECT_EQ(example(R"({"type": "string", "format": "uuid"})"), R"("00000000-0000-4000-8000-000000000000")");
  EXPECT_EQ(example(R"({"type": "string", "format": "of-nobody"})"), R"("local")");
}

TEST(PatternExample, HasTheFirstAndTheFewest) {
  const auto of = [](std::string_view pattern) { return pattern_example(pattern, 0).value_or("(none)"); };
  EXPECT_EQ(of("^[A-Z]{2}-\\d{3,5}$"), "AA-000");
  EXPECT_EQ(of("^(cat|dog)s?$"), "cat");
  EXPECT_EQ(of("^(?:a+|b)*c$"), "c");
  EXPECT_EQ(of("[^a-z]"), "A");
  EXPECT_EQ(of("^\\w+@\\w+\\.com$"), "a@a.com");
  EXPECT_EQ(of("^(?=.*x)(?<year>\\d{4})-\\1$"), "0000-0000");
  EXPECT_EQ(of("^[\\u00e4ö]\\u{1F600}$"), "ä😀");
  EXPECT_EQ(of("^\\p{Lu}\\p{N}\\t[\\]a]$"), "A0\ta");
  EXPECT_EQ(of("x{,3}"), "x{,3}");
  EXPECT_EQ(of(""), "");
}

TEST(PatternExample, RepeatsMoreIfAsked) {
  EXPECT_EQ(pattern_example("^a+b*c{2,}d{1,2}$", 3), "aaaabbbcccccdd");
}

TEST(PatternExample, HasNoneOfABrokenPattern) {
  for (const char* broken : {"(", ")", "[a", "a{2", "a{9999999}", "\\", "[z-a]", "[^\\s\\S]", "(?<name",
                             "\\x1", "\\u{110000}", "(((a{100}){100}){100}){100}"})
    EXPECT_EQ(pattern_example(broken, 0), std::nullopt) << broken;
  EXPECT_EQ(pattern_example(std::string(100'000, '('), 0), std::nullopt);
}

}  // namespace
}  // namespace anthropic::internal::local
