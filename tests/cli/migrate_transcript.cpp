// `migrate` and `migrate check`, as they are run.
#include <csignal>
#include <filesystem>
#include <gmock/gmock.h>
#include <iterator>
#include <sys/stat.h>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"
#include "cli/migration_verdicts.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kFindings = 24;

std::string copy_tree(const TemporaryFolder& folder) {
  std::filesystem::copy(MIGRATION_TREE, folder.file("tree"), std::filesystem::copy_options::recursive);
  return folder.file("tree");
}

std::string read(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The file as the verdicts want it: the last replacement of a line first, so that columns hold.
std::string as_wanted(std::string text, std::string_view file) {
  for (std::size_t i = std::size(kVerdicts); i-- > 0;) {
    const Verdict& verdict = kVerdicts[i];
    if (verdict.file != file || verdict.replacement.empty()) continue;
    std::size_t begin = 0;
    for (std::size_t line = 1; line < verdict.line; ++line) begin = text.find('\n', begin) + 1;
    begin = text.find(verdict.match, begin + verdict.column - 1);
    text.replace(begin, verdict.match.size(), verdict.replacement);
  }
  return text;
}

TEST(Migrate, WritesModelIdsAndNothingElse) {
  TemporaryFolder folder;
  const std::string tree = copy_tree(folder);
  const Outcome outcome = run({"migrate", "--write", "--yes", tree});
  EXPECT_EQ(outcome.exit_code, kFindings) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("+  --data '{\"model\": \"global.anthropic.claude-haiku-5-5\""),
                                 HasSubstr("rewrote 10 files\n"), Not(HasSubstr("EXAMPLEEXAMPLE"))));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(MIGRATION_TREE)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const std::string name = std::filesystem::relative(entry.path(), MIGRATION_TREE).string();
    EXPECT_EQ(read(tree + "/" + name), as_wanted(read(entry.path().string()), name)) << name;
    EXPECT_EQ(entry.status().permissions(), std::filesystem::status(tree + "/" + name).permissions()) << name;
  }
  EXPECT_EQ(files, 12u);
  const Outcome again = run({"migrate", "--json", tree});
  const Json report = *Json::parse(again.out);
  EXPECT_EQ(report["kinds"]["model"], Json(0));
  EXPECT_EQ(report["kinds"]["client"], Json(7));
}

TEST(Migrate, PrintsPlacesWithAnArrowOfTheLocale) {
  TemporaryFolder folder;
  const std::string file = folder.write("a.py", "x = 1\nmodel = 'claude-opus-5'\n");
  const std::string begin = file + ":2:10: model id claude-opus-5 ";
  EXPECT_EQ(run({"migrate", file}).out, begin +
                                            "-> global.anthropic.claude-opus-5\n1 finding in 1 file\n"
                                            "  model ids: 1 (--write rewrites 1)\n");
  EXPECT_THAT(run({"migrate", file}, {{"LANG", "de_DE.UTF-8"}}).out, HasSubstr(begin + "→ global."));
  EXPECT_THAT(run({"migrate", "--region", "eu-west-1", file}).out,
              HasSubstr("-> eu.anthropic.claude-opus-5\n"));
  const Outcome none = run({"migrate", folder.write("b.py", "print(1)\n")});
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_EQ(none.out, "nothing found in 1 file\n");
}

TEST(Migrate, AsksOnTheTerminal) {
  TemporaryFolder folder;
  const std::string file = folder.write("a.py", "model = 'claude-opus-5'\n");
  for (const char* answer : {"n\n", "y\n"}) {
    RunningProgram program({"migrate", "--write", file}, {}, RunningProgram::Through::terminal);
    EXPECT_TRUE(program.read_until("rewrite 1 model id? [y/N] ")) << program.output();
    EXPECT_EQ(folder.read("a.py"), "model = 'claude-opus-5'\n");
    program.write(answer);
    EXPECT_EQ(program.finish().exit_code, answer[0] == 'y' ? 0 : kFindings);
  }
  EXPECT_EQ(folder.read("a.py"), "model = 'global.anthropic.claude-opus-5'\n");
}

