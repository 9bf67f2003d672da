#include <thread>

#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using namespace std::chrono_literals;

using StreamTest = ClientTest;

std::string read_all(MessageStream& stream) {
  std::string text;
  while (const StreamEvent* event = stream.next()) text += event->text();
  return text;
}

TEST_F(StreamTest, GivesEventsTextAndTheMessage) {
  fake_.transport->answer(stream_answer(hello_frames()));
  auto stream = client().messages.stream(params());
  std::vector<std::string> types;
  for (const StreamEvent& event : stream) types.emplace_back(event.type());
  EXPECT_EQ(types, (std::vector<std::string>{"message_start", "content_block_start", "content_block_delta",
                                             "ping", "content_block_delta", "content_block_stop",
                                             "message_delta", "message_stop"}));
  const auto message = stream.final_message();
  EXPECT_EQ(message->text(), "Hello!");
  EXPECT_EQ(message->usage.input_tokens, 9);
  EXPECT_EQ(message->usage.output_tokens, 4);
  EXPECT_EQ(message->request_id, "req-stream");
  EXPECT_EQ(stream.request_id(), "req-stream");
  EXPECT_EQ(stream.error(), nullptr);
  EXPECT_EQ(fake_.transport->closed_early(), 0) << "the connection can be used again";
  const FakeRequest request = fake_.transport->requests().at(0);
  EXPECT_TRUE(request.url.ends_with("/invoke-with-response-stream"));
  EXPECT_THAT(request.header("authorization"), HasSubstr("x-amzn-bedrock-accept"));
}

TEST_F(StreamTest, TextStream) {
  fake_.transport->answer(stream_answer(hello_frames()));
  auto stream = client().messages.stream(params());
  std::vector<std::string> pieces;
  for (const std::string_view text : stream.text_stream()) pieces.emplace_back(text);
  EXPECT_EQ(pieces, (std::vector<std::string>{"Hel", "lo!"}));
}

TEST_F(StreamTest, PiecesMayBeCutAnywhere) {
  std::string all;
  for (const std::string& frame : hello_frames()) all += frame;
  for (std::size_t cut = 0; cut <= all.size(); cut += 7) {
    fake_.transport->answer(stream_answer({all.substr(0, cut), all.substr(cut)}));
    if (cut == 0) fake_.transport->answer(stream_answer({all}));
    auto stream = client().messages.stream(params(), {.max_retries = 0});
    if (cut == 0) {
      EXPECT_EQ(stream.final_message().error().kind, ErrorKind::incomplete_stream)
          << "an empty piece is the end";
      stream = client().messages.stream(params());
    }
    EXPECT_EQ(stream.final_message()->text(), "Hello!");
  }
}

TEST_F(StreamTest, RetriesUntilTheFirstEventWasHandedOut) {
  fake_.transport->answer(
      stream_answer({exception_frame("throttlingException", R"({"message":"slow down"})")}));
  fake_.transport->answer(refusal(503, "ServiceUnavailableException", "busy"));
  fake_.transport->answer(stream_answer(hello_frames()));
  auto stream = client().messages.stream(params());
  EXPECT_EQ(read_all(stream), "Hello!");
  EXPECT_EQ(fake_.clock->sleeps().size(), 2u);
}

struct Broken {
  const char* what;
  std::string last_piece;
  ErrorKind kind;
  int status;
  const char* code;
};

