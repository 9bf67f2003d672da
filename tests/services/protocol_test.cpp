#include "aws/calls/service_client.hpp"
#include "aws/services/shapes.hpp"
#include "aws/session/make_session.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "support/service_test.hpp"
#include "support/vectors.hpp"

// AWS's protocol tests of what clients read: the answers go through the one call path, and what comes out is
// read by the shapes that the tests name.

namespace anthropic::internal::aws {
namespace {

constexpr Service kJson = {.id = "Protocol Test",
                           .endpoint_prefix = "protocol",
                           .protocol = Protocol::json,
                           .version = "1.1",
                           .target_prefix = "Test"};
constexpr Service kQuery = {.id = "Protocol Test",
                            .endpoint_prefix = "protocol",
                            .protocol = Protocol::query,
                            .version = "2020-01-08"};
constexpr Service kEc2 = {.id = "Protocol Test",
                          .endpoint_prefix = "protocol",
                          .protocol = Protocol::ec2_query,
                          .version = "2020-01-08"};

/// Reads XML by shapes, as the typed clients do by hand.
class XmlDecoder {
 public:
  explicit XmlDecoder(const Json& shapes) : shapes_(shapes) {}

  Json structure(const Xml& element, const Json& shape) const {
    Json object = Json::object();
    for (const auto& [name, member] : shape["members"].members()) {
      const Json& target = shapes_[member["shape"].string_or("")];
      const bool flattened =
          member["flattened"].as_bool().value_or(target["flattened"].as_bool().value_or(false));
      const std::string location = member["locationName"].string_or(name);
      if (!element.contains(location)) continue;
      object.set(name, flattened ? flat(element.all(location), target) : value(element[location], target));
    }
    return object;
  }

 private:
  Json value(const Xml& element, const Json& shape) const {
    const std::string type = shape["type"].string_or("");
    if (type == "structure") return structure(element, shape);
    if (type == "list" || type == "map") {
      std::vector<const Xml*> children;
      for (const Xml& child : element.children) children.push_back(&child);
      return flat(children, shape);
    }
    return scalar(element.text, shape);
  }

  Json flat(const std::vector<const Xml*>& elements, const Json& shape) const {
    if (shape["type"].string_or("") == "list") {
      const Json& item = shapes_[shape["member"]["shape"].string_or("")];
      Json list = Json::array();
      for (const Xml* element : elements) list.push_back(value(*element, item));
      return list;
    }
    const Json& item = shapes_[shape["value"]["shape"].string_or("")];
    Json map = Json::object();
    for (const Xml* entry : elements) {
      map.set((*entry)[shape["key"]["locationName"].string_or("key")].text,
              value((*entry)[shape["value"]["locationName"].string_or("value")], item));
    }
    return map;
  }

  static Json scalar(const std::string& text, const Json& shape) {
    const std::string type = shape["type"].string_or("");
    if (type == "blob") return base64_decode(trim(text)).value_or("not base64");
    if (type == "boolean") return text == "true";
    if (type == "timestamp") {
      auto time = parse_iso8601(trim(text));
      if (!time) time = parse_http_date(trim(text));
      return time ? epoch_seconds(*time) : Json::number(text);
    }
    const bool is_number = type == "integer" || type == "long" || type == "float" || type == "double";
    if (is_number && Json::parse(text)) return Json::number(text);
    return text;
  }

  const Json& shapes_;
};

class ProtocolTest : public ServiceTest {
 protected:
  void SetUp() override { folder_ = anthropic::internal::testing::vectors("protocols/botocore/output"); }

  /// Runs `check` for each case of a protocol that is a success; how many there were.
  int for_each_success(const std::string& protocol,
                       const std::function<void(const Json& shapes, const Json& test)>& check) {
    const auto suites = Json::parse(anthropic::internal::testing::read_file(folder_ / (protocol + ".json")));
    EXPECT_TRUE(suites) << suites.error().to_string();
    if (!suites) return 0;
    int cases = 0;
    for (const Json& suite : suites->items()) {
      for (const Json& test : suite["cases"].items()) {
        if (!test.contains("result")) continue;
        SCOPED_TRACE(test["id"].string_or(""));
        fake_.transport->answer(static_cast<int>(test["response"]["status_code"].as_int64().value_or(0)),
                                test["response"]["body"].string_or(""));
        check(suite["shapes"], test);
        ++cases;
      }
    }
    return cases;
  }

