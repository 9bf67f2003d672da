#include <gtest/gtest.h>

#include "wire/messages/request_codec.hpp"

namespace anthropic::internal {
namespace {

ToolUseBlock use(std::string id) {
  return {.id = std::move(id), .name = "f"};
}
ToolResultBlock result(std::string id) {
  return {.tool_use_id = std::move(id), .content = "done"};
}

/// What is said against these messages; empty if nothing.
std::string complaint(std::vector<MessageParam> messages) {
  const auto body =
      write_request({.model = "m", .max_tokens = 5, .messages = std::move(messages)}, RequestBodyLayout{});
  if (body) return {};
  EXPECT_EQ(body.error().kind, ErrorKind::bad_request);
  EXPECT_EQ(body.error().status, 0);
  EXPECT_FALSE(body.error().hint.empty());
  return body.error().message;
}

TEST(ToolPairs, CallsAndResultsThatPairAreSent) {
  EXPECT_EQ(complaint({{"user", "x"},
                       {"assistant", {TextBlock{"a"}, use("1"), use("2")}},
                       {"user", {result("2"), result("1"), TextBlock{"go on"}}}}),
            "");
  // Neighbours of one role are one turn.
  EXPECT_EQ(complaint({{"user", "x"},
                       {"assistant", {use("1")}},
                       {"assistant", {use("2")}},
                       {"user", {result("1")}},
                       {"user", {result("2")}}}),
            "");
  EXPECT_EQ(complaint({{"user", "x"},
                       {"assistant", {use("1")}},
                       {"system", "be brief"},
                       {"user", {result("1")}},
                       {"assistant", {use("2")}},
                       {"user", {result("2")}}}),
            "");
  EXPECT_EQ(complaint({{"user", "x"}, {"assistant", "{"}}), "");
}

TEST(ToolPairs, ACallWithoutAResultIsRefused) {
  EXPECT_EQ(complaint({{"user", "x"}, {"assistant", {use("toolu_1")}}, {"user", "never mind"}}),
            "messages[1]: tool_use \"toolu_1\" has no tool_result in the next user turn");
  EXPECT_EQ(complaint({{"user", "x"},
                       {"assistant", {use("b"), use("a")}},
                       {"user", {result("b")}},
                       {"assistant", "done"}}),
            "messages[1]: tool_use \"a\" has no tool_result in the next user turn");
  EXPECT_EQ(complaint({{"user", "x"}, {"assistant", {use("1")}}}),
            "messages[1]: tool_use \"1\" has no tool_result in the next user turn");
}

TEST(ToolPairs, AResultWithoutACallIsRefused) {
  EXPECT_EQ(complaint({{"user", {result("1")}}}),
            "messages[0]: tool_result \"1\" has no tool_use in the assistant's turn before it");
  EXPECT_EQ(complaint({{"user", "x"},
                       {"assistant", {use("1")}},
                       {"user", {result("1")}},
                       {"assistant", "ok"},
                       {"user", {result("1")}}}),
            "messages[4]: tool_result \"1\" has no tool_use in the assistant's turn before it");
  EXPECT_EQ(
      complaint({{"user", "x"},
                 {"user", {UnknownBlock{Json::object({{"type", "tool_result"}, {"tool_use_id", "9"}})}}}}),
      "messages[1]: tool_result \"9\" has no tool_use in the assistant's turn before it");
}

TEST(ToolPairs, AnIdIsUsedOnce) {
  EXPECT_EQ(complaint({{"user", "x"}, {"assistant", {use("1"), use("1")}}, {"user", {result("1")}}}),
            "messages[1]: tool_use \"1\" has an id that another tool_use has already");
  EXPECT_EQ(complaint({{"user", "x"}, {"assistant", {use("1")}}, {"user", {result("1"), result("1")}}}),
            "messages[2]: tool_result \"1\" answers a tool_use that has an answer already");
  EXPECT_EQ(complaint({{"user", "x"},
                       {"assistant", {use("1")}},
                       {"user", {result("1")}},
                       {"assistant", {use("1")}},
                       {"user", {result("1")}}}),
            "messages[3]: tool_use \"1\" has an id that another tool_use has already");
}

TEST(ToolPairs, AThreadMayAnswerACallThatTheServerKeeps) {
  const MessageCreateParams params{.model = "m",
                                   .max_tokens = 5,
                                   .messages = {{"user", {result("1")}}},
                                   .extra = Json::object({{"thread", Json::object({{"id", "t"}})}})};
  EXPECT_TRUE(write_request(params, {}));
}

TEST(Images, ThoseThatNoModelSeesAreRefused) {
  const auto image = [](std::string type, std::size_t bytes) {
    return ImageBlock{.source = Base64ImageSource{std::move(type), std::string(bytes / 3 * 4, 'A')}};
  };
  constexpr std::size_t most = 5 * 1024 * 1024;
  EXPECT_EQ(complaint({{"user", {image("image/png", most)}}}), "");
  EXPECT_EQ(complaint({{"user", {TextBlock{"a"}, image("image/png", most + 3)}}}),
            "messages[0].content[1]: the image is 5242881 bytes, more than the 5242880 that are taken");
  EXPECT_EQ(complaint({{"user", {image("image/bmp", 3)}}}),
            "messages[0].content[0]: Claude cannot see an image of type \"image/bmp\"");
  EXPECT_EQ(complaint({{"user", "x"},
                       {"assistant", {use("1")}},
                       {"user", {ToolResultBlock{.tool_use_id = "1", .content = {image("image/tiff", 3)}}}}}),
            "messages[2].content[0].content[0]: Claude cannot see an image of type \"image/tiff\"");
  EXPECT_EQ(complaint({{"user", {DocumentBlock{.source = ContentBlockSource{{image("", 3)}}}}}}),
            "messages[0].content[0].content[0]: Claude cannot see an image of type \"\"");
}

TEST(RequestBody, IsAllocatedOnce) {
  const ImageBlock image{.source = Base64ImageSource{"image/png", std::string(5'000'000, 'A')}};
  MessageCreateParams params{.model = "m", .max_tokens = 5, .messages = {{"user", {image, image}}}};
  params.messages.push_back({"assistant", {use("1"), ThinkingBlock{.thinking = std::string(300000, 't')}}});
  params.messages.push_back({"user", {ToolResultBlock{.tool_use_id = "1", .content = {image}}}});
  for (int i = 0; i < 1000; ++i)
    params.messages.push_back({"user", {TextBlock{"number " + std::to_string(i)}}});
  params.tools = {
      Tool{.name = "f", .input_schema = Json::object({{"description", std::string(200000, 'd')}})}};
  const auto body = write_request(params, {});
  ASSERT_TRUE(body);
  // A string that grew would have twice the room.
  EXPECT_LT(body->capacity(), body->size() + body->size() / 8);
}

TEST(RequestBody, TextThatIsNotUtf8IsFoundWhereverItIs) {
  const std::string bad = "a\xff";
  const auto where = [](MessageCreateParams params) {
    params.max_tokens = 5;
    if (params.messages.empty()) params.messages = {{"user", "x"}};
    return write_request(params, {}).error().message;
  };
  EXPECT_EQ(where({.system = bad}), "system: not valid UTF-8");
  EXPECT_EQ(where({.messages = {{"user", "x"},
                                {"user", {DocumentBlock{.source = PlainTextSource{"t"}, .title = bad}}}}}),
            "messages[1]: not valid UTF-8");
  EXPECT_EQ(where({.tools = {Tool{.name = "f"}, Tool{.name = "g", .description = bad}}}),
            "tools[1]: not valid UTF-8");
  EXPECT_EQ(where({.stop_sequences = {bad}}), "stop_sequences: not valid UTF-8");
  EXPECT_EQ(where({.extra = Json::object({{"novel", bad}})}), "the request: not valid UTF-8");
}

TEST(RequestBody, BetasGoWhereThePlatformWantsThem) {
  const MessageCreateParams params{
      .model = "m", .max_tokens = 5, .messages = {{"user", "x"}}, .betas = {"one", "two"}};
  EXPECT_EQ((*Json::parse(*write_request(params, {.betas = true})))["anthropic_beta"],
            Json::array({"one", "two"}));
  EXPECT_FALSE(Json::parse(*write_request(params, {}))->contains("anthropic_beta"));
}

TEST(RequestBody, BetasAreReadByEitherName) {
  const auto read = [](const char* json) { return *MessageCreateParams::from_json(*Json::parse(json)); };
  using Names = std::vector<std::string>;
  EXPECT_EQ(read(R"({"betas":["one","two"]})").betas, (Names{"one", "two"}));
  EXPECT_TRUE(read(R"({"betas":["one"]})").extra.is_null());
  EXPECT_EQ(read(R"({"anthropic_beta":["one"],"betas":["two","one"]})").betas, (Names{"one", "two"}));
  EXPECT_EQ(read(R"({"betas":"one"})").extra, Json::object({{"betas", "one"}}));
  for (const char* none : {R"({"betas":[]})", R"({"betas":null})", R"({"anthropic_beta":[],"betas":null})"}) {
    EXPECT_TRUE(read(none).betas.empty());
    EXPECT_TRUE(read(none).extra.is_null()) << none;
  }
}

TEST(RequestBody, StrictServersGetHistoryWithoutWhatOnlyAnswersHave) {
  const Json answer = *Json::parse(
      R"({"type":"message","content":[{"type":"text","text":"a","citations":null},{"type":"tool_use","id":"1","name":"f","input":{},"caller":{"type":"direct"}}]})");
  const Message message = *Message::from_json(answer);
  const MessageCreateParams params{
      .model = "m",
      .max_tokens = 5,
      .messages = {{"user", "x"}, message.to_param(), MessageParam::tool_results({result("1")})}};
  EXPECT_EQ(
      (*Json::parse(*write_request(params, {.strip_response_only = true})))["messages"][1]["content"],
      *Json::parse(R"([{"type":"text","text":"a"},{"type":"tool_use","id":"1","name":"f","input":{}}])"));
  EXPECT_EQ((*Json::parse(*write_request(params, {})))["messages"][1]["content"], answer["content"]);
  EXPECT_EQ(params.messages[1].content.to_json(), answer["content"]);
}

TEST(DocumentBlock, KnowsAPdfAndTextByTheirBytes) {
  const auto pdf = DocumentBlock::from_bytes("%PDF-1.7\n…");
  ASSERT_TRUE(pdf);
  EXPECT_EQ(std::get<Base64PDFSource>(pdf->source).data, "JVBERi0xLjcK4oCm");
  EXPECT_EQ(std::get<PlainTextSource>(DocumentBlock::from_bytes("\xEF\xBB\xBFGrüezi")->source).data,
            "Grüezi");
  for (const std::string_view bytes : {std::string_view(""), std::string_view("a\0b", 3),
                                       std::string_view("\x89PNG\r\n\x1a\n"), std::string_view("a\xff")}) {
    EXPECT_EQ(DocumentBlock::from_bytes(bytes).error().kind, ErrorKind::bad_request);
  }
}

}  // namespace
}  // namespace anthropic::internal
