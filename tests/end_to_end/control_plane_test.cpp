#include <anthropic/aws/bedrock_control.hpp>

#include "aws/session/make_session.hpp"
#include "end_to_end/local_fixture.hpp"
#include "support/listed.hpp"

namespace anthropic::internal::testing {
namespace {

class ControlPlane : public LocalTest {
 protected:
  aws::Bedrock bedrock() {
    return aws::Bedrock(internal::make_session({.region = endpoint.region(),
                                                .access_key_id = endpoint.credentials().access_key_id,
                                                .secret_access_key = endpoint.credentials().secret_access_key,
                                                .endpoint_url = endpoint.base_url()},
                                               world));
  }
};

TEST_F(ControlPlane, ListsModelsAndTellsOfEach) {
  const auto models = bedrock().list_foundation_models({.by_provider = "Anthropic"});
  ASSERT_TRUE(models) << models.error().to_string();
  ASSERT_FALSE(models->model_summaries.empty());
  for (const aws::FoundationModel& model : models->model_summaries) {
    const auto by_id = bedrock().get_foundation_model({.model_identifier = model.model_id});
    ASSERT_TRUE(by_id) << model.model_id << ": " << by_id.error().to_string();
    EXPECT_EQ(by_id->model_details.model_arn, model.model_arn);
    EXPECT_TRUE(bedrock().get_foundation_model({.model_identifier = model.model_arn})) << model.model_arn;
  }
  EXPECT_TRUE(bedrock().list_foundation_models({.by_provider = "Nobody"})->model_summaries.empty());
}

TEST_F(ControlPlane, FollowsThePagesOfProfiles) {
  const testing::Listed listed(bedrock().list_inference_profiles_all({.max_results = 2}));
  ASSERT_FALSE(listed.error) << listed.error->to_string();
  const std::vector<aws::InferenceProfile>& profiles = listed.items;
  ASSERT_GT(profiles.size(), 2u);
  for (const aws::InferenceProfile& profile : profiles) {
    const auto by_arn =
        bedrock().get_inference_profile({.inference_profile_identifier = profile.inference_profile_arn});
    ASSERT_TRUE(by_arn) << by_arn.error().to_string();
    EXPECT_EQ(by_arn->inference_profile_id, profile.inference_profile_id);
    EXPECT_FALSE(by_arn->model_arns.empty());
    EXPECT_TRUE(by_arn->created_at);
  }
}

TEST_F(ControlPlane, WhatIsNotThereIsSaidSo) {
  const auto profile = bedrock().get_inference_profile({.inference_profile_identifier = "us.none"});
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().kind, ErrorKind::not_found);
  EXPECT_FALSE(profile.error().request_id.empty());
}

}  // namespace
}  // namespace anthropic::internal::testing
