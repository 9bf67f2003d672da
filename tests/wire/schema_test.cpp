#include <cstdint>
#include <gtest/gtest.h>

#include <anthropic/schema.hpp>

namespace travel {

enum class Season { spring, summer };
void describe(anthropic::EnumSchema<Season>& season) {
  season.value("spring", Season::spring).value("summer", Season::summer);
}

struct Sight {
  std::string name;
  double rating = 0;
};
void describe(anthropic::ObjectSchema<Sight>& sight) {
  sight.member("name", &Sight::name);
  sight.member("rating", &Sight::rating, "From 0 to 5",
               anthropic::Json::object({{"minimum", 0}, {"maximum", 5}}));
}

struct Place {
  std::string name;
};
struct City : Place {
  std::optional<std::uint16_t> districts;
  std::vector<Sight> sights;
  std::vector<bool> flags;
  Season best = Season::spring;
  bool capital = false;
  anthropic::Json more;
};
void describe(anthropic::ObjectSchema<City>& city) {
  city.member("name", &City::name, "As its inhabitants write it")
      .member("districts", &City::districts)
      .member("sights", &City::sights)
      .member("flags", &City::flags)
      .member("best", &City::best)
      .member("capital", &City::capital)
      .member("more", &City::more);
}

struct Node {
  int value = 0;
  std::vector<Node> children;
};
void describe(anthropic::ObjectSchema<Node>& node) {
  node.member("value", &Node::value).member("children", &Node::children);
}

}  // namespace travel

namespace anthropic::internal {
namespace {

using travel::City;
using travel::Node;

Json json(std::string_view text) {
  return Json::parse(text).value();
}

const char* const kCity =
    R"({"name":"Praha","districts":22,"sights":[{"name":"Hrad","rating":4.5}],"flags":[true,false],)"
    R"("best":"summer","capital":true,"more":{"x":[1]}})";

TEST(JsonSchemaOf, DescribesAStruct) {
  EXPECT_EQ(
      json_schema_of<City>().dump(),
      R"({"type":"object","properties":{"name":{"type":"string","description":"As its inhabitants write )"
      R"(it"},"districts":{"type":"integer","minimum":0},"sights":{"type":"array","items":{"type":)"
      R"("object","properties":{"name":{"type":"string"},"rating":{"type":"number","description":"From 0 )"
      R"(to 5","minimum":0,"maximum":5}},"required":["name","rating"],"additionalProperties":false}},)"
      R"("flags":{"type":"array","items":{"type":"boolean"}},"best":{"type":"string","enum":["spring",)"
      R"("summer"]},"capital":{"type":"boolean"},"more":{}},"required":["name","sights","flags","best",)"
      R"("capital","more"],"additionalProperties":false})");
}

TEST(JsonSchemaOf, AStructThatHoldsItselfIsReferredTo) {
  const Json node =
      json(R"({"type":"object","properties":{"value":{"type":"integer"},"children":{"type":"array",)"
           R"("items":{"$ref":"#/$defs/object1"}}},"required":["value","children"],)"
           R"("additionalProperties":false})");
  Json root = node;
  root.set("$defs", Json::object({{"object1", node}}));
  EXPECT_EQ(json_schema_of<Node>(), root) << json_schema_of<Node>().pretty();
  EXPECT_EQ(json_schema_of<std::vector<Node>>()["items"], json(R"({"$ref":"#/$defs/object1"})"));
  EXPECT_EQ(json_schema_of<std::vector<Node>>()["$defs"]["object1"], node);
}

TEST(ReadJson, ReadsAStruct) {
  const auto city = read_json<City>(json(kCity));
  ASSERT_TRUE(city) << city.error().to_string();
  EXPECT_EQ(city->name, "Praha");
  EXPECT_EQ(city->districts, 22);
  ASSERT_EQ(city->sights.size(), 1u);
  EXPECT_EQ(city->sights[0].name, "Hrad");
  EXPECT_EQ(city->sights[0].rating, 4.5);
  EXPECT_EQ(city->flags, (std::vector<bool>{true, false}));
  EXPECT_EQ(city->best, travel::Season::summer);
  EXPECT_TRUE(city->capital);
  EXPECT_EQ(city->more["x"][0].as_int64(), 1);
}

TEST(ReadJson, OptionalMembersMayBeMissingOrNull) {
  Json city = json(kCity);
  city.set("districts", nullptr);
  EXPECT_FALSE(read_json<City>(city)->districts);
  city.erase("districts");
  EXPECT_FALSE(read_json<City>(city)->districts);
}

TEST(ReadJson, NamesThePlaceOfWhatDoesNotFit) {
  const auto complaint = [](std::string_view member, std::string_view value) {
    Json city = json(kCity);
    if (value.empty()) {
      city.erase(member);
    } else {
      city.set(member, json(value));
    }
    const auto read = read_json<City>(city);
    EXPECT_EQ(read.error().kind, ErrorKind::response_validation);
    EXPECT_EQ(read.error().type, "schema_mismatch");
    return read.error().message;
  };
  EXPECT_EQ(complaint("name", ""), "name is missing");
  EXPECT_EQ(complaint("name", "null"), "name is null, not a string");
  EXPECT_EQ(complaint("districts", "70000"), "districts is 70000, out of range");
  EXPECT_EQ(complaint("districts", "-1"), "districts is -1, out of range");
  EXPECT_EQ(complaint("districts", "1.5"), "districts is 1.5, not a whole number");
  EXPECT_EQ(complaint("districts", "99999999999999999999"),
            "districts is 99999999999999999999, not a whole number");
  EXPECT_EQ(complaint("sights", "{}"), "sights is not an array");
  EXPECT_EQ(complaint("sights", R"([{"name":"a","rating":1},{"name":"b","rating":"x"}])"),
            "sights[1].rating is a string, not a number");
  EXPECT_EQ(complaint("best", R"("winter")"), R"(best is "winter", not one of "spring", "summer")");
  EXPECT_EQ(complaint("best", "1"), R"(best is 1, not one of "spring", "summer")");
  EXPECT_EQ(complaint("capital", "0"), "capital is 0, not true or false");
  EXPECT_EQ(read_json<City>(json("[]")).error().message, "the whole value is an array, not an object");
}

TEST(ReadJson, Recursion) {
  const auto node = read_json<Node>(json(R"({"value":1,"children":[{"value":2,"children":[]}]})"));
  ASSERT_TRUE(node);
  EXPECT_EQ(node->children.at(0).value, 2);
  EXPECT_EQ(*read_json<std::vector<std::int8_t>>(json("[1,-128]")), (std::vector<std::int8_t>{1, -128}));
}

}  // namespace
}  // namespace anthropic::internal
