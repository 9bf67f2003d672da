// What servers and files say, printed by every command on a terminal: nothing of it steers that, or hides
// there.
#include <algorithm>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// An escape sequence, both of DEL and a C1 control, an override of direction, a space of no width, a tag.
// Each is harmless: at worst it is red.
constexpr std::string_view kMarks[] = {"\x1b[31m",     "\x7f",         "\xC2\x9b",
                                       "\xE2\x80\xAE", "\xE2\x80\x8B", "\xF3\xA0\x81\x81"};

/// Text of another with all of them.
std::string foreign() {
  std::string text = "SEEN";
  for (const std::string_view mark : kMarks) text += mark;
  return text + "31m";
}

/// The same without what XML cannot hold.
std::string foreign_xml() {
  std::string text = foreign();
  return text.erase(text.find('\x1b'), 1);
}

/// An answer of Claude's whose every text is foreign.
std::string message_of(std::string_view stop_reason = "end_turn") {
  return Json::object({{"id", foreign()},
                       {"type", "message"},
                       {"role", "assistant"},
                       {"model", foreign()},
                       {"content", Json::array({Json::object({{"type", "text"}, {"text", foreign()}})})},
                       {"stop_reason", stop_reason},
                       {"stop_sequence", foreign()},
                       {"usage", Json::object({{"input_tokens", 3}, {"output_tokens", 5}})}})
      .dump();
}

std::string with_headers(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nx-amzn-requestid: " + foreign_xml() + "\r\netag: \"" + foreign_xml() +
         "\"\r\ncontent-type: " + foreign_xml() + "\r\nx-amz-version-id: " + foreign_xml() +
         "\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

void send_request(int port, std::string_view request) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(::write(socket, request.data(), request.size()), static_cast<ssize_t>(request.size()));
  char byte = 0;
  EXPECT_EQ(::read(socket, &byte, 1), 1);
  ::close(socket);
}

class ForeignText : public ::testing::Test {
 protected:
  /// What the command shows, of which something is SEEN, and nothing of kMarks as it came.
  void expect_harmless(const std::vector<std::string>& arguments, Variables variables,
                       std::string_view typed = {}) {
    variables["TERM"] = "xterm";
    RunningProgram program(arguments, variables, RunningProgram::Through::terminal);
    program.write(typed);
    const std::string shown = program.finish().out;
    std::string command;
    for (const std::string& argument : arguments) command += argument + " ";
    EXPECT_THAT(shown, HasSubstr("SEEN")) << command;
    for (const std::string_view mark : kMarks) EXPECT_THAT(shown, Not(HasSubstr(mark))) << command << shown;
  }

  /// The same with a server that answers everything so.
  void expect_harmless_answer(const std::string& answer, const std::vector<std::string>& arguments) {
    const FakeAws aws({answer});
    expect_harmless(arguments, aws.variables());
  }

  TemporaryFolder folder_;
};

TEST_F(ForeignText, OfMessages) {
  const std::string message = answer(200, message_of());
  expect_harmless_answer(message, {"ask", "--no-stream", "Hi"});
  expect_harmless_answer(message, {"ask", "--no-stream", "--verbose", "Hi"});
  expect_harmless_answer(message, {"ask", "--no-stream", "--json", "Hi"});
  expect_harmless_answer(answer(200, message_of(foreign())), {"ask", "--no-stream", "--verbose", "Hi"});
  const std::string schema = folder_.write("schema.json", R"({"type": "object"})");
  expect_harmless_answer(message, {"ask", "--schema", schema, "Hi"});
}

TEST_F(ForeignText, OfStreams) {
  const LocalEndpoint endpoint(
      Json::object({{"rules", Json::array({Json::object({{"reply", Json::object({{"text", foreign()}})}})})}})
          .dump());
  expect_harmless({"ask", "Hi"}, endpoint.variables());
  expect_harmless({"ask", "--events", "Hi"}, endpoint.variables());
  expect_harmless({"ask", "--json", "Hi"}, endpoint.variables());
  expect_harmless({"batch", folder_.write("in.jsonl", "{\"prompt\": \"Hi\"}\n")}, endpoint.variables());
  RunningProgram chat({"chat"}, endpoint.variables(), RunningProgram::Through::terminal);
  ASSERT_TRUE(chat.read_until("> "));
  chat.write("Hi\n");
  ASSERT_TRUE(chat.read_until("SEEN"));
  ASSERT_TRUE(chat.read_until("> "));
  chat.write("/quit\n");
  const std::string shown = chat.finish().out;
  for (const std::string_view mark : kMarks) EXPECT_THAT(shown, Not(HasSubstr(mark))) << shown;
}

