#include <anthropic/parse.hpp>
#include <anthropic/typed_tool.hpp>

#include "client/tool_runner_fixture.hpp"

namespace travel {

struct City {
  std::string name;
  std::optional<int> population;
  std::vector<std::string> sights;
};
void describe(anthropic::ObjectSchema<City>& city) {
  city.member("name", &City::name, "As its inhabitants write it")
      .member("population", &City::population)
      .member("sights", &City::sights, "", anthropic::Json::object({{"maxItems", 3}}));
}

struct Anything {
  anthropic::Json value;
};
void describe(anthropic::ObjectSchema<Anything>& anything) {
  anything.member("value", &Anything::value);
}

}  // namespace travel

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using travel::City;

const char* const kPrague = R"({"name":"Praha","population":1300000,"sights":["Hrad"]})";

class ParseTest : public ToolRunnerTest {
 protected:
  static MessageCreateParams params(std::string model = kHaiku) {
    MessageCreateParams params = ClientTest::params();
    params.model = std::move(model);
    return params;
  }
  Result<ParsedMessage<City>> parse_city(const MessageCreateParams& request = params()) {
    return client().messages.parse<City>(request);
  }
  /// The failure of an answer, which must be kept in it.
  Error failure(const FakeAnswer& answer) {
    fake_.transport->answer(answer);
    const Error error = parse_city().error();
    EXPECT_EQ(error.kind, ErrorKind::response_validation) << error.to_string();
    EXPECT_TRUE(error.partial_message);
    EXPECT_EQ(error.request_id, "req-1");
    return error;
  }
};

TEST_F(ParseTest, AsksByTheFormatAndReadsTheType) {
  fake_.transport->answer(saying(kPrague));
  const auto parsed = parse_city();
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.name, "Praha");
  EXPECT_EQ(parsed->value.population, 1300000);
  EXPECT_EQ(parsed->value.sights, std::vector<std::string>{"Hrad"});
  EXPECT_EQ(parsed->message.text(), kPrague);
  EXPECT_EQ(
      sent(0)["output_config"].dump(),
      R"({"format":{"type":"json_schema","schema":{"type":"object","properties":{"name":{"type":"string",)"
      R"("description":"As its inhabitants write it"},"population":{"type":"integer"},"sights":{"type":)"
      R"("array","items":{"type":"string"},"description":"Constraints: maxItems 3."}},"required":["name",)"
      R"("sights"],"additionalProperties":false}}})");
  EXPECT_FALSE(sent(0).contains("tools"));
}

TEST_F(ParseTest, IsAFunctionToo) {
  const Json schema = *Json::parse(R"({"type":"object","properties":{"name":{"type":"string"}}})");
  fake_.transport->answer_with([](const FakeRequest&) { return saying(kPrague); });
  EXPECT_EQ(parse<City>(client(), params())->value.name, "Praha");
  EXPECT_EQ(client().messages.parse(params(), schema)->value, parse(client(), params(), schema)->value);
  EXPECT_EQ(sent(1), sent(2));
}

TEST_F(ParseTest, ANullIsAnAbsentMember) {
  fake_.transport->answer(saying(R"({"name":"Brno","population":null,"sights":[]})"));
  const auto parsed = parse_city();
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_FALSE(parsed->value.population);
}

TEST_F(ParseTest, AModelThatHasTheFormatElsewhereIsMadeToCallAToolOnBedrock) {
  fake_.transport->answer(calling(use("t1", "structured_output", kPrague)));
  const auto parsed = parse_city(params("haiku"));
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.name, "Praha");
  ASSERT_EQ(fake_.transport->requests().size(), 1u) << "the format is not tried first";
  EXPECT_FALSE(sent(0).contains("output_config"));
  EXPECT_EQ(sent(0)["tool_choice"].dump(), R"({"type":"tool","name":"structured_output"})");

  // Sonnet 5.5 cannot be made to: it is asked to.
  fake_.transport->answer(calling(use("t1", "structured_output", kPrague)));
  ASSERT_TRUE(parse_city(params("sonnet")));
  EXPECT_FALSE(sent(1).contains("tool_choice"));
  EXPECT_THAT(sent(1)["system"].string_or(""), HasSubstr("structured_output"));
}

TEST_F(ParseTest, AModelWithoutTheFormatIsMadeToCallATool) {
  fake_.transport->answer(calling(text_block("Here:") + "," + use("t1", "structured_output", kPrague)));
  const auto parsed = parse_city(params("us.anthropic.claude-sonnet-4-20250514-v1:0"));
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.name, "Praha");
  const Json body = sent(0);
  EXPECT_FALSE(body.contains("output_config"));
  EXPECT_EQ(body["tool_choice"].dump(), R"({"type":"tool","name":"structured_output"})");
  EXPECT_EQ(body["tools"][0]["input_schema"]["properties"]["sights"]["maxItems"].as_int64(), 3);
  // The message reads as if the format had been used.
  EXPECT_EQ(parsed->message.stop_reason, StopReason::end_turn);
  EXPECT_TRUE(parsed->message.tool_uses().empty());
  EXPECT_EQ(*Json::parse(parsed->message.content.back().text()), *Json::parse(kPrague));
}

