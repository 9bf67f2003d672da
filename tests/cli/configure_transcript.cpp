// `configure`, and its files in the hands of the AWS CLI.
#include <cstdio>
#include <cstdlib>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ConfigureTranscript : public ::testing::Test {
 protected:
  Outcome configure(std::vector<std::string> arguments, std::string_view input = {}) {
    arguments.insert(arguments.begin(), "configure");
    return run(arguments, variables(), input);
  }

  Variables variables() const { return {{"HOME", home_.path()}}; }

  /// Whether the AWS CLI can be asked; says loudly if not.
  static bool has_aws_cli() {
    if (std::system("aws --version >/dev/null 2>&1") == 0) return true;
    std::fprintf(stderr,
                 "NOTICE: the AWS CLI is not on PATH: nobody else has read the files of `configure`\n");
    return false;
  }

  /// What `aws ARGUMENTS` prints, with this HOME and no AWS variables.
  std::string aws(const std::string& arguments) {
    const std::string command =
        "env -u AWS_PROFILE -u AWS_REGION -u AWS_DEFAULT_REGION -u AWS_ACCESS_KEY_ID "
        "-u AWS_SECRET_ACCESS_KEY AWS_EC2_METADATA_DISABLED=true HOME='" +
        home_.path() + "' aws " + arguments + " 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe) return "cannot run aws";
    std::string out;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, count);
    ::pclose(pipe);
    return out;
  }

  int mode_of(const std::string& name) const {
    struct stat status = {};
    return ::stat(home_.file(name).c_str(), &status) == 0 ? static_cast<int>(status.st_mode & 07777) : -1;
  }

  TemporaryFolder home_;
};

#define NEEDS_AWS_CLI()                                                           \
  if (!has_aws_cli()) {                                                           \
    if (std::getenv("ANTHROPIC_REQUIRE_ALL")) FAIL() << "the AWS CLI is missing"; \
    GTEST_SKIP() << "the AWS CLI is missing";                                     \
  }

TEST_F(ConfigureTranscript, AsksAndWrites) {
  const Outcome outcome = configure({}, "AKIDEXAMPLE12\nthe/secret+key\neu-west-1\njson\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "AWS Access Key ID [None]: AWS Secret Access Key [None]: Default region name [None]: "
            "Default output format [None]: ");
  EXPECT_EQ(home_.read(".aws/credentials"),
            "[default]\naws_access_key_id = AKIDEXAMPLE12\naws_secret_access_key = the/secret+key\n");
  EXPECT_EQ(home_.read(".aws/config"), "[default]\nregion = eu-west-1\noutput = json\n");
  EXPECT_EQ(mode_of(".aws/credentials"), 0600);
  EXPECT_EQ(mode_of(".aws/config"), 0600);
  EXPECT_EQ(mode_of(".aws"), 0700);
}

TEST_F(ConfigureTranscript, ShowsTheLastFourCharactersAndKeepsWhatIsNotAnswered) {
  ASSERT_EQ(configure({}, "AKIDEXAMPLE12\nthe/secret+key\neu-west-1\n\n").exit_code, 0);
  const Outcome again = configure({"--json"}, "\n\nus-east-2\n\n");
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.out, "{\"written\":[\"region\"]}\n");
  EXPECT_THAT(again.err, HasSubstr("AWS Access Key ID [****************LE12]: "));
  EXPECT_THAT(again.err, HasSubstr("AWS Secret Access Key [****************+key]: "));
  EXPECT_THAT(again.err, HasSubstr("Default region name [eu-west-1]: "));
  EXPECT_THAT(again.err, Not(HasSubstr("the/secret")));
  EXPECT_THAT(home_.read(".aws/credentials"), HasSubstr("the/secret+key"));
  EXPECT_EQ(home_.read(".aws/config"), "[default]\nregion = us-east-2\n");
}

