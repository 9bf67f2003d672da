// `claude-bedrock local --exec` as a script or CI runs its tests with it.
#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Words = std::vector<std::string>;

Words exec(Words options, const Words& program) {
  options.insert(options.begin(), {"local", "--exec"});
  options.push_back("--");
  options.insert(options.end(), program.begin(), program.end());
  return options;
}

Words shell(Words options, const std::string& script) {
  return exec(std::move(options), {"sh", "-c", script});
}

const std::string kAsk = std::string(tested_program()) + " ask Hello";

TEST(LocalExec, SendsTheCommandToTheEndpoint) {
  for (const char* platform : {"bedrock", "mantle", "aws", "anthropic"}) {
    const Outcome outcome = run(exec({}, {tested_program(), "ask", "Hello", "--platform", platform}));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, StartsWith("I am the local endpoint, not Claude.")) << platform;
    EXPECT_THAT(outcome.err, StartsWith("claude-bedrock local: 1 request\n  1  ")) << platform;
  }
}

TEST(LocalExec, SendsItThereOverTls) {
  for (const char* platform : {"bedrock", "mantle", "aws"}) {
    const Outcome outcome = run(exec({"--tls"}, {tested_program(), "ask", "Hello", "--platform", platform}));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, StartsWith("I am the local endpoint, not Claude.")) << platform;
  }
  const Outcome outcome = run(shell({"--tls"}, "echo $AWS_CA_BUNDLE $NODE_EXTRA_CA_CERTS $SSL_CERT_FILE"));
  const std::string file = outcome.out.substr(0, outcome.out.find(' '));
  EXPECT_EQ(outcome.out, file + " " + file + " " + file + "\n");
  EXPECT_NE(::access(file.c_str(), F_OK), 0) << "it is gone with the endpoint";
}

// Others of the user's would have it ask AWS, or be refused.
TEST(LocalExec, IsStrongerThanTheUsersVariables) {
  const Variables users = {{"AWS_PROFILE", "no-such"},
                           {"AWS_SESSION_TOKEN", "of-another"},
                           {"AWS_BEARER_TOKEN_BEDROCK", "of-another"},
                           {"AWS_ENDPOINT_URL", "http://127.0.0.1:1"},
                           {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"},
                           {"ANTHROPIC_BEDROCK_BASE_URL", "http://127.0.0.1:1"},
                           {"AWS_REGION", "eu-west-1"}};
  for (const Words& options :
       {Words{}, Words{"--bearer", "b"}, Words{"--region", "eu-central-1"}, Words{"--host", "0.0.0.0"},
        Words{"--access-key", "A", "--secret-key", "S", "--session-token", "T"}, Words{"--auth", "off"}}) {
    const Outcome outcome = run(shell(options, kAsk + " && env"), users);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, Not(HasSubstr("of-another")));
  }
}

TEST(LocalExec, PassesOnKeysThatExpire) {
  const Outcome outcome = run(shell({"--sts-lifetime", "60"}, "echo [$AWS_ACCESS_KEY_ID]; " + kAsk + " && " +
                                                                  tested_program() + " whoami"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("[]\nI am the local endpoint, not Claude."));
  EXPECT_THAT(outcome.out, HasSubstr("assumed-role/local-endpoint/container"));
  EXPECT_THAT(outcome.err, HasSubstr("  2  GET /credentials\n"));
  EXPECT_EQ(run(shell({"--sts-lifetime", "0"}, "true")).exit_code, 2);
}

TEST(LocalExec, RecordsAndReplays) {
  const TemporaryFolder folder;
  const std::string file = folder.file("recording.jsonl"), program(tested_program());
  const std::string script = kAsk + " && " + program + " whoami";
  const Outcome recorded = run(shell({"--sts-lifetime", "60", "--record", file}, script));
  EXPECT_EQ(recorded.exit_code, 0) << recorded.err;
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(text, HasSubstr("/invoke"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << "no keys and no other service";
  EXPECT_THAT(text, Not(HasSubstr("SecretAccessKey")));

  const Outcome replayed = run(shell({"--replay", file}, script));
  EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
  EXPECT_EQ(replayed.out.substr(0, 40), recorded.out.substr(0, 40));
  const Outcome other = run(shell({"--replay", file}, program + " ask Goodbye"));
  EXPECT_NE(other.exit_code, 0);
  EXPECT_THAT(other.err, HasSubstr("There is no recorded answer to this POST /model/"));
  EXPECT_THAT(other.err, HasSubstr("is \"Goodbye\", not \"Hello\""));
  EXPECT_NE(run(shell({"--replay", folder.file("none")}, "true")).exit_code, 0);
}

TEST(LocalExec, AcceptsShortTermKeys) {
  const std::string program(tested_program());
  const Outcome outcome = run(shell({}, "AWS_BEARER_TOKEN_BEDROCK=$(" + program + " token) " + kAsk));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const Outcome elsewhere =
      run(shell({}, "AWS_BEARER_TOKEN_BEDROCK=$(" + program + " token --region eu-west-1) " + kAsk));
  EXPECT_NE(elsewhere.exit_code, 0);
  EXPECT_THAT(elsewhere.err, HasSubstr("It is for the region 'eu-west-1', and this is 'us-east-1'"));
}

TEST(LocalExec, LeavesTheStandardStreamsToTheCommand) {
  const Outcome outcome =
      run(shell({"--quiet"}, "cat; echo out; echo err >&2; ls /proc/$$/fd; true"), {}, "in\n");
  EXPECT_EQ(outcome.out, "in\nout\n0\n1\n2\n");
  EXPECT_EQ(outcome.err, "err\n");
}

TEST(LocalExec, EndsWithTheCommandsExitCode) {
  EXPECT_EQ(run(shell({}, "exit 0")).exit_code, 0);
  EXPECT_EQ(run(shell({}, "exit 42")).exit_code, 42);
  EXPECT_EQ(run(shell({}, "kill -KILL $$")).exit_code, 128 + SIGKILL);
  EXPECT_EQ(run(exec({}, {tested_program(), "ask"}), {}, "").exit_code, run({"ask"}, {}, "").exit_code);
}

TEST(LocalExec, SaysWhatItCannotStart) {
  const TemporaryFolder folder;
  const auto file = [&](const char* name, const char* text) {
    const std::string path = folder.path() + "/" + name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), 0700);
    return path;
  };
  struct Case {
    std::string program;
    int exit_code;
    const char* message;
  };
  for (const Case& one : {Case{"no-such-command", 127, "there is no command no-such-command to run\nhint: "},
                          {"", 127, "there is no command  to run\nhint: "},
                          {folder.path() + "/none", 127, "there is no file "},
                          {folder.path(), 126, "Permission denied"},
                          {file("lost", "#!/no/such/shell\n"), 126, "the interpreter on its first line"},
                          {file("text", "echo\n"), 126, "a script begins with its interpreter: #!/bin/sh"}}) {
    const Outcome outcome = run(exec({}, {one.program}));
    EXPECT_EQ(outcome.exit_code, one.exit_code) << one.program;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("claude-bedrock: "), HasSubstr(one.message)));
    EXPECT_THAT(outcome.err, Not(HasSubstr("0 requests")));
  }
  const Outcome taken = run(exec({"--fault", "nonsense"}, {"true"}));
  EXPECT_EQ(taken.exit_code, 3) << taken.err;
}

