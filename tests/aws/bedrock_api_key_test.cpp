#include <gmock/gmock.h>

#include <anthropic/aws/bedrock_api_key.hpp>
#include <anthropic/json.hpp>

#include "aws/recorded_traffic.hpp"
#include "aws/session/make_session.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

constexpr std::string_view kPrefix = "bedrock-api-key-";

Session session_of(const testing::FakeWorld& fake, const std::string& region, const std::string& token) {
  return internal::make_session({.region = region,
                                 .access_key_id = "AKIAIOSFODNN7EXAMPLE",
                                 .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                                 .session_token = token},
                                fake.world);
}

/// What a key holds: host, path and the parameters, in no particular order.
std::pair<std::string, std::map<std::string, std::string>> contents_of(std::string_view key) {
  EXPECT_TRUE(key.starts_with(kPrefix));
  const auto text = base64_decode(key.substr(kPrefix.size()));
  EXPECT_TRUE(text);
  const std::size_t question = text->find('?');
  return {text->substr(0, question), form_of(std::string_view(*text).substr(question + 1))};
}

TEST(BedrockApiKey, IsTheOneThatAwsMakes) {
  const auto folder = testing::vectors("golden-requests");
  REQUIRE_VECTORS(folder);
  for (const char* name :
       {"bedrock.presigned-api-key.json", "bedrock.presigned-api-key.session-token.json"}) {
    SCOPED_TRACE(name);
    const auto golden = Json::parse(testing::read_file(folder / name));
    ASSERT_TRUE(golden);
    const Json& keys = (*golden)["credentials"];
    ASSERT_EQ(keys["access_key_id"].string_or(""), "AKIAIOSFODNN7EXAMPLE");
    auto fake = testing::make_fake_world();
    fake.clock->set_now(*parse_amz_date((*golden)["timestamp"].string_or("")));
    const auto session =
        session_of(fake, (*golden)["region"].string_or(""), keys["session_token"].string_or(""));
    const auto key =
        make_bedrock_api_key(session, std::chrono::seconds((*golden)["expires"].as_int64().value_or(0)));
    ASSERT_TRUE(key) << key.error().to_string();
    EXPECT_EQ(contents_of(*key), contents_of((*golden)["api_key"].string_or("")));
    EXPECT_TRUE(fake.transport->requests().empty());
  }
}

TEST(BedrockApiKey, LivesForTwelveHoursAtMost) {
  auto fake = testing::make_fake_world();
  const auto session = session_of(fake, "us-east-1", "");
  EXPECT_TRUE(make_bedrock_api_key(session, 1s));
  EXPECT_TRUE(make_bedrock_api_key(session, 12h));
  for (const auto lifetime : {0s, -5s, 43201s}) {
    const auto key = make_bedrock_api_key(session, lifetime);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().kind, ErrorKind::configuration);
    EXPECT_THAT(key.error().message, HasSubstr(std::to_string(lifetime.count())));
  }
}

TEST(BedrockApiKey, NeedsARegionAndCredentials) {
  auto fake = testing::make_fake_world({{"AWS_EC2_METADATA_DISABLED", "true"}});
  EXPECT_EQ(make_bedrock_api_key(session_of(fake, "", "")).error().kind, ErrorKind::configuration);
  EXPECT_EQ(make_bedrock_api_key(internal::make_session({.region = "us-east-1"}, fake.world)).error().kind,
            ErrorKind::credentials);
}

}  // namespace
}  // namespace anthropic::internal::aws
