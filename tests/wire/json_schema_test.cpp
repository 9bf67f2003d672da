#include "wire/schema/json_schema.hpp"

#include <gmock/gmock.h>

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

Json json(std::string_view text) {
  return Json::parse(text).value();
}

std::string complaint(std::string_view schema) {
  const auto checked = check_json_schema(json(schema));
  if (checked) return "fine";
  EXPECT_EQ(checked.error().kind, ErrorKind::bad_request);
  EXPECT_EQ(checked.error().status, 0);
  return checked.error().message;
}

std::string mismatch(std::string_view value, std::string_view schema,
                     NullMember null_member = NullMember::is_a_value) {
  EXPECT_EQ(complaint(schema), "fine") << schema;
  return find_schema_mismatch(json(value), json(schema), null_member).value_or("fits");
}

TEST(CheckJsonSchema, LetsSchemasThrough) {
  for (
      const char* schema : {
          R"({})",
          R"({"type":"object"})",
          R"({"type":["string","null"],"unheard_of":7})",
          R"({"type":"object","properties":{"type":{"type":"string"},"required":true},"required":["type"],"additionalProperties":false})",
          R"({"anyOf":[{"const":1},{"enum":["a",null]}],"$defs":{"x":{"items":{"$ref":"#/$defs/x"}}}})",
          R"({"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"integer","minimum":-1.5,"maximum":3}}})",
          R"({"type":"array","items":{"type":"string","minLength":0,"maxLength":9},"minItems":1,"maxItems":2})",
      }) {
    EXPECT_EQ(complaint(schema), "fine") << schema;
  }
}