TEST(LocalExec, SaysWhatWasAskedAndNoSecret) {
  const std::string twice = kAsk + " --no-stream; " + kAsk + "; env";
  const Outcome outcome = run(shell({"--fault", "throttle/1", "--verbose"}, twice));
  EXPECT_THAT(outcome.err, HasSubstr("claude-bedrock local: 3 requests\n"
                                     "  2  InvokeModel us.anthropic."));
  EXPECT_THAT(outcome.err, HasSubstr("\n  1  InvokeModelWithResponseStream us.anthropic."));
  EXPECT_THAT(outcome.err, HasSubstr("\n  refused: 429 ThrottlingException (1)\n  faults: throttle (1)\n"));
  for (const std::string name : {"AWS_SECRET_ACCESS_KEY=", "ANTHROPIC_API_KEY="}) {
    const std::size_t at = outcome.out.find("\n" + name);
    ASSERT_NE(at, std::string::npos) << name;
    const std::size_t begin = at + 1 + name.size();
    const std::string secret = outcome.out.substr(begin, outcome.out.find('\n', begin) - begin);
    EXPECT_GT(secret.size(), 30u);
    EXPECT_THAT(outcome.err, Not(HasSubstr(secret))) << name;
  }
  EXPECT_EQ(run(exec({"--json"}, {"true"})).err,
            "{\"requests\":0,\"operations\":[],\"refusals\":[],\"faults\":[]}\n");
}

// It ends by itself, and the endpoint answers until it has.
TEST(LocalExec, PassesSignalsOn) {
  for (const auto& [name, signal] :
       {std::pair("TERM", SIGTERM), std::pair("INT", SIGINT), std::pair("HUP", SIGHUP)}) {
    RunningProgram program(shell({"--quiet"}, "sleep 600 >/dev/null 2>&1 & trap \"kill $!; " + kAsk +
                                                  "; exit 7\" " + name + "; echo ready; wait"));
    ASSERT_TRUE(program.read_until("ready"));
    program.send_signal(signal);
    const Outcome outcome = program.finish();
    EXPECT_EQ(outcome.exit_code, 7) << name << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("I am the local endpoint")) << name;
  }
  RunningProgram program(shell({"--quiet"}, "echo ready; exec sleep 600"));
  ASSERT_TRUE(program.read_until("ready"));
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.finish().exit_code, 128 + SIGTERM);
}

TEST(LocalExec, CtrlCReachesTheCommandOnce) {
  RunningProgram program(shell({},
                               "trap 'echo interrupted' INT; echo ready; "
                               "until [ \"$line\" = done ]; do read -r line; done; exit 5"),
                         {}, RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("ready"));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("interrupted"));
  program.write("done\n");
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 5);
  const std::string& seen = program.output();
  EXPECT_EQ(seen.find("interrupted"), seen.rfind("interrupted")) << seen;
  EXPECT_THAT(seen, HasSubstr("claude-bedrock local: 0 requests"));
}

}  // namespace
}  // namespace anthropic::internal::cli
