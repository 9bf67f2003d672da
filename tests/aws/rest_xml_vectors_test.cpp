// Answers of the protocol REST-XML, read by their models: what our XML keeps is enough for every shape.

#include <gtest/gtest.h>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "support/vectors.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal {
namespace {

std::string name_of(const Json& member, std::string_view otherwise) {
  return member["locationName"].string_or(otherwise);
}

double seconds(SystemTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

/// A small reader of answers, driven by a model in botocore's form.
class ShapeReader {
 public:
  explicit ShapeReader(const Json& shapes) : shapes_(shapes) {}

  Json structure(const Xml& xml, const Json& shape) const {
    Json out = Json::object();
    for (const auto& [name, member] : shape["members"].members()) {
      if (member.contains("location")) continue;
      const std::string element = name_of(member, name);
      const Json& target = shape_of(member);
      if (is_flat(member, target)) {
        if (xml.contains(element)) out.set(name, collection(xml.all(element), target));
      } else if (xml.contains(element)) {
        out.set(name, value(xml[element], target));
      }
    }
    return out;
  }

  const Json& shape_of(const Json& reference) const { return shapes_[reference["shape"].string_or("")]; }

 private:
  static bool is_flat(const Json& member, const Json& target) {
    return member["flattened"].as_bool().value_or(false) || target["flattened"].as_bool().value_or(false);
  }

  /// A list of its members, or a map of its entries.
  Json collection(const std::vector<const Xml*>& elements, const Json& shape) const {
    const bool map = shape["type"].as_string() == "map";
    Json out = map ? Json::object() : Json::array();
    for (const Xml* element : elements) {
      if (map) {
        const Xml& key = (*element)[name_of(shape["key"], "key")];
        out.set(key.text, value((*element)[name_of(shape["value"], "value")], shape_of(shape["value"])));
      } else {
        out.push_back(value(*element, shape_of(shape["member"])));
      }
    }
    return out;
  }

  Json value(const Xml& xml, const Json& shape) const {
    const std::string type = shape["type"].string_or("");
    if (type == "structure") return structure(xml, shape);
    if (type == "map") return collection(xml.all("entry"), shape);
    if (type == "list") return collection(xml.all(name_of(shape["member"], "member")), shape);
    if (type == "boolean") return xml.text == "true";
    if (type == "blob") return base64_decode(xml.text).value_or("?");
    if (type == "timestamp") return time(xml.text, shape["timestampFormat"].string_or("iso8601"));
    if (type == "string" || xml.text == "NaN" || xml.text.ends_with("Infinity")) return xml.text;
    return Json::number(xml.text);
  }

  static Json time(const std::string& text, const std::string& format) {
    if (format == "unixTimestamp") return Json::number(text);
    const auto time = format == "rfc822" ? parse_http_date(text) : parse_iso8601(text);
    return time ? Json(seconds(*time)) : Json();
  }

  const Json& shapes_;
};

/// What an expected result holds of the body: without what came in headers and in the status line.
Json expected_of_body(const Json& result, const Json& shape) {
  Json expected = result.is_object() ? result : Json::object();
  for (const auto& [name, member] : shape["members"].members()) {
    if (member.contains("location")) expected.erase(name);
  }
  return expected;
}

TEST(RestXmlVectors, OurXmlKeepsWhatEveryShapeNeeds) {
  const auto folder = testing::vectors("protocols/botocore/output");
  REQUIRE_VECTORS(folder);
  const auto suites = Json::parse(testing::read_file(folder / "rest-xml.json"));
  ASSERT_TRUE(suites);
  int read = 0, attributes = 0, other = 0;
  for (const Json& suite : suites->items()) {
    const ShapeReader reader(suite["shapes"]);
    for (const Json& test : suite["cases"].items()) {
      const std::string id = test["id"].string_or("");
      SCOPED_TRACE(id);
      const std::string body = test["response"]["body"].string_or("");
      const Json* shape = &reader.shape_of(test["given"]["output"]);
      // Errors are read elsewhere, and what is no XML is handed on as it is.
      if (test.contains("error") || test.contains("errorCode") || !trim(body).starts_with('<')) {
        ++other;
        continue;
      }
      // No service that this library speaks to puts a value into an attribute.
      if (id.starts_with("XmlAttributes")) {
        ++attributes;
        continue;
      }
      const auto root = Xml::parse(body);
      ASSERT_TRUE(root) << root.error().to_string();
      Json expected = expected_of_body(test["result"], *shape);
      const std::string payload = (*shape)["payload"].string_or("");
      if (!payload.empty()) {
        expected = expected[payload];
        shape = &reader.shape_of((*shape)["members"][payload]);
      }
      EXPECT_EQ(reader.structure(*root, *shape), expected);
      ++read;
    }
  }
  EXPECT_EQ(read, 53);
  EXPECT_EQ(attributes, 2);
  EXPECT_EQ(other, 23);
}

}  // namespace
}  // namespace anthropic::internal