// The successor of a model that took them refuses the parameters that stand beside it.
TEST(Migrate, LeavesOpenWhatTheNewModelRefuses) {
  TemporaryFolder folder;
  const std::string file =
      folder.write("a.py", "create(model='claude-3-haiku-20240307',\n       temperature=0.2)\n");
  const Outcome written = run({"migrate", "--write", "--yes", file});
  EXPECT_EQ(written.exit_code, kFindings);
  EXPECT_THAT(written.out,
              HasSubstr("note: " + file + ":1: Claude Haiku 5.5 does not take: temperature, prefill"));
  EXPECT_THAT(written.out,
              HasSubstr(":1:15: model id claude-3-haiku-20240307 (retired 2026-09-10), rewritten to "
                        "global.anthropic.claude-haiku-5-5"));
  EXPECT_THAT(written.out, HasSubstr(":2:8: temperature beside Claude Haiku 5.5"));
  const Outcome again = run({"migrate", file});
  EXPECT_EQ(again.exit_code, kFindings);
  EXPECT_THAT(again.out, HasSubstr(":2:8: temperature beside Claude Haiku 5.5"));
  EXPECT_THAT(again.out, HasSubstr("parameters that a model refuses: 1 (leave them out)"));
}

TEST(Migrate, RefusesAFileThatChangedMeanwhile) {
  TemporaryFolder folder;
  const std::string file = folder.write("a.py", "model = 'claude-opus-5'\n");
  RunningProgram program({"migrate", "--write", file}, {}, RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("[y/N] "));
  folder.write("a.py", "model = 'claude-opus-5'  # mine\n");
  program.write("y\n");
  EXPECT_TRUE(program.read_until("changed since it was scanned")) << program.output();
  EXPECT_EQ(program.finish().exit_code, 1);
  EXPECT_EQ(folder.read("a.py"), "model = 'claude-opus-5'  # mine\n");
}

TEST(Migrate, LeavesAReadOnlyFile) {
  TemporaryFolder folder;
  const std::string file = folder.write("a.py", "model = 'claude-opus-5'\n");
  const std::string other = folder.write("b.py", "model = 'claude-opus-5'\n");
  ASSERT_EQ(::chmod(file.c_str(), 0444), 0);
  const Outcome outcome = run({"migrate", "--write", "--yes", folder.path()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("cannot write " + file + ": it is read-only"), HasSubstr("chmod")));
  EXPECT_EQ(folder.read("a.py"), "model = 'claude-opus-5'\n");
  EXPECT_EQ(folder.read("b.py"), "model = 'global.anthropic.claude-opus-5'\n");
}

