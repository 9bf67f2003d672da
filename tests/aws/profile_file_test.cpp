#include "wire/profile/profile_file.hpp"

#include <chrono>
#include <filesystem>
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "support/vectors.hpp"

namespace anthropic::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

Result<profile_file::ProfileSet> parse(std::string_view config, std::string_view credentials = "") {
  return profile_file::parse(config, "config", credentials, "credentials");
}

using Table = std::map<std::string, profile_file::Properties, std::less<>>;

// Without the "s3.name" that a "s3" of indented lines adds.
Table without_nested(Table table) {
  for (auto& [name, properties] : table) {
    for (auto it = properties.begin(); it != properties.end();) {
      const auto parent = properties.find(it->first.substr(0, it->first.find('.')));
      const bool nested = parent != it && parent != properties.end() && parent->second.rfind('\n', 0) == 0;
      it = nested ? properties.erase(it) : std::next(it);
    }
  }
  return table;
}

Table table_of(const Json& json) {
  Table table;
  for (const auto& section : json.members()) {
    auto& properties = table[section.name];
    for (const auto& property : section.value.members())
      properties[property.name] = property.value.string_or("");
  }
  return table;
}

TEST(ProfileFile, FollowsTheSuiteThatTheAwsSdksShare) {
  const auto folder = testing::vectors("config-files/smithy-rs-aws-runtime");
  REQUIRE_VECTORS(folder);
  const auto suite = Json::parse(testing::read_file(folder / "profile-parser-tests.json"));
  ASSERT_TRUE(suite) << suite.error().to_string();
  ASSERT_EQ((*suite)["tests"].size(), 65u);
  for (const Json& test : (*suite)["tests"].items()) {
    SCOPED_TRACE(test["name"].string_or(""));
    const auto set =
        parse(test["input"]["configFile"].string_or(""), test["input"]["credentialsFile"].string_or(""));
    const Json& output = test["output"];
    if (output.contains("errorContaining")) {
      ASSERT_FALSE(set);
      EXPECT_EQ(set.error().kind, ErrorKind::configuration);
      EXPECT_THAT(set.error().message, HasSubstr("config:"));
      continue;
    }
    ASSERT_TRUE(set) << set.error().to_string();
    EXPECT_EQ(without_nested(set->profiles), table_of(output["config"]["profiles"]));
    EXPECT_EQ(set->sso_sessions, table_of(output["config"]["sso_sessions"]));
  }
}

TEST(ProfileFile, SurvivesTheFuzzSeeds) {
  const auto folder = testing::vectors("config-files/aws-c-auth-fuzz-corpus");
  REQUIRE_VECTORS(folder);
  int seeds = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == "PROVENANCE.txt") continue;
    ++seeds;
    const std::string text = testing::read_file(entry.path());
    for (const auto& set : {parse(text), parse("", text), parse(text, text)}) {
      EXPECT_TRUE(set || set.error().kind == ErrorKind::configuration);
    }
  }
  EXPECT_EQ(seeds, 80);
}

TEST(ProfileFile, ReadsBotocoresFilesOrSaysWhatIsWrong) {
  const auto folder = testing::vectors("config-files/botocore-cfg");
  REQUIRE_VECTORS(folder);
  std::vector<std::string> refused;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name == "PROVENANCE.txt") continue;
    const auto set = profile_file::parse(testing::read_file(entry.path()), name, "", "");
    if (set) continue;
    refused.push_back(name);
    EXPECT_THAT(set.error().message, HasSubstr(name + ":"));
    EXPECT_LT(set.error().message.size(), 200u);
  }
  EXPECT_THAT(refused, UnorderedElementsAre("aws_config_bad", "aws_credentials", "aws_config_badbytes",
                                            "aws_config_nested_bad"));

  const auto services = parse(testing::read_file(folder / "aws_services_config"));
  ASSERT_TRUE(services);
  EXPECT_EQ(services->services.at("my-services").at("s3.endpoint_url"), "https://localhost:5678/");
  const auto quoted = parse(testing::read_file(folder / "foo_config"));
  ASSERT_TRUE(quoted);
  EXPECT_EQ(quoted->profiles.at("foo").at("aws_access_key_id"), "fie");
}

TEST(ProfileFile, NestedPropertiesAreFoundByTheirPath) {
  const auto set = parse(
      "[profile a]\ns3 =\n  Max_Concurrent = 10 # ten\n\n  # a remark\n  url = http://h/?a=b\nregion = x\n");
  ASSERT_TRUE(set) << set.error().to_string();
  EXPECT_THAT(set->profiles.at("a"),
              UnorderedElementsAre(Pair("s3", HasSubstr("Max_Concurrent")), Pair("s3.max_concurrent", "10"),
                                   Pair("s3.url", "http://h/?a=b"), Pair("region", "x")));
}

TEST(ProfileFile, AnIndentedRemarkIsNoContinuation) {
  const auto set = parse("[default]\n  # first\nregion = us-east-1\n  ; second\noutput = json\n");
  ASSERT_TRUE(set) << set.error().to_string();
  EXPECT_THAT(set->profiles.at("default"), ElementsAre(Pair("output", "json"), Pair("region", "us-east-1")));
}

TEST(ProfileFile, AcceptsAByteOrderMarkAndWindowsLineEnds) {
  const auto set = parse("\xEF\xBB\xBF[default]\r\nregion = us-east-1\r\n\r\nname = a\r\n b\r\n");
  ASSERT_TRUE(set) << set.error().to_string();
  EXPECT_THAT(set->profiles.at("default"), ElementsAre(Pair("name", "a\nb"), Pair("region", "us-east-1")));
}

TEST(ProfileFile, SaysThatAFileIsNotText) {
  const auto set = parse(std::string_view("\xFF\xFE[\0d\0", 6));
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().message, HasSubstr("UTF-16"));
}

TEST(ProfileFile, NamesFileAndLineAndNeverTheLinesText) {
  const auto set =
      parse("", "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key: wJalrSECRET\n");
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().message, HasSubstr("credentials:3: "));
  EXPECT_THAT(set.error().to_string(), Not(HasSubstr("wJalrSECRET")));
}

TEST(ProfileFile, TakesTimeInProportionToTheFile) {
  const auto seconds = [](const std::string& text) {
    const auto begin = std::chrono::steady_clock::now();
    const auto set = parse(text, "");
    EXPECT_TRUE(set || set.error().kind == ErrorKind::configuration);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const std::size_t size = 10'000'000;
  std::string continued = "[default]\nname = a\n";
  while (continued.size() < size / 10) continued += " b # c\n";
  std::string nested = "[default]\nname =\n";
  while (nested.size() < size / 10) nested += " a = b\n";
  // Quadratic code would take many minutes; the limit leaves room for sanitizers and busy machines.
  EXPECT_LT(seconds("[default]\nname = " + std::string(size, 'x')), 20);
  EXPECT_LT(seconds("[default]\nname = " + std::string(size, '#')), 20);
  EXPECT_LT(seconds("[" + std::string(size, ' ') + "\n"), 20);
  EXPECT_LT(seconds(std::string(size / 10, '\n') + "[default]\n"), 20);
  EXPECT_LT(seconds(continued), 20);
  EXPECT_LT(seconds(nested), 20);
}

}  // namespace
}  // namespace anthropic::internal