TEST_F(ForeignText, OfErrors) {
  const std::string body = Json::object({{"message", foreign()}, {"__type", foreign()}}).dump();
  for (const int status : {400, 403, 404, 429, 500}) {
    expect_harmless_answer(answer(status, body), {"ask", "--max-retries", "0", "Hi"});
    expect_harmless_answer(answer(status, body), {"secret", "get", "name"});
  }
  expect_harmless_answer(answer(400, body), {"ask", "--debug", "--max-retries", "0", "Hi"});
  expect_harmless_answer(answer(400, body), {"count", "--model", "claude-haiku-4-5", "Hi"});
  expect_harmless_answer(answer(400, body), {"migrate", "check", "--model", "claude-haiku-4-5"});
  expect_harmless_answer(answer(400, body), {"batch", folder_.write("in.jsonl", "{\"prompt\": \"Hi\"}\n"),
                                             "-o", folder_.file("out.jsonl")});
}

TEST_F(ForeignText, OfTheCommandLine) {
  expect_harmless({"ask", "--file", foreign(), "Hi"}, {});
  expect_harmless({"ask", "--tool", foreign(), "Hi"}, {});
  expect_harmless({"ask", "--" + foreign(), "Hi"}, {});
  expect_harmless({"ask", "Hi", foreign()}, {});
  expect_harmless({foreign()}, {});
  expect_harmless({"ask", "--local", "--model", foreign(), "Hi"}, {});
  expect_harmless({"chat", "--load", foreign()}, {});
  expect_harmless({"batch", foreign(), "-o", "x"}, {});
  expect_harmless({"migrate", foreign()}, {});
  expect_harmless({"s3", "get", foreign()}, {});
  expect_harmless({"local", "--replies", foreign()}, {});
  expect_harmless({"whoami", "--profile", foreign()}, {});
}