TEST(Migrate, SaysWhatItDoesNotScan) {
  TemporaryFolder folder;
  folder.write("binary.py", std::string("claude-opus-5\0", 14));
  folder.write("large.json", std::string(5'000'001, ' '));
  folder.write("notes.txt", "claude-opus-5");
  for (const char* name : {"node_modules", ".git"}) {
    std::filesystem::create_directory(folder.file(name));
    folder.write(std::string(name) + "/a.py", "claude-opus-5");
  }
  std::filesystem::create_directory_symlink(folder.path(), folder.file("loop"));
  const Outcome outcome = run({"migrate", folder.path(), folder.path() + "/"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "nothing found in 0 files\nnot scanned: " + folder.file("binary.py") +
                             ": it is binary\nnot scanned: " + folder.file("large.json") +
                             ": it is larger than 5 MB\nnot scanned: " + folder.file(".git") +
                             "\nnot scanned: " + folder.file("node_modules") +
                             "\nnot scanned: 1 file of other kinds\nnot followed: 1 symbolic link\n");
  // What is named is scanned.
  EXPECT_EQ(run({"migrate", folder.file("notes.txt")}).exit_code, kFindings);
  EXPECT_EQ(run({"migrate", folder.file("node_modules")}).exit_code, kFindings);
}

TEST(Migrate, RefusesBadInput) {
  TemporaryFolder folder;
  std::filesystem::create_symlink("round", folder.file("round"));
  const auto outcome = [](std::vector<std::string> line) {
    line.insert(line.begin(), "migrate");
    return run(line);
  };
  EXPECT_EQ(outcome({}).exit_code, 2);
  EXPECT_EQ(outcome({"--yes", folder.path()}).exit_code, 2);
  EXPECT_EQ(outcome({"--json", "--write", folder.path()}).exit_code, 2);
  EXPECT_EQ(outcome({"check", "--local", "--profile", "p"}).exit_code, 2);
  const Outcome missing = outcome({folder.path(), folder.file("none")});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_EQ(missing.err,
            "claude-bedrock: cannot read " + folder.file("none") + ": No such file or directory\n");
  EXPECT_THAT(outcome({folder.file("round")}).err, HasSubstr("symbolic links"));
  // A regular file that nobody can read, root neither.
  const Outcome unreadable = outcome({"/proc/self/mem"});
  EXPECT_EQ(unreadable.exit_code, 1);
  EXPECT_THAT(unreadable.err, HasSubstr("claude-bedrock: cannot read /proc/self/mem: "));
}

std::string result_of(const Json& report, std::string_view name) {
  for (const Json& check : report["checks"].items()) {
    if (check["name"] == Json(name)) return check["result"].string_or("");
  }
  return "missing";
}

TEST(MigrateCheck, ChecksWithoutAnAccount) {
  const Outcome outcome = run({"migrate", "check", "--local", MIGRATION_TREE});
  EXPECT_EQ(outcome.exit_code, kFindings);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("FAIL sources        52 places are left in 12 files\n     fix: "),
                                 HasSubstr("ok   call           answered by claude-haiku-5-5"),
                                 HasSubstr("by an endpoint in this process that is not Claude"),
                                 HasSubstr("?    region         not checkable offline\n"),
                                 HasSubstr("?    policy         not checkable offline\n"),
                                 HasSubstr("ok   retries        a throttled call was sent again")));
  EXPECT_THAT(run({"migrate", "check", "--local"}, {{"LC_ALL", "C.UTF-8"}}).out, HasSubstr("✓ streaming"));
  EXPECT_EQ(run({"migrate", "check", "--local"}).exit_code, 0);
}

TEST(MigrateCheck, FindsWhatIsWrong) {
  const Outcome outcome = run({"migrate", "check", "--json"}, {{"AWS_EC2_METADATA_DISABLED", "true"},
                                                               {"AWS_MAX_ATTEMPTS", "1"},
                                                               {"AWS_CA_BUNDLE", "/nowhere/at/all.pem"}});
  EXPECT_EQ(outcome.exit_code, kFindings);
  const Json report = *Json::parse(outcome.out);
  EXPECT_EQ(report["ready"], Json(false));
  for (const char* name : {"certificates", "credentials", "region", "retries"})
    EXPECT_EQ(result_of(report, name), "failed") << name;
  for (const char* name : {"identity", "call", "streaming", "monitoring", "policy"})
    EXPECT_EQ(result_of(report, name), "not checkable") << name;
}

TEST(MigrateCheck, AsksAnEndpointForAll) {
  LocalEndpoint endpoint;
  const Outcome before =
      run({"migrate", "check", "--json", "--endpoint-url", endpoint.url()}, endpoint.variables());
  const Json report = *Json::parse(before.out);
  EXPECT_EQ(before.exit_code, kFindings) << before.out;
  EXPECT_EQ(result_of(report, "monitoring"), "failed");
  for (const char* name : {"credentials", "region", "identity", "model", "life cycle", "profile", "agreement",
                           "data retention", "call", "streaming", "error handling"})
    EXPECT_EQ(result_of(report, name), "passed") << before.out;

  const std::string logging = R"({"loggingConfig":{"s3Config":{"bucketName":"logs","keyPrefix":"claude"}}})";
  EXPECT_EQ(run({"request", "PUT", "/logging/modelinvocations", "--service", "bedrock", "--data", logging,
                 "-H", "Content-Type: application/json", "--endpoint-url", endpoint.url()},
                endpoint.variables())
                .exit_code,
            0);
  const Outcome after = run({"migrate", "check", "--endpoint-url", endpoint.url()}, endpoint.variables());
  EXPECT_EQ(after.exit_code, 0) << after.out;
  EXPECT_THAT(after.out, HasSubstr("monitoring     invocations are logged to s3://logs/claude\n"));

  const Outcome retired = run({"migrate", "check", "--endpoint-url", endpoint.url(), "--model",
                               "anthropic.claude-3-haiku-20240307-v1:0"},
                              endpoint.variables());
  EXPECT_EQ(retired.exit_code, kFindings);
  EXPECT_THAT(retired.out,
              HasSubstr("FAIL model          NotFoundError 404 ResourceNotFoundException: Claude 3 "
                        "Haiku has reached the end of its life\n     fix: "));
}