TEST_F(StreamTest, FailuresInMidStreamAreTypedAndKeepWhatArrived) {
  std::string damaged = chunk_frame(hello_events()[4]);
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);
  std::string error_frame;
  event_stream::encode({{":message-type", std::string_view("error")},
                        {":error-code", std::string_view("InternalError")},
                        {":error-message", std::string_view("An internal server error occurred")}},
                       "", error_frame);
  const Broken cases[] = {
      {"throttled", exception_frame("throttlingException", R"({"message":"m"})"), ErrorKind::rate_limit, 429,
       "ThrottlingException"},
      {"internal", exception_frame("internalServerException", R"({"message":"m"})"),
       ErrorKind::internal_server, 500, "InternalServerException"},
      {"unavailable", exception_frame("serviceUnavailableException", R"({"message":"m"})"),
       ErrorKind::service_unavailable, 503, "ServiceUnavailableException"},
      {"timeout", exception_frame("modelTimeoutException", R"({"message":"m"})"), ErrorKind::request_timeout,
       408, "ModelTimeoutException"},
      {"model",
       exception_frame("modelStreamErrorException",
                       R"({"message":"m","originalStatusCode":500,"originalMessage":"o"})"),
       ErrorKind::internal_server, 424, "ModelStreamErrorException"},
      {"validation", exception_frame("validationException", R"({"message":"m"})"), ErrorKind::bad_request,
       400, "ValidationException"},
      {"error frame", error_frame, ErrorKind::internal_server, 500, ""},
      {"in band",
       chunk_frame(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"),
       ErrorKind::overloaded, 529, ""},
      {"bad crc", damaged, ErrorKind::response_validation, 0, ""},
      {"truncated", chunk_frame(hello_events()[4]).substr(0, 40), ErrorKind::incomplete_stream, 0, ""},
      {"no message_stop", "", ErrorKind::incomplete_stream, 0, ""},
      {"not base64",
       [] {
         std::string f;
         event_stream::encode(
             {{":event-type", std::string_view("chunk")}, {":message-type", std::string_view("event")}},
             R"({"bytes":"***"})", f);
         return f;
       }(),
       ErrorKind::response_validation, 0, ""},
      {"not JSON", chunk_frame("{\"type\":"), ErrorKind::response_validation, 0, ""},
  };
  for (const Broken& broken : cases) {
    SCOPED_TRACE(broken.what);
    auto pieces = hello_frames(3);
    if (!broken.last_piece.empty()) pieces.push_back(broken.last_piece);
    fake_.transport->answer(stream_answer(pieces));
    auto stream = client().messages.stream(params());
    EXPECT_EQ(read_all(stream), "Hel");
    ASSERT_NE(stream.error(), nullptr);
    const Error& error = *stream.error();
    EXPECT_EQ(error.kind, broken.kind) << error.to_string();
    EXPECT_EQ(error.status, broken.status) << error.to_string();
    if (*broken.code) {
      EXPECT_EQ(error.code, broken.code);
    }
    EXPECT_EQ(error.request_id, "req-stream");
    EXPECT_EQ(error.attempts, 1) << "a stream that has begun is not asked for again";
    ASSERT_NE(error.partial_message, nullptr);
    EXPECT_EQ(error.partial_message->text(), "Hel");
    EXPECT_EQ(stream.final_message().error().kind, broken.kind);
    EXPECT_EQ(stream.next(), nullptr);
    EXPECT_EQ(stream.current_message().text(), "Hel");
  }
}

TEST_F(StreamTest, RangeForThrows) {
  auto pieces = hello_frames(3);
  pieces.push_back(exception_frame("throttlingException", R"({"message":"m"})"));
  fake_.transport->answer(stream_answer(pieces));
  auto stream = client().messages.stream(params());
  std::string text;
  EXPECT_THROW(for (const std::string_view piece : stream.text_stream()) text += piece, RateLimitError);
  EXPECT_EQ(text, "Hel");
}

TEST_F(StreamTest, AConnectionThatBreaksKeepsThePart) {
  FakeAnswer answer = stream_answer(hello_frames(3));
  answer.error_after_body = Error{.kind = ErrorKind::connection, .message = "connection reset"};
  fake_.transport->answer(answer);
  auto stream = client().messages.stream(params());
  EXPECT_EQ(stream.final_message().error().kind, ErrorKind::incomplete_stream);
  answer.error_after_body = Error{.kind = ErrorKind::timeout, .message = "nothing for 120 s"};
  fake_.transport->answer(answer);
  stream = client().messages.stream(params());
  EXPECT_EQ(stream.final_message().error().kind, ErrorKind::timeout);
  EXPECT_EQ(stream.error()->partial_message->text(), "Hel");
  // After message_stop the message is whole, whatever becomes of the connection.
  answer = stream_answer(hello_frames());
  answer.error_after_body = Error{.kind = ErrorKind::connection, .message = "connection reset"};
  fake_.transport->answer(answer);
  EXPECT_EQ(client().messages.stream(params()).final_message()->text(), "Hello!");
}