TEST_F(ParseTest, AnInputThatIsNoObjectDoesNotFitAndIsNotCutOff) {
  fake_.transport->answer(calling(use("t1", "structured_output", "[1]")));
  const Error error = parse_city(params("haiku")).error();
  EXPECT_EQ(error.type, "schema_mismatch") << error.to_string();
  EXPECT_TRUE(error.partial_message);
}

TEST_F(ParseTest, AModelThatCannotBeForcedIsAsked) {
  MessageCreateParams request = params("us.anthropic.claude-sonnet-5-5");
  request.system = "Be exact.";
  request.tools = {Tool{.name = "structured_output"}};
  fake_.transport->answer(calling(use("t1", "structured_output_", R"({"value":[1]})")));
  const auto parsed = parse<travel::Anything>(client().messages, request);
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.value.dump(), "[1]");
  const Json body = sent(0);
  EXPECT_FALSE(body.contains("tool_choice"));
  EXPECT_EQ(body["tools"][1]["name"].as_string(), "structured_output_");
  EXPECT_TRUE(body["system"].string_or("").starts_with("Be exact.\n\nGive your answer by calling the tool"));
}

TEST_F(ParseTest, WhoeverRefusesTheFormatIsAskedWithATool) {
  fake_.transport->answer(
      refusal(400, "ValidationException", "output_config.format: Extra inputs are not permitted"));
  fake_.transport->answer(
      refusal(400, "ValidationException", "tool_choice: this model cannot be forced to use tools"));
  fake_.transport->answer(saying("```json\n" + std::string(kPrague) + "\n```"));
  const auto parsed = parse_city();
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.name, "Praha");
  EXPECT_EQ(fake_.transport->requests().size(), 3u);
  EXPECT_TRUE(sent(1).contains("tool_choice"));
  EXPECT_FALSE(sent(2).contains("tool_choice"));
}

TEST_F(ParseTest, APlatformWithoutTheFormatIsAskedWithATool) {
  AnthropicBedrockOptions messages_api = options();
  messages_api.api = BedrockAPI::messages;
  fake_.transport->answer(calling(use("t1", "structured_output", kPrague)));
  const auto parsed = parse<City>(make_client(messages_api).messages, params("us.anthropic.claude-opus-5"));
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.name, "Praha");
  ASSERT_EQ(fake_.transport->requests().size(), 1u);
  EXPECT_EQ(sent(0)["tool_choice"]["type"].as_string(), "tool");
}

TEST_F(ParseTest, OtherFailuresAreNotTriedAnotherWay) {
  fake_.transport->answer(refusal(400, "ValidationException", "messages: too many"));
  EXPECT_EQ(parse_city().error().kind, ErrorKind::bad_request);
  fake_.transport->answer(refusal(403, "AccessDeniedException", "no output_config for you"));
  EXPECT_EQ(parse_city().error().kind, ErrorKind::permission_denied);
  EXPECT_EQ(fake_.transport->requests().size(), 2u);
}