TEST_F(ConfigureTranscript, MakesTheFileThatALinkLeadsTo) {
  std::filesystem::create_directories(home_.file(".aws"));
  std::filesystem::create_directories(home_.file("kept"));
  std::filesystem::create_symlink("../kept/config", home_.file(".aws/config"));
  EXPECT_EQ(configure({"set", "region", "eu-west-1"}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(home_.file(".aws/config")));
  EXPECT_EQ(home_.read("kept/config"), "[default]\nregion = eu-west-1\n");
}

TEST_F(ConfigureTranscript, NotesThatOthersCanReadASecret) {
  ASSERT_EQ(configure({}, "AKIDEXAMPLE12\nthe/secret+key\neu-west-1\njson\n").exit_code, 0);
  const std::string file = home_.file(".aws/credentials");
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  const std::string note = "note: " + file +
                           " holds secrets, and its mode lets others at it; to change that: chmod 600 " +
                           file + "\n";
  EXPECT_EQ(configure({"set", "aws_secret_access_key", "another/secret"}).err, note);
  EXPECT_THAT(configure({}, "\nthe/secret+key\n\n\n").err, HasSubstr(note));
  EXPECT_EQ(mode_of(".aws/credentials"), 0644) << "as the AWS CLI does it";
  EXPECT_EQ(configure({"set", "region", "eu-west-2"}).err, "") << "no secret was written";
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  EXPECT_EQ(configure({"set", "aws_secret_access_key", "a/third"}).err, "");
}

TEST_F(ConfigureTranscript, WritesNothingIfTheAnswersEnd) {
  const Outcome outcome = configure({}, "AKIDEXAMPLE12\nsecret\n");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(mode_of(".aws/credentials"), -1);
}

TEST_F(ConfigureTranscript, HidesTheSecretThatIsTyped) {
  RunningProgram program({"configure"}, variables(), RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("Key ID [None]: "));
  program.write("AKIDEXAMPLE12\n");
  ASSERT_TRUE(program.read_until("Secret Access Key [None]: "));
  program.write("typed/secret\n");
  ASSERT_TRUE(program.read_until("region name [None]: "));
  program.write("eu-west-1\n\n");
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("AKIDEXAMPLE12"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("typed/secret")));
  EXPECT_THAT(home_.read(".aws/credentials"), HasSubstr("typed/secret\n"));
}