TEST(MigrateCheck, EndsOnCtrlC) {
  LocalEndpoint endpoint({}, {"--fault", "stall=20"});
  RunningProgram program({"migrate", "check", "--endpoint-url", endpoint.url()}, endpoint.variables());
  EXPECT_TRUE(program.read_until("certificates"));
  program.send_signal(SIGINT);
  EXPECT_EQ(program.finish().exit_code, 130);
}

TEST(Migrate, EndsOnCtrlCWithoutWriting) {
  TemporaryFolder folder;
  const std::string file = folder.write("a.py", "model = 'claude-opus-5'\n");
  RunningProgram program({"migrate", "--write", file}, {}, RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("[y/N] "));
  program.send_signal(SIGINT);
  EXPECT_EQ(program.finish().exit_code, 130);
  EXPECT_EQ(folder.read("a.py"), "model = 'claude-opus-5'\n");
}

// What the doctor finds is found here, in the doctor's words.
TEST(MigrateCheck, SaysWhatTheDoctorSays) {
  LocalEndpoint endpoint({}, {"--fault", "refuse=denied"});
  Variables variables = endpoint.variables();
  variables["AWS_DEFAULT_REGION"] = "eu-west-1";
  const Json doctor = *Json::parse(run({"doctor", "--json"}, variables).out);
  const Json check = *Json::parse(run({"migrate", "check", "--json"}, variables).out);
  std::size_t compared = 0;
  for (const Json& step : doctor["steps"].items()) {
    for (const Json& line : check["checks"].items()) {
      // The certificates are looked at before an endpoint is known; a call's refusal has an id of its own.
      if (line["name"] != step["name"] || step["name"] == Json("certificates")) continue;
      if (step["name"] != Json("call")) {
        EXPECT_THAT(line["detail"].string_or(""), ::testing::StartsWith(step["found"].string_or("?")));
      }
      EXPECT_EQ(line["fix"], step["fix"]);
      ++compared;
    }
  }
  EXPECT_GE(compared, 20u);
  EXPECT_EQ(result_of(check, "call"), "failed");
  EXPECT_EQ(result_of(check, "region"), "warning") << "two sources at odds";
}

TEST(MigrateCheck, AsksIamAsIamCheckDoes) {
  LocalEndpoint endpoint;
  EXPECT_THAT(
      run({"migrate", "check"}, endpoint.variables()).out,
      HasSubstr("ok   policy         arn:aws:iam::000000000000:user/local-endpoint may call the model "
                "and stream\n"));
  const Outcome denied =
      run({"migrate", "check", "--model", "global.anthropic.claude-haiku-5-5"}, endpoint.variables());
  EXPECT_EQ(denied.exit_code, kFindings);
  EXPECT_THAT(denied.out, HasSubstr("FAIL policy         arn:aws:iam::000000000000:user/local-endpoint: "
                                    "bedrock:InvokeModel on arn:aws:bedrock:us-east-1:000000000000:"
                                    "inference-profile/global.anthropic.claude-haiku-5-5 is not allowed: no "
                                    "policy allows it\n     fix: "));
}

TEST(MigrateCheck, TellsNoSecret) {
  FakeAws aws({answer(403, R"({"__type":"AccessDeniedException","message":"no"})")});
  const Outcome outcome = run({"migrate", "check"}, aws.variables());
  EXPECT_EQ(outcome.exit_code, kFindings);
  EXPECT_THAT(outcome.out + outcome.err,
              AllOf(Not(HasSubstr(FakeAws::kSecret)), Not(HasSubstr(FakeAws::kToken))));
}

}  // namespace
}  // namespace anthropic::internal::cli
