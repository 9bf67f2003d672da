// What differs on a terminal: colour, the last line's end, Ctrl-C.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kTerminal = RunningProgram::Through::terminal;
constexpr std::string_view kSlow =
    R"({"rules": [{"reply": {"text": ["begun ", "and ", "never ", "ended"], "pace_ms": 20000}}]})";

Variables with_term(Variables variables, const char* term = "xterm") {
  variables["TERM"] = term;
  return variables;
}

TEST(Colour, IsForTerminals) {
  RunningProgram coloured({"ask", "Hi"}, with_term({}), kTerminal);
  EXPECT_THAT(coloured.finish().out, HasSubstr("claude-bedrock: \x1b[1;31mConfigurationError\x1b[0m"));
  EXPECT_THAT(run({"ask", "Hi"}, with_term({})).err, Not(HasSubstr("\x1b")));
}

TEST(Colour, CanBeDeclined) {
  RunningProgram declined({"ask", "Hi"}, with_term({{"NO_COLOR", "1"}}), kTerminal);
  EXPECT_THAT(declined.finish().out, Not(HasSubstr("\x1b")));
  RunningProgram dumb({"ask", "Hi"}, with_term({}, "dumb"), kTerminal);
  EXPECT_THAT(dumb.finish().out, Not(HasSubstr("\x1b")));
}

TEST(Terminal, EndsTheLineAndLetsNoAnswerSteerIt) {
  LocalEndpoint endpoint(R"({"rules": [{"reply": {"text": ["a\u001b[2Jb"]}}]})");
  RunningProgram program({"ask", "Hi"}, with_term(endpoint.variables()), kTerminal);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "a\xEF\xBF\xBD[2Jb\r\n");
}

TEST(Terminal, AskWithoutAPromptDoesNotWait) {
  RunningProgram program({"ask"}, with_term({}), kTerminal);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, HasSubstr("there is no prompt"));
}

TEST(Interrupt, CtrlCEndsAnAnswerOnATerminal) {
  LocalEndpoint endpoint(kSlow);
  RunningProgram program({"ask", "go"}, with_term(endpoint.variables()), kTerminal);
  ASSERT_TRUE(program.read_until("begun "));
  program.write("\x03");
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.out;
  EXPECT_THAT(outcome.out, Not(HasSubstr("ended")));
}

TEST(Interrupt, ASignalEndsAnAnswerInAPipe) {
  LocalEndpoint endpoint(kSlow);
  for (const int signal : {SIGINT, SIGTERM}) {
    RunningProgram program({"ask", "go"}, endpoint.variables());
    program.close_input();
    ASSERT_TRUE(program.read_until("begun "));
    program.send_signal(signal);
    const Outcome outcome = program.finish();
    EXPECT_EQ(outcome.exit_code, 128 + signal);
    EXPECT_EQ(outcome.out, "begun \n");
    EXPECT_EQ(outcome.err, "");
  }
}

// A server that takes a connection and never says a word.
class SilentServer {
 public:
  SilentServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(::bind(listener_, generic, size), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() {
    ::close(connection_);
    ::close(listener_);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// Waits until a request begins to come in, for half a minute at most.
  void wait_for_request() {
    pollfd ready = {listener_, POLLIN, 0};
    ASSERT_EQ(::poll(&ready, 1, 30'000), 1) << "nobody connected";
    connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    char byte = 0;
    EXPECT_EQ(::read(connection_, &byte, 1), 1);
  }

 private:
  int listener_;
  int connection_ = -1;
  int port_ = 0;
};

TEST(Interrupt, EndsAWaitForTheAnswersHead) {
  SilentServer server;
  const Variables keys = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
  RunningProgram program({"ask", "--region", "us-east-1", "--endpoint-url", server.url(), "go"},
                         with_term(keys), kTerminal);
  server.wait_for_request();
  program.write("\x03");
  EXPECT_EQ(program.finish().exit_code, 130);
}

}  // namespace
}  // namespace anthropic::internal::cli