TEST_F(StreamTest, EndsWithItsMessageThoughTheBodyDoesNot) {
  FakeAnswer answer = stream_answer(hello_frames());
  answer.hangs_after_body = true;
  fake_.transport->answer(answer);
  auto stream = client().messages.stream(params());
  const auto message = stream.final_message();
  ASSERT_TRUE(message) << message.error().to_string();
  EXPECT_EQ(message->text(), "Hello!");
  EXPECT_EQ(stream.next(), nullptr);
  EXPECT_EQ(fake_.transport->closed_early(), 0);
}

TEST_F(StreamTest, AMessageThatIsReadToItsLastEventWasNotBrokenOff) {
  fake_.transport->answer(stream_answer(hello_frames()));
  AnthropicBedrockOptions options = this->options();
  std::vector<ErrorKind> reported;
  options.observe.on_call = [&](const CallRecord& record) {
    reported.push_back(record.error ? record.error->kind : ErrorKind::none);
  };
  {
    const AnthropicBedrock observed = make_client(options);
    auto stream = observed.messages.stream(params());
    while (const StreamEvent* event = stream.next()) {
      if (std::holds_alternative<MessageStopEvent>(*event)) break;
    }
  }
  EXPECT_EQ(reported, std::vector{ErrorKind::none});
  EXPECT_EQ(fake_.transport->closed_early(), 0);
}

TEST_F(StreamTest, PassesOverWhatItDoesNotKnow) {
  auto frames = hello_frames();
  std::string strange;
  event_stream::encode(
      {{":event-type", std::string_view("novelty")}, {":message-type", std::string_view("event")}}, "{}",
      strange);
  frames.insert(frames.begin() + 2, strange);
  frames.insert(frames.begin() + 3, chunk_frame(R"({"keep":"alive"})"));
  frames.insert(frames.begin() + 4, chunk_frame(R"({"type":"new_event","x":1})"));
  fake_.transport->answer(stream_answer(frames));
  auto stream = client().messages.stream(params());
  bool saw_new = false;
  for (const StreamEvent& event : stream) saw_new = saw_new || event.type() == "new_event";
  EXPECT_TRUE(saw_new);
  EXPECT_EQ(stream.final_message()->text(), "Hello!");
}

TEST_F(StreamTest, AssemblesBlocksOfEveryKind) {
  const std::vector<std::string> events = {
      hello_events()[0],
      R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
      R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let "}})",
      R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"me"}})",
      R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}})",
      R"({"type":"content_block_stop","index":0})",
      R"({"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"add","input":{}}})",
      R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}})",
      R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1.0,"}})",
      R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":" \"b\": 2}"}})",
      R"({"type":"content_block_stop","index":1})",
      R"({"type":"content_block_start","index":2,"content_block":{"type":"text","text":"See"}})",
      R"({"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"x"}}})",
      R"({"type":"content_block_stop","index":2})",
      R"({"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":{"k":1}},"usage":{"output_tokens":40,"cache_read_input_tokens":7}})",
      R"({"type":"message_stop"})"};
  std::vector<std::string> frames;
  for (const std::string& event : events) frames.push_back(chunk_frame(event));
  fake_.transport->answer(stream_answer(frames));
  const auto message = client().messages.stream(params()).final_message();
  ASSERT_TRUE(message) << message.error().to_string();
  const Json json = message->to_json();
  EXPECT_EQ(json["content"], *Json::parse(R"([{"type":"thinking","thinking":"Let me","signature":"sig"},
      {"type":"tool_use","id":"t1","name":"add","input":{"a":1.0,"b":2}},
      {"type":"text","text":"See","citations":[{"type":"char_location","cited_text":"x"}]}])"));
  EXPECT_EQ(json["stop_details"]["k"].as_int64(), 1);
  EXPECT_EQ(message->usage.cache_read_input_tokens, 7);
  EXPECT_EQ(message->usage.output_tokens, 40);
}