TEST_F(ParseTest, AnswersThatCannotBeUsedAreKept) {
  Error error = failure(saying("It is Prague."));
  EXPECT_EQ(error.type, "invalid_json");
  EXPECT_EQ(error.partial_message->text(), "It is Prague.");
  EXPECT_EQ(failure(answer_of("", "end_turn")).message, "the answer holds no text");

  error = failure(answer_of(text_block(R"({"name":"Pra)"), "max_tokens"));
  EXPECT_EQ(error.type, "max_tokens");
  EXPECT_EQ(error.hint, "Set max_tokens higher.");
  EXPECT_EQ(error.partial_message->text(), R"({"name":"Pra)");

  error = failure(saying(R"({"name":7,"sights":[]})"));
  EXPECT_EQ(error.type, "schema_mismatch");
  EXPECT_EQ(error.message, "the answer does not fit the schema: name is 7, not a string");
  EXPECT_EQ(failure(saying(R"({"name":"P","sights":["a","b","c","d"]})")).message,
            "the answer does not fit the schema: sights has 4 items, more than 3");
  error = failure(saying(R"({"name":"P","sights":[],"population":99999999999})"));
  EXPECT_EQ(error.type, "schema_mismatch");
  EXPECT_EQ(error.message, "the answer does not fit the type: population is 99999999999, out of range");

  EXPECT_EQ(failure(answer_of(text_block("I will not."), "refusal")).type, "refusal");
  error = failure(calling(use("t1", "look_up")));
  EXPECT_EQ(error.type, "tool_use");
  EXPECT_EQ(error.message, "Claude asks for the tool \"look_up\" first");
}

TEST_F(ParseTest, AToolCallThatWasCutOffIsNotTakenForWhole) {
  fake_.transport->answer(answer_of(use("t1", "structured_output", kPrague), "max_tokens"));
  const auto parsed = parse_city(params("us.anthropic.claude-sonnet-4-20250514-v1:0"));
  EXPECT_EQ(parsed.error().type, "max_tokens");
  EXPECT_EQ(parsed.error().partial_message->tool_uses().size(), 1u);
}

TEST_F(ParseTest, ASchemaThatIsNoneIsRefusedBeforeTheCall) {
  const auto parsed = parse(client().messages, params(),
                            *Json::parse(R"({"type":"object","properties":{"age":{"type":"int"}}})"));
  EXPECT_EQ(parsed.error().kind, ErrorKind::bad_request);
  EXPECT_TRUE(parsed.error().message.starts_with("schema.properties.age.type: is \"int\""));
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(ParseTest, ASchemaGivenAsJson) {
  const Json schema =
      *Json::parse(R"({"type":"array","items":{"$ref":"#/$defs/n"},"$defs":{"n":{"type":"integer"}}})");
  fake_.transport->answer(saying(R"({"value":[1,2]})"));
  fake_.transport->answer(saying(R"({"value":[1,"2"]})"));
  const auto parsed = parse(client().messages, params(), schema);
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.dump(), "[1,2]");
  const Json sent_schema = sent(0)["output_config"]["format"]["schema"];
  EXPECT_EQ(sent_schema["properties"]["value"]["items"]["$ref"].as_string(), "#/$defs/n");
  EXPECT_EQ(sent_schema["$defs"]["n"]["type"].as_string(), "integer");
  EXPECT_EQ(parse(client().messages, params(), schema).error().message,
            "the answer does not fit the schema: value[1] is \"2\", not a whole number");
}

TEST_F(ParseTest, ASchemaThatCombinesOthersAtItsRootIsPutIntoAnObject) {
  const Json schema =
      *Json::parse(R"({"type":"object","properties":{"a":{"type":"integer"}},"allOf":[{"required":["a"]}]})");
  fake_.transport->answer(calling(use("t1", "structured_output", R"({"value":{"a":1}})")));
  const auto parsed = parse(client().messages, params(), schema);
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value.dump(), R"({"a":1})");
  const Json sent_schema = sent(0)["tools"][0]["input_schema"];
  EXPECT_FALSE(sent_schema.contains("allOf"));
  EXPECT_TRUE(sent_schema["properties"]["value"].contains("allOf"));
}

TEST_F(ParseTest, OtherSettingsStay) {
  MessageCreateParams request = params();
  request.model = "claude-sonnet-4-6";
  request.output_config = OutputConfig{.effort = "low"};
  fake_.transport->answer(saying(R"({"value":"x"})"));
  const auto parsed = parse<std::string>(client().messages, request);
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->value, "x");
  EXPECT_EQ(sent(0)["output_config"]["effort"].as_string(), "low");
}

TEST_F(ParseTest, TheLastAnswerOfARunnerIsRead) {
  MessageCreateParams request = params();
  request.output_config = OutputConfig{.format = *output_format<City>()};
  fake_.transport->answer(calling(use("t1", "look_up", R"({"name":"Praha","sights":[]})")));
  fake_.transport->answer(saying(kPrague));
  std::string asked;
  auto look_up = runnable_tool<City>("look_up", "Finds a city", [&](const City& city, const ToolCall& call) {
    asked = city.name + " " + call.id;
    return "found";
  });
  ToolRunner runner(client().messages, request, {look_up});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(parse_message<City>(*answer)->population, 1300000);
  EXPECT_EQ(asked, "Praha t1");
  EXPECT_EQ(sent(0)["tools"][0]["input_schema"], json_schema_of<City>());
  EXPECT_EQ(parse_message(*answer, *Json::parse(R"({"type":"object","required":["x"]})")).error().type,
            "schema_mismatch");
}

TEST_F(ParseTest, AFormatThatCannotExpressATypeIsRefused) {
  const auto format = output_format<travel::Anything>();
  EXPECT_EQ(format.error().kind, ErrorKind::bad_request);
  EXPECT_EQ(format.error().message,
            "schema.properties.value may be anything: the output format cannot express that");
}

}  // namespace
}  // namespace anthropic::internal::testing