TEST(CheckJsonSchema, NamesThePlaceOfWhatIsWrong) {
  EXPECT_EQ(complaint("[]"), "schema: must be a JSON object, a schema");
  EXPECT_EQ(complaint("true"), "schema: must be a JSON object, a schema");
  EXPECT_EQ(complaint(R"({"properties":{"age":{"type":"int"}}})").substr(0, 49),
            "schema.properties.age.type: is \"int\", not one of ");
  EXPECT_EQ(complaint(R"({"type":[]})").substr(0, 18), "schema.type: is []");
  EXPECT_EQ(complaint(R"({"properties":{"a":{"items":[{"type":"string"}]}}})"),
            "schema.properties.a.items: must be a JSON object, a schema");
  EXPECT_EQ(complaint(R"({"properties":{"a":"string"}})"),
            "schema.properties.a: must be a JSON object, a schema");
  EXPECT_EQ(complaint(R"({"properties":[]})"),
            "schema.properties: must be an object of schemas, each by its name");
  EXPECT_EQ(complaint(R"({"required":"a"})"), "schema.required: must be a list of the names of members");
  EXPECT_EQ(complaint(R"({"required":["a",1]})"), "schema.required[1]: must be a text, the name of a member");
  EXPECT_EQ(complaint(R"({"required":["a","a"]})"), "schema.required[1]: \"a\" is there twice");
  EXPECT_EQ(complaint(R"({"properties":{"a":{}},"required":["b"],"additionalProperties":false})"),
            "schema.required[0]: \"b\" is not among the properties");
  EXPECT_EQ(complaint(R"({"anyOf":[{},{"enum":[]}]})"),
            "schema.anyOf[1].enum: must be a list of at least one value");
  EXPECT_EQ(complaint(R"({"allOf":[]})"), "schema.allOf: must be a list of at least one schema");
  EXPECT_EQ(complaint(R"({"minItems":-1})"), "schema.minItems: must be a whole number, 0 or more");
  EXPECT_EQ(complaint(R"({"maxLength":1.5})"), "schema.maxLength: must be a whole number, 0 or more");
  EXPECT_EQ(complaint(R"({"minimum":"1"})"), "schema.minimum: must be a number");
  EXPECT_EQ(complaint(R"({"description":1})"), "schema.description: must be a text");
  EXPECT_EQ(complaint(R"({"$ref":"#/$defs/x"})"), "schema.$ref: \"#/$defs/x\" is not a place in this schema");
  EXPECT_EQ(complaint(R"({"$ref":"https://example.com/x"})"),
            "schema.$ref: \"https://example.com/x\" is not a place in this schema");
  EXPECT_EQ(complaint(R"({"$ref":7})"), "schema.$ref: must be a text such as \"#/$defs/city\"");
  EXPECT_EQ(complaint(R"({"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}})"),
            "schema.$defs.a.$ref: leads back to itself");
}

TEST(CheckJsonSchema, DepthIsBounded) {
  std::string schema = "{}";
  for (int i = 0; i < 250; ++i) schema = R"({"items":)" + schema + "}";
  EXPECT_THAT(complaint(schema), HasSubstr(": is nested too deep"));
}

TEST(SchemaMismatch, Types) {
  EXPECT_EQ(mismatch("1", R"({"type":"integer"})"), "fits");
  EXPECT_EQ(mismatch("1.0", R"({"type":"integer"})"), "fits");
  EXPECT_EQ(mismatch("1e30", R"({"type":"integer"})"), "fits");
  EXPECT_EQ(mismatch("1.5", R"({"type":"integer"})"), "the whole value is 1.5, not a whole number");
  EXPECT_EQ(mismatch("1.5", R"({"type":"number"})"), "fits");
  EXPECT_EQ(mismatch("true", R"({"type":"number"})"), "the whole value is true, not a number");
  EXPECT_EQ(mismatch("null", R"({"type":["string","null"]})"), "fits");
  EXPECT_EQ(mismatch("[]", R"({"type":["string","null"]})"),
            "the whole value is an array, not a string or null");
  EXPECT_EQ(mismatch(R"("x")", R"({"type":"object"})"), "the whole value is \"x\", not an object");
  EXPECT_EQ(mismatch(R"("x")", R"({})"), "fits");
}

TEST(SchemaMismatch, ObjectsAndTheirPaths) {
  const char* schema =
      R"({"type":"object","properties":{"cities":{"type":"array","items":{"type":"object",)"
      R"("properties":{"name":{"type":"string"},"size":{"type":"integer"}},"required":["name"],)"
      R"("additionalProperties":false}}},"required":["cities"]})";
  EXPECT_EQ(mismatch(R"({"cities":[{"name":"A"},{"name":"B","size":3}],"more":1})", schema), "fits");
  EXPECT_EQ(mismatch(R"({})", schema), "cities is missing");
  EXPECT_EQ(mismatch(R"({"cities":[{"name":"A"},{}]})", schema), "cities[1].name is missing");
  EXPECT_EQ(mismatch(R"({"cities":[{"name":null}]})", schema), "cities[0].name is null, not a string");
  EXPECT_EQ(mismatch(R"({"cities":[{"name":"A","x":1}]})", schema),
            "cities[0].x is not a member that the schema knows");
  const char* missing = R"({"cities":[{"name":"A","size":null}]})";
  EXPECT_EQ(mismatch(missing, schema), "cities[0].size is null, not a whole number");
  EXPECT_EQ(mismatch(missing, schema, NullMember::is_absent), "fits");
  EXPECT_EQ(mismatch(R"({"cities":null})", schema, NullMember::is_absent), "cities is null, not an array");
  EXPECT_EQ(mismatch(R"({"a":"x","b":1})", R"({"additionalProperties":{"type":"string"}})"),
            "b is 1, not a string");
}

TEST(SchemaMismatch, ValuesAndBounds) {
  EXPECT_EQ(mismatch(R"("c")", R"({"enum":["a","b"]})"), R"(the whole value is "c", not one of ["a","b"])");
  EXPECT_EQ(mismatch("1.0", R"({"enum":[1]})"), "fits");
  EXPECT_EQ(mismatch("2", R"({"const":1})"), "the whole value is 2, not 1");
  EXPECT_EQ(mismatch("[1]", R"({"minItems":2})"), "the whole value has 1 items, fewer than 2");
  EXPECT_EQ(mismatch("[1,2,3]", R"({"maxItems":2})"), "the whole value has 3 items, more than 2");
  EXPECT_EQ(mismatch(R"("äö")", R"({"minLength":2,"maxLength":2})"), "fits");
  EXPECT_EQ(mismatch(R"("äöü")", R"({"maxLength":2})"), "the whole value has 3 characters, more than 2");
  EXPECT_EQ(mismatch("0", R"({"minimum":1})"), "the whole value is 0, less than 1");
  EXPECT_EQ(mismatch("1", R"({"minimum":1,"maximum":1})"), "fits");
  EXPECT_EQ(mismatch("5.5", R"({"maximum":5})"), "the whole value is 5.5, more than 5");
  EXPECT_EQ(mismatch("1", R"({"exclusiveMinimum":1})"), "the whole value is 1, not more than 1");
  EXPECT_EQ(mismatch("1", R"({"exclusiveMaximum":1})"), "the whole value is 1, not less than 1");
}

TEST(SchemaMismatch, AlternativesAndReferences) {
  const char* either = R"({"anyOf":[{"type":"string"},{"type":"object","required":["a"]}]})";
  EXPECT_EQ(mismatch(R"("x")", either), "fits");
  EXPECT_EQ(mismatch(R"({"a":1})", either), "fits");
  EXPECT_EQ(
      mismatch("[]", either),
      "the whole value fits none of the 2 alternatives (the first one: the whole value is an array, not "
      "a string)");
  EXPECT_EQ(mismatch("3", R"({"oneOf":[{"minimum":1},{"maximum":5}]})"),
            "the whole value fits 2 alternatives, not one");
  EXPECT_EQ(mismatch("7", R"({"allOf":[{"minimum":1},{"maximum":5}]})"), "the whole value is 7, more than 5");
  const char* tree =
      R"({"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["name"],)"
      R"("properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/node"}}}}}})";
  EXPECT_EQ(mismatch(R"({"name":"a","children":[{"name":"b"},{"name":"c","children":[]}]})", tree), "fits");
  EXPECT_EQ(mismatch(R"({"name":"a","children":[{"name":"b","children":[{"name":1}]}]})", tree),
            "children[0].children[0].name is 1, not a string");
}