  std::filesystem::path folder_;
};

TEST_F(ProtocolTest, QueryAnswersAreUnwrapped) {
  REQUIRE_VECTORS(folder_);
  const ServiceClient client(session(), kQuery, {});
  const int cases = for_each_success("query", [&](const Json& shapes, const Json& test) {
    const auto result = client.call_query(test["given"]["name"].string_or(""), {}, {});
    if (!test["given"].contains("output")) return;  // an operation without output is not called so
    ASSERT_TRUE(result) << result.error().to_string();
    const Json& shape = shapes[test["given"]["output"]["shape"].string_or("")];
    const Json read = XmlDecoder(shapes).structure(*result, shape);
    EXPECT_EQ(read, test["result"]) << read.dump() << "\n" << test["result"].dump();
  });
  EXPECT_EQ(cases, 35);
}

TEST_F(ProtocolTest, Ec2AnswersAreReadFromTheRoot) {
  REQUIRE_VECTORS(folder_);
  const ServiceClient client(session(), kEc2, {});
  const int cases = for_each_success("ec2", [&](const Json& shapes, const Json& test) {
    const auto root = client.call_query(test["given"]["name"].string_or(""), {}, {});
    if (!test["given"].contains("output")) return;
    ASSERT_TRUE(root) << root.error().to_string();
    const Json& shape = shapes[test["given"]["output"]["shape"].string_or("")];
    const Json read = XmlDecoder(shapes).structure(*root, shape);
    EXPECT_EQ(read, test["result"]) << read.dump() << "\n" << test["result"].dump();
  });
  EXPECT_EQ(cases, 27);
}

TEST_F(ProtocolTest, JsonAnswersAreReadAsTheyAre) {
  REQUIRE_VECTORS(folder_);
  const ServiceClient client(session(), kJson, {});
  int compared = 0;
  int cases = 0;
  for (const char* protocol : {"json", "json_1_0"}) {
    cases += for_each_success(protocol, [&](const Json& shapes, const Json& test) {
      const auto output = client.call_json(test["given"]["name"].string_or(""), Json(), {});
      ASSERT_TRUE(output) << output.error().to_string();
      const Json& shape = shapes[test["given"]["output"]["shape"].string_or("")];
      for (const auto& [name, member] : shape["members"].members()) {
        const Json& expected = test["result"][name];
        const std::string type = shapes[member["shape"].string_or("")]["type"].string_or("");
        if (expected.is_null()) continue;
        if (type == "timestamp") {
          EXPECT_EQ(epoch_seconds(time_in((*output)[name]).value_or(SystemTime())), expected);
        } else if (type == "blob") {
          EXPECT_EQ(bytes_in((*output)[name], "test").value_or("not base64"), expected.string_or("?"));
        } else if (type == "string" || type == "integer" || type == "boolean") {
          EXPECT_EQ((*output)[name], expected);
        } else {
          continue;
        }
        ++compared;
      }
    });
  }
  EXPECT_EQ(cases, 66);
  EXPECT_EQ(compared, 17);
}

TEST_F(ProtocolTest, RestJsonAnswersAreReadAsTheyAre) {
  const ServiceClient client(session(), kJson, {});
  answer(R"({"a":1})");
  const auto output = client.call_rest_json("GET", "/x/y%2Fz", "b=1", Json(), {});
  ASSERT_TRUE(output) << output.error().to_string();
  EXPECT_EQ((*output)["a"].as_int64(), 1);
  EXPECT_EQ(last_request().method, "GET");
  EXPECT_EQ(last_request().url, "https://protocol.us-east-1.amazonaws.com/x/y%2Fz?b=1");
  EXPECT_EQ(last_request().body, "");
  EXPECT_EQ(last_request().header("content-type"), "");
  answer("");
  EXPECT_EQ(client.call_rest_json("DELETE", "/x", "", Json(), {})->dump(), "{}");
  answer("[");
  EXPECT_EQ(client.call_rest_json("GET", "/x", "", Json(), {}).error().kind, ErrorKind::response_validation);
}

TEST_F(ProtocolTest, EmptyListsAndFormsAreLeftOut) {
  QueryParams params;
  params.add("Empty", "");
  params.add("Text", "a b+c&d");
  params.add("Flag", false);
  params.add("Number", 7LL);
  params.add_list("None", {});
  params.add_list("Some", {"x", "y"});
  params.add_list("Flat", {"z"}, "");
  params.add_always("Blank", "");
  EXPECT_EQ(
      params.form_body("Do", "2020-01-08"),
      "Action=Do&Version=2020-01-08&Text=a%20b%2Bc%26d&Flag=false&Number=7&Some.member.1=x&Some.member.2=y"
      "&Flat.1=z&Blank=");
}

TEST_F(ProtocolTest, TheSessionDecidesHowACallIsMade) {
  fake_.environment->set("AWS_ENDPOINT_URL_PROTOCOL_TEST", "http://127.0.0.1:4566/base/");
  const ServiceClient client(session({.region = "eu-west-1"}), kJson, {});
  answer("{}");
  EXPECT_TRUE(client.call_json("Do", Json(), {.attempt_timeout = std::chrono::milliseconds(1234)}));
  EXPECT_EQ(last_request().url, "http://127.0.0.1:4566/base/");
  EXPECT_EQ(last_request().header("host"), "127.0.0.1:4566");
  EXPECT_EQ(last_request().timeout, std::chrono::milliseconds(1234));
  EXPECT_EQ(last_request().body, "{}");
  const ServiceClient elsewhere(session(), kJson,
                                {.region = "eu-central-1", .endpoint_url = "https://vpce-1.example"});
  answer("{}");
  EXPECT_TRUE(elsewhere.call_json("Do", Json(), {}));
  EXPECT_EQ(last_request().url, "https://vpce-1.example/");
  EXPECT_THAT(last_request().header("authorization"), ::testing::HasSubstr("/eu-central-1/protocol/"));
}

TEST_F(ProtocolTest, ACallThatIsCancelledSendsNothing) {
  std::stop_source stop;
  stop.request_stop();
  const ServiceClient client(session(), kJson, {});
  const auto output = client.call_json("Do", Json(), {.stop_token = stop.get_token()});
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::user_abort);
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(ProtocolTest, WithoutARegionTheErrorSaysWhereItWasLookedFor) {
  const ServiceClient client(
      internal::make_session({.access_key_id = "a", .secret_access_key = "b"}, fake_.world), kJson, {});
  const auto output = client.call_json("Do", Json(), {});
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::configuration);
  EXPECT_THAT(output.error().message, ::testing::HasSubstr("AWS_REGION"));
}

}  // namespace
}  // namespace anthropic::internal::aws