TEST_F(ConfigureTranscript, SetsAndGetsOneKey) {
  EXPECT_EQ(configure({"set", "region", "eu-west-1", "--profile", "dev"}).exit_code, 0);
  EXPECT_EQ(home_.read(".aws/config"), "[profile dev]\nregion = eu-west-1\n");
  EXPECT_EQ(configure({"get", "region", "--profile", "dev"}).out, "eu-west-1\n");
  EXPECT_EQ(configure({"--profile", "dev", "get", "region", "--json"}).out,
            "{\"key\":\"region\",\"value\":\"eu-west-1\"}\n");
  const Outcome missing = configure({"get", "output", "--profile", "dev"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_EQ(missing.out, "");
  EXPECT_EQ(configure({"set", "aws_secret_access_key", "-", "--profile", "dev"}, "piped\n").exit_code, 0);
  EXPECT_EQ(home_.read(".aws/credentials"), "[dev]\naws_secret_access_key = piped\n");
  EXPECT_EQ(configure({"set", "bad key", "x"}).exit_code, 3);
}

TEST_F(ConfigureTranscript, KeepsComments) {
  ASSERT_EQ(configure({"set", "region", "eu-west-1"}).exit_code, 0);
  home_.write(".aws/config",
              "# mine\n[default]\nregion = eu-west-1 # near\noutput = text\n[profile x]\ncli_pager =\n");
  ASSERT_EQ(configure({"set", "output", "json"}).exit_code, 0);
  EXPECT_EQ(home_.read(".aws/config"),
            "# mine\n[default]\nregion = eu-west-1 # near\noutput = json\n[profile x]\ncli_pager =\n");
}

TEST_F(ConfigureTranscript, RefusesANameThatTheCredentialsFileCannotHoldBeforeItAsks) {
  for (const char* name : {"my work", "gr\xc3\xbcn"}) {
    const Outcome outcome = configure({"--profile", name}, "AKIDEXAMPLE12\nsecret\neu-west-1\n\n");
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("cannot be a profile's name"));
    EXPECT_THAT(outcome.err, HasSubstr("letters, digits and _-/.%@:+"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("Key ID")));
  }
  EXPECT_EQ(mode_of(".aws/credentials"), -1);
  EXPECT_EQ(configure({"set", "aws_access_key_id", "AK", "--profile", "my work"}).exit_code, 3);
  EXPECT_EQ(configure({"set", "region", "eu-west-1", "--profile", "my work"}).exit_code, 0);
  EXPECT_EQ(home_.read(".aws/config"), "[profile 'my work']\nregion = eu-west-1\n");
  EXPECT_EQ(configure({"get", "region", "--profile", "my work"}).out, "eu-west-1\n");
}

TEST_F(ConfigureTranscript, GetsAnErrorForASectionThatIsIgnored) {
  ASSERT_EQ(configure({"set", "region", "eu-west-1"}).exit_code, 0);
  home_.write(".aws/config", "# mine\n[dev]\nregion = eu-west-1\n");
  const Outcome outcome = configure({"get", "region", "--profile", "dev"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("config:2 has [dev], which is ignored"));
  EXPECT_THAT(outcome.err, HasSubstr("[profile dev]"));
}

TEST_F(ConfigureTranscript, SetsOnlyWhatGetReadsBack) {
  const char* whole = "/opt/get-keys \"team #1\"";
  ASSERT_EQ(configure({"set", "credential_process", whole}).exit_code, 0);
  EXPECT_EQ(configure({"get", "credential_process"}).out, std::string(whole) + "\n");
  const Outcome refused = configure({"set", "credential_process", "cd / ; get-keys"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("begin a comment"));
  EXPECT_THAT(refused.err, HasSubstr("quotes"));
  EXPECT_EQ(configure({"get", "credential_process"}).out, std::string(whole) + "\n");
  EXPECT_EQ(configure({"set", "s3.max_concurrent_requests", "3"}).exit_code, 3);
}

TEST_F(ConfigureTranscript, NamesAndValuesAreReadByTheAwsCliAndReadBackFromIt) {
  NEEDS_AWS_CLI();
  const char* command = "/opt/get-keys \"team #1\"";
  ASSERT_EQ(configure({"set", "region", "eu-west-1", "--profile", "my work"}).exit_code, 0);
  ASSERT_EQ(configure({"set", "credential_process", command, "--profile", "my work"}).exit_code, 0);
  EXPECT_EQ(aws("configure get region --profile 'my work'"), "eu-west-1\n");
  EXPECT_EQ(aws("configure get credential_process --profile 'my work'"), std::string(command) + "\n");
  EXPECT_EQ(aws("configure set region eu-west-2 --profile 'her work'"), "");
  EXPECT_EQ(configure({"get", "region", "--profile", "her work"}).out, "eu-west-2\n");
  ASSERT_EQ(configure({"set", "region", "eu-west-3", "--profile", "her work"}).exit_code, 0);
  EXPECT_EQ(aws("configure get region --profile 'her work'"), "eu-west-3\n");
}

TEST_F(ConfigureTranscript, NotesValuesThatNobodyKnows) {
  const Outcome outcome = configure({}, "\n\nus-est-1\njsno\n");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err,
              HasSubstr("\nnote: region us-est-1 is not one that this version knows; did you mean "
                        "us-east-1?\nnote: output jsno is not one that this version knows; did you mean "
                        "json?\n"));
  EXPECT_THAT(home_.read(".aws/config"), HasSubstr("region = us-est-1"));
  EXPECT_EQ(configure({"set", "region", "moon-base-alpha"}).err,
            "note: region moon-base-alpha is not one that this version knows\n");
  EXPECT_EQ(configure({"set", "region", "eu-west-1"}).err, "");
  EXPECT_EQ(configure({"set", "sso_region", "us-est-1"}).err, "");
}

TEST_F(ConfigureTranscript, CtrlCEndsTheLine) {
  RunningProgram program({"configure"}, variables(), RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("AWS Access Key ID [None]: "));
  program.write("\x03");
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_TRUE(outcome.out.ends_with("\n")) << outcome.out;
}

TEST_F(ConfigureTranscript, IsReadByTheAwsCli) {
  NEEDS_AWS_CLI();
  ASSERT_EQ(configure({"--profile", "dev"}, "AKIDEXAMPLE12\nthe/secret+key=\neu-west-1\njson\n").exit_code,
            0);
  const std::string list = aws("configure list --profile dev");
  EXPECT_THAT(list, HasSubstr("****************LE12"));
  EXPECT_THAT(list, HasSubstr("****************key="));
  EXPECT_THAT(list, HasSubstr("eu-west-1"));
  EXPECT_EQ(aws("configure get aws_secret_access_key --profile dev"), "the/secret+key=\n");
  EXPECT_EQ(aws("configure get output --profile dev"), "json\n");
}

TEST_F(ConfigureTranscript, ReadsAndEditsWhatTheAwsCliWrote) {
  NEEDS_AWS_CLI();
  EXPECT_EQ(aws("configure set aws_access_key_id AKIDEXAMPLE12 --profile dev"), "");
  EXPECT_EQ(aws("configure set aws_secret_access_key the/secret+key= --profile dev"), "");
  EXPECT_EQ(aws("configure set region eu-west-1 --profile dev"), "");
  EXPECT_EQ(aws("configure set s3.max_concurrent_requests 3 --profile dev"), "");
  EXPECT_EQ(configure({"get", "aws_secret_access_key", "--profile", "dev"}).out, "the/secret+key=\n");
  EXPECT_EQ(configure({"get", "region", "--profile", "dev"}).out, "eu-west-1\n");
  ASSERT_EQ(configure({"set", "region", "us-west-2", "--profile", "dev"}).exit_code, 0);
  EXPECT_EQ(aws("configure get region --profile dev"), "us-west-2\n");
  EXPECT_EQ(aws("configure get s3.max_concurrent_requests --profile dev"), "3\n");
}

}  // namespace
}  // namespace anthropic::internal::cli