TEST_F(StreamTest, EventsThatCannotComeAreAnError) {
  const std::string events[] = {hello_events()[2], hello_events()[1],
                                R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{}})",
                                R"({"type":"message_stop"})"};
  for (const std::string& event : events) {
    fake_.transport->answer(stream_answer({chunk_frame(event)}));
    EXPECT_EQ(client().messages.stream(params()).final_message().error().kind, ErrorKind::response_validation)
        << event;
  }
}

TEST_F(StreamTest, TornCharactersAreJoinedOrReplaced) {
  const auto said = [&](const std::string& first, const std::string& second) {
    auto events = hello_events();
    events[2] =
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" + first + "\"}}";
    events[4] =
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" + second + "\"}}";
    std::vector<std::string> frames;
    for (const std::string& event : events) frames.push_back(chunk_frame(event));
    fake_.transport->answer(stream_answer(frames));
    auto stream = client().messages.stream(params());
    std::string text;
    while (const StreamEvent* event = stream.next()) text += event->text();
    const auto message = stream.final_message();
    EXPECT_TRUE(message) << message.error().to_string();
    EXPECT_EQ(message->text(), text) << "the events and the message say the same";
    return text;
  };
  EXPECT_EQ(said(R"(x\ud83d)", R"(\ude00y)"), "x😀y");
  EXPECT_EQ(said(R"(x)", R"(y\ud83d)"), "xy\uFFFD");
  EXPECT_EQ(said("caf\xe9", "!"), "caf\uFFFD!");
}

TEST_F(StreamTest, AnAnswerThatIsNoStreamIsAnError) {
  fake_.transport->answer(200,
                          R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"}})",
                          {{"content-type", "application/json"}});
  auto stream = client().messages.stream(params(), {.max_retries = 0});
  EXPECT_EQ(stream.next(), nullptr);
  EXPECT_EQ(stream.error()->code, "UnknownOperationException");
  fake_.transport->answer(200, "<html>", {{"content-type", "text/html"}});
  stream = client().messages.stream(params(), {.max_retries = 0});
  EXPECT_EQ(stream.final_message().error().kind, ErrorKind::response_validation);
}

TEST_F(StreamTest, CancelledFromAnotherThread) {
  FakeAnswer answer = stream_answer(hello_frames(3));
  answer.hangs_after_body = true;
  fake_.transport->answer(answer);
  auto stream = client().messages.stream(params());
  std::thread other;
  std::string text;
  while (const StreamEvent* event = stream.next()) {
    text += event->text();
    if (text == "Hel") other = std::thread([&] { stream.cancel(); });
  }
  other.join();
  EXPECT_EQ(stream.error()->kind, ErrorKind::user_abort);
  EXPECT_EQ(stream.error()->partial_message->text(), "Hel");

  std::stop_source stop;
  fake_.transport->answer(answer);
  stream = client().messages.stream(params(), {.stop_token = stop.get_token()});
  stop.request_stop();
  EXPECT_EQ(stream.final_message().error().kind, ErrorKind::user_abort);
}

TEST_F(StreamTest, DestroyingAnUnfinishedStreamClosesIt) {
  fake_.transport->answer(stream_answer(hello_frames()));
  {
    auto stream = client().messages.stream(params());
    ASSERT_NE(stream.next(), nullptr);
  }
  EXPECT_EQ(fake_.transport->closed_early(), 1);
}

TEST_F(StreamTest, ServerSentEventsOfAGateway) {
  std::string body;
  for (const std::string& event : hello_events()) body += "event: x\ndata: " + event + "\n\n";
  fake_.transport->answer(200, body, {{"content-type", "text/event-stream"}});
  EXPECT_EQ(client().messages.stream(params()).final_message()->text(), "Hello!");
}

TEST_F(StreamTest, EventsRoundTrip) {
  fake_.transport->answer(stream_answer(hello_frames()));
  std::size_t i = 0;
  auto stream = client().messages.stream(params());
  for (const StreamEvent& event : stream) EXPECT_EQ(event.to_json(), *Json::parse(hello_events()[i++]));
  EXPECT_EQ(i, hello_events().size());
}

}  // namespace
}  // namespace anthropic::internal::testing