TEST_F(ForeignText, OfConversationsAndTools) {
  const LocalEndpoint endpoint(
      R"({"rules": [{"match": {"user_equals": "Hi"},
                     "reply": {"tool_use": {"name": "weather", "input": {"city": )" +
      Json(foreign()).dump() + "}}}}]}");
  const std::string tool =
      folder_.write("tool.json", Json::object({{"name", "weather"},
                                               {"input_schema", Json::object({{"type", "object"}})},
                                               {"command", "printf '" + foreign() + "' >&2; exit 3"}})
                                     .dump());
  RunningProgram ask({"ask", "--tool", tool, "Hi"}, endpoint.variables(), RunningProgram::Through::terminal);
  ASSERT_TRUE(ask.read_until("run it? [y/N] ")) << ask.output();
  EXPECT_THAT(ask.output(), HasSubstr(R"(SEEN\x1b[31m\x7f\u009b\u202e\u200b\U000e0041)"));
  EXPECT_THAT(ask.output(), HasSubstr(R"({"city":"SEEN\u001b[31m\u007f\u009b\u202e\u200b\udb40\udc41)"));
  ask.write("n\n");
  std::string shown = ask.finish().out;
  for (const std::string_view mark : kMarks) EXPECT_THAT(shown, Not(HasSubstr(mark))) << shown;
  expect_harmless({"ask", "--tool", tool, "--yes", "--verbose", "Hi"}, endpoint.variables());

  const std::string talk = folder_.write(
      "talk.json",
      Json::object({{"model", foreign()}, {"system", foreign()}, {"messages", Json::array()}}).dump());
  expect_harmless({"chat", "--load", talk}, endpoint.variables(), "/model\n/system\n/quit\n");
}

TEST_F(ForeignText, OfBatches) {
  const std::string in = folder_.write(
      "in.jsonl", "{\"id\": " + Json(foreign()).dump() + ", \"prompt\": 7}\n" + "{\"prompt\": \"Hi\"}\n");
  expect_harmless({"batch", in, "--local", "--dry-run"}, {});
  expect_harmless({"batch", in, "--local"}, {});
  const std::string id = Json(foreign()).dump();
  const FakeAws batches(
      {answer(200, R"({"id":)" + id +
                       R"(,"type":"message_batch","processing_status":"ended","request_counts":
    {"processing":0,"succeeded":1,"errored":0,"canceled":0,"expired":0},"results_url":"x"})"),
       answer(200, R"({"id":)" + id +
                       R"(,"type":"message_batch","processing_status":"ended","request_counts":
    {"processing":0,"succeeded":1,"errored":0,"canceled":0,"expired":0},"results_url":"x"})"),
       answer(200, R"({"custom_id":)" + id + R"(,"result":{"type":)" + id + "}}\n")});
  expect_harmless({"batch", in, "-o", folder_.file("a.jsonl"), "--engine", "anthropic", "--poll", "0.05"},
                  {{"ANTHROPIC_API_KEY", "sk-test"}, {"ANTHROPIC_BASE_URL", batches.url()}});

  const std::string job = Json::object({{"jobArn", foreign()}}).dump();
  const auto status = [&](std::string_view text) {
    return answer(200,
                  Json::object({{"jobArn", foreign()}, {"status", text}, {"message", foreign()}}).dump());
  };
  const FakeAws jobs({answer(200, ""), answer(200, job), status(foreign()), status(foreign()),
                      status(foreign()), status("Failed"), answer(404, "")});
  expect_harmless({"batch", in, "-o", folder_.file("b.jsonl"), "--engine", "bedrock", "--s3-input",
                   "s3://bucket/in/", "--s3-output", "s3://bucket/out", "--role-arn",
                   "arn:aws:iam::123456789012:role/batch", "--model", "claude-haiku-4-5", "--poll", "0.3"},
                  jobs.variables());
}

TEST_F(ForeignText, OfAwsServices) {
  const std::string text = foreign_xml();
  const std::string identity =
      answer(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>" + text + "</Arn><UserId>" +
                      text + "</UserId><Account>" + text +
                      "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
  const std::string role = answer(
      200, "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + text +
               "</AccessKeyId><SecretAccessKey>" + text + "</SecretAccessKey><SessionToken>" + text +
               "</SessionToken><Expiration>2031-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>"
               "</AssumeRoleResponse>");
  const std::string objects = answer(
      200,
      "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType><Contents><Key>"
      "SEEN%1B%5B31m%7F%C2%9B%E2%80%AE%E2%80%8B%F3%A0%81%81</Key><Size>3</Size><ETag>" +
          text + "</ETag><StorageClass>" + text +
          "</StorageClass></Contents><CommonPrefixes><Prefix>SEEN%1B%5B31m%C2%9B/</Prefix></CommonPrefixes>"
          "</ListBucketResult>");
  const std::string buckets =
      answer(200, "<ListAllMyBucketsResult><Buckets><Bucket><Name>" + text + "</Name><BucketRegion>" + text +
                      "</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>");
  const std::string secret = answer(200, Json::object({{"ARN", foreign()},
                                                       {"Name", foreign()},
                                                       {"VersionId", foreign()},
                                                       {"SecretString", foreign()},
                                                       {"VersionStages", Json::array({foreign()})}})
                                             .dump());
  const std::string kms = answer(
      200,
      Json::object({{"KeyId", foreign()}, {"CiphertextBlob", "U0VFTg=="}, {"Plaintext", "U0VFThtbMzFtwps="}})
          .dump());
  const std::string object = with_headers(foreign());
  const std::string data = folder_.write("data", "data");
  for (const bool json : {false, true}) {
    const auto command = [json](std::vector<std::string> arguments) {
      if (json) arguments.emplace_back("--json");
      return arguments;
    };
    expect_harmless_answer(identity, command({"whoami"}));
    expect_harmless_answer(role, command({"assume-role", "arn:aws:iam::123456789012:role/reader"}));
    expect_harmless_answer(objects, command({"s3", "ls", "s3://bucket/"}));
    expect_harmless_answer(buckets, command({"s3", "ls"}));
    expect_harmless_answer(secret, command({"secret", "get", "name"}));
    expect_harmless_answer(secret, command({"secret", "put", "name", "value"}));
    expect_harmless_answer(kms, command({"kms", "decrypt", "U0VFTg=="}));
    expect_harmless_answer(object, command({"request", "/bucket/key", "--service", "s3"}));
  }
  expect_harmless_answer(kms, {"kms", "encrypt", "key", "text", "--json"});
  expect_harmless_answer(object, {"request", "--include", "/bucket/key", "--service", "s3"});
  expect_harmless_answer(object, {"s3", "get", "s3://bucket/key", "-"});
  expect_harmless_answer(object, {"s3", "get", "s3://bucket/key", folder_.file("got"), "--json"});
  expect_harmless_answer(object, {"s3", "put", data, "s3://bucket/key", "--json"});
}

TEST_F(ForeignText, OfFiles) {
  const std::string source = "# " + foreign() + "\nmodel = 'claude-opus-5'  # " + foreign() + "\n";
  const std::string file = folder_.write(foreign() + ".py", source);
  expect_harmless({"migrate", file}, {});
  expect_harmless({"migrate", "--json", file}, {});
  expect_harmless({"migrate", "--write", "--yes", file}, {});
  const std::string config =
      folder_.write("config", "[default]\nregion = " + foreign() + "\noutput = " + foreign() + "\n");
  const Variables variables = {{"AWS_CONFIG_FILE", config}};
  expect_harmless({"configure", "get", "region"}, variables);
  expect_harmless({"configure", "get", "region", "--json"}, variables);
  expect_harmless({"configure"}, variables, "\n\n\n\n");
  expect_harmless({"whoami"}, variables);
}

TEST_F(ForeignText, OfTheLogOfAnEndpoint) {
  RunningProgram endpoint({"local", "--auth", "off", "--verbose"}, {}, RunningProgram::Through::terminal);
  ASSERT_TRUE(endpoint.read_until("listening on "));
  const std::string url = *endpoint.read_line();
  send_request(std::stoi(url.substr(url.rfind(':') + 1)),
               "POST /model/SEEN\xC2\x9b\xE2\x80\xAE\xE2\x80\x8B/invoke HTTP/1.1\r\nhost: 127.0.0.1\r\n"
               "content-length: 0\r\n\r\n");
  EXPECT_TRUE(endpoint.read_until("SEEN"));
  endpoint.send_signal(SIGTERM);
  const std::string shown = endpoint.finish().out;
  for (const std::string_view mark : kMarks) EXPECT_THAT(shown, Not(HasSubstr(mark))) << shown;
}

TEST_F(ForeignText, IsLeftAloneInAPipe) {
  const LocalEndpoint endpoint(
      Json::object({{"rules", Json::array({Json::object({{"reply", Json::object({{"text", foreign()}})}})})}})
          .dump());
  EXPECT_EQ(run({"ask", "Hi"}, endpoint.variables()).out, foreign() + "\n");
  const std::string json = run({"ask", "--json", "Hi"}, endpoint.variables()).out;
  EXPECT_EQ((*Json::parse(json))["content"][0]["text"], Json(foreign()));
  for (const std::string_view mark : kMarks) EXPECT_THAT(json, Not(HasSubstr(mark)));
}

TEST_F(ForeignText, ALineFeedInAKeyMakesNoLine) {
  const std::string objects =
      answer(200,
             "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</"
             "EncodingType><Contents><Key>a%0A2026-01-01T"
             "00:00:00Z%20%207%20%20b</Key><Size>3</Size></Contents></ListBucketResult>");
  const FakeAws aws({objects});
  const std::string out = run({"s3", "ls", "s3://bucket"}, aws.variables()).out;
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1) << out;
}

}  // namespace
}  // namespace anthropic::internal::cli