TEST(SchemaMismatch, EndsOnSchemasThatGoRoundInCircles) {
  EXPECT_THAT(mismatch("1", R"({"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}}})"),
              HasSubstr("nested too deep"));
}

TEST(OutputFormatSchema, ClosesObjectsAndMovesConstraintsIntoDescriptions) {
  const auto format = output_format_schema(json(
      R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","title":"T",)"
      R"("properties":{"stars":{"type":"integer","description":"How good","minimum":1,"maximum":5},)"
      R"("tags":{"type":"array","items":{"type":"string","pattern":"^[a-z]+$"},"minItems":1,"maxItems":3},)"
      R"("some":{"type":"array","items":{"enum":["a","b"]},"minItems":2},)"
      R"("day":{"type":"string","format":"date"},"odd":{"type":"string","format":"odd"},)"
      R"("either":{"oneOf":[{"type":"null"},{"type":"object","properties":{"x":{"const":1}}}]}},)"
      R"("required":["stars"]})"));
  EXPECT_EQ(format.not_expressible, "");
  EXPECT_EQ(
      format.schema,
      json(
          R"({"type":"object","title":"T","properties":{)"
          R"("stars":{"type":"integer","description":"How good\n\nConstraints: minimum 1, maximum 5."},)"
          R"("tags":{"type":"array","items":{"type":"string","description":"Constraints: pattern \"^[a-z]+$\"."},)"
          R"("minItems":1,"description":"Constraints: maxItems 3."},)"
          R"("some":{"type":"array","items":{"enum":["a","b"]},"description":"Constraints: minItems 2."},)"
          R"("day":{"type":"string","format":"date"},)"
          R"("odd":{"type":"string","description":"Constraints: format \"odd\"."},)"
          R"("either":{"anyOf":[{"type":"null"},{"type":"object","properties":{"x":{"const":1}},)"
          R"("additionalProperties":false}]}},"required":["stars"],"additionalProperties":false})"))
      << format.schema.pretty();
}

TEST(OutputFormatSchema, DefinitionsStay) {
  const auto format = output_format_schema(
      json(R"({"type":"object","properties":{"a":{"$ref":"#/$defs/x"},"b":{"$ref":"#/$defs/x"}},)"
           R"("$defs":{"x":{"type":"object","properties":{"n":{"type":"number","minimum":0}}}}})"));
  EXPECT_EQ(format.not_expressible, "");
  EXPECT_EQ(format.schema["properties"]["a"], json(R"({"$ref":"#/$defs/x"})"));
  EXPECT_EQ(format.schema["$defs"]["x"]["additionalProperties"], Json(false));
  EXPECT_EQ(format.schema["$defs"]["x"]["properties"]["n"]["description"].as_string(),
            "Constraints: minimum 0.");
}

TEST(OutputFormatSchema, SaysWhatItCannotExpress) {
  const auto why = [](std::string_view schema) { return output_format_schema(json(schema)).not_expressible; };
  EXPECT_EQ(why(R"({"type":"object"})"), "schema is an object whose members are not said");
  EXPECT_EQ(why(R"({"type":"object","properties":{"a":{}}})"), "schema.properties.a may be anything");
  EXPECT_EQ(why(R"({"type":"object","properties":{"a":true}})"), "schema.properties.a may be anything");
  EXPECT_EQ(why(R"({"type":"object","properties":{},"additionalProperties":{"type":"string"}})"),
            "schema may have members of any name");
  EXPECT_EQ(why(R"({"allOf":[{"type":"string"}],"type":"string"})"), "schema.allOf joins schemas");
  EXPECT_EQ(why(R"({"enum":[[1]]})"), "schema.enum lists arrays or objects");
  EXPECT_EQ(why(R"({"$ref":"#/$defs/x","$defs":{"x":{"type":"array","items":{"$ref":"#/$defs/x"}}}})"),
            "schema refers to a schema that contains itself");
  EXPECT_EQ(why(R"({"type":"array","items":{"$ref":"#"}})"),
            "schema.items refers to a place that is no definition");
}

TEST(SchemaMismatch, ChecksTuples) {
  constexpr std::string_view schema =
      R"({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false})";
  EXPECT_EQ(mismatch(R"(["a", 1])", schema), "fits");
  EXPECT_EQ(mismatch(R"(["a"])", schema), "fits");
  EXPECT_EQ(mismatch(R"(["a", "b"])", schema), "[1] is \"b\", not a whole number");
  EXPECT_EQ(mismatch(R"(["a", 1, 2])", schema), "[2] must not be there");
}

TEST(SchemaMismatch, EndsWhereAlternativesDoNot) {
  const Json schema = *Json::parse(R"({"anyOf": [{"$ref": "#"}, {"$ref": "#"}]})");
  std::size_t steps = 1000;
  EXPECT_FALSE(fits_schema(1, schema, schema, steps));
  EXPECT_EQ(steps, 0u);
}

}  // namespace
}  // namespace anthropic::internal
