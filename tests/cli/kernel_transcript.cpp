// `kernel install` and `uninstall`: what Jupyter finds, and what is said of mistakes.
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

bool is_built() {
  const std::filesystem::path program = tested_program();
  return std::filesystem::exists(program.parent_path() / CLAUDE_BEDROCK_KERNEL_BESIDE_PROGRAM);
}

class Kernel : public ::testing::Test {
 protected:
  std::string folder_in(const std::string& prefix) const {
    return prefix + "/share/jupyter/kernels/claude-prompt";
  }
  std::string read(const std::string& file) const {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  void write(const std::string& file, std::string_view text) const {
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file) << text;
  }

  const TemporaryFolder folder_;
  const std::string prefix_ = folder_.path();
};

TEST_F(Kernel, JupyterFindsWhatIsInstalled) {
  if (!is_built()) GTEST_SKIP() << "xeus is not there, so the kernel is not built";
  const Outcome outcome = run({"kernel", "install", "--prefix", prefix_, "--live", "--region", "eu-west-1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("installed: " + folder_in(prefix_) + "\n> jupyter lab /"));
  const auto json = Json::parse(read(folder_in(prefix_) + "/kernel.json"));
  ASSERT_TRUE(json) << json.error();
  const Json::Array& argv = (*json)["argv"].items();
  ASSERT_EQ(argv.size(), 8u);
  EXPECT_THAT(std::string(argv[0].string_or("")), EndsWith("/claude-bedrock-kernel"));
  EXPECT_TRUE(std::filesystem::exists(argv[0].string_or("")));
  EXPECT_EQ(argv[1].as_string(), "-f");
  EXPECT_EQ(argv[2].as_string(), "{connection_file}");
  EXPECT_EQ(argv[3].as_string(), "--lessons");
  EXPECT_TRUE(std::filesystem::path(argv[4].string_or("")).is_absolute());
  EXPECT_EQ(argv[5].as_string(), "--live");
  EXPECT_EQ(argv[7].as_string(), "eu-west-1");
  EXPECT_EQ((*json)["display_name"].as_string(), "Claude prompts");
  EXPECT_EQ((*json)["language"].as_string(), "claude-prompt");
  EXPECT_EQ((*json)["interrupt_mode"].as_string(), "signal");
  EXPECT_THAT(read(folder_in(prefix_) + "/logo-svg.svg"), StartsWith("<svg "));

  EXPECT_EQ(run({"kernel", "install", "--prefix", prefix_}).exit_code, 0);  // replaced
  EXPECT_EQ(read(folder_in(prefix_) + "/kernel.json").find("--live"), std::string::npos);
  const Outcome removed = run({"kernel", "uninstall", "--prefix", prefix_});
  EXPECT_EQ(removed.exit_code, 0) << removed.err;
  EXPECT_EQ(removed.out, "removed: " + folder_in(prefix_) + "\n");
  EXPECT_FALSE(std::filesystem::exists(folder_in(prefix_)));
}

TEST_F(Kernel, GoesWhereTheEnvironmentSays) {
  if (!is_built()) GTEST_SKIP() << "xeus is not there, so the kernel is not built";
  EXPECT_EQ(run({"kernel", "install", "--sys-prefix"}, {{"VIRTUAL_ENV", prefix_ + "/venv"}}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_in(prefix_ + "/venv") + "/kernel.json"));
  EXPECT_EQ(run({"kernel", "install"}, {{"JUPYTER_DATA_DIR", prefix_ + "/data"}}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(prefix_ + "/data/kernels/claude-prompt/kernel.json"));
}

TEST_F(Kernel, ItsFolderMustBeClear) {
  const Outcome nowhere = run({"kernel", "install", "--sys-prefix"});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("no Python environment is active"));
  const Outcome two = run({"kernel", "install", "--user", "--prefix", prefix_});
  EXPECT_EQ(two.exit_code, 2);
  EXPECT_THAT(two.err, HasSubstr("name one folder each"));
}

TEST_F(Kernel, WithoutLessonsNothingIsWritten) {
  if (!is_built()) GTEST_SKIP() << "xeus is not there, so the kernel is not built";
  const Outcome outcome = run({"kernel", "install", "--prefix", prefix_, "--lessons", prefix_});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("there are no lessons in " + prefix_));
  EXPECT_FALSE(std::filesystem::exists(prefix_ + "/share"));
}

TEST_F(Kernel, AnotherKernelIsLeftAlone) {
  write(folder_in(prefix_) + "/kernel.json", R"({"argv": ["/usr/bin/python3", "-m", "x"]})");
  const Outcome outcome = run({"kernel", "uninstall", "--prefix", prefix_});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("is of another kernel"));
  EXPECT_TRUE(std::filesystem::exists(folder_in(prefix_) + "/kernel.json"));
  const Outcome nothing = run({"kernel", "uninstall", "--prefix", prefix_ + "/nothing"});
  EXPECT_EQ(nothing.exit_code, 3);
  EXPECT_THAT(nothing.err, HasSubstr("there is no kernel in "));
}

}  // namespace
}  // namespace anthropic::internal::cli
