#include <optional>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "operations/iam/grant_list.hpp"
#include "platform/models/choice.hpp"

namespace anthropic::internal {
namespace {

struct Bucket {
  std::string name;
  std::string folder;  // "in/", or empty
};

// "bucket", "s3://bucket" or "s3://bucket/folder/".
Bucket read_bucket(std::string_view text) {
  constexpr std::string_view kScheme = "s3://";
  if (text.starts_with(kScheme)) text.remove_prefix(kScheme.size());
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {std::string(text), ""};
  return {std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

// Whether it could be a bucket's name, and so means nothing else in an ARN.
bool is_bucket_name(std::string_view name) {
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 63;
  return name.size() >= kShortest && name.size() <= kLongest &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
}

}  // namespace

Result<void> GrantList::add_batch() {
  if (needs_.batch_bucket.empty()) return {};
  const Bucket bucket = read_bucket(needs_.batch_bucket);
  if (!is_bucket_name(bucket.name) || !is_plain(bucket.folder))
    return bad_request_error("batch_bucket: " + in_quotes(needs_.batch_bucket) + " is no bucket",
                             "Give its name, or \"s3://bucket/folder/\".");
  const bool is_arn = needs_.batch_role.starts_with("arn:");
  if (needs_.batch_role.empty() || !is_plain(needs_.batch_role))
    return bad_request_error("batch_role: " + in_quotes(needs_.batch_role) + " is no role",
                             "Give its name, or its ARN.");

  std::optional<Error> refused;
  bool has_batch = false;
  for (const ModelRoute& route : result_.routes) {
    if (auto why = route.model ? refuse_model_feature(ModelFeature::batch, route.model->id, route.region)
                               : std::nullopt) {
      note(why->message.substr(why->message.find(' ') + 1) + ": its jobs are not in these policies.");
      refused = std::move(why);
      continue;
    }
    has_batch = true;
    StringList models =
        route.profile_arn.empty()
            ? StringList{foundation_model_arn(partition_name(route.region), route.region, route.model_id)}
            : destinations(route);
    if (!route.profile_arn.empty()) models.push_back(route.profile_arn);
    // The pattern that AWS publishes for this role has no conditions.
    result_.batch_role.push_back({.sid = "InvokeForJobs",
                                  .actions = {"bedrock:InvokeModel"},
                                  .resources = models,
                                  .region = route.region,
                                  .profile_arn = route.profile_arn});
    models.push_back(arn("bedrock", route.region, "model-invocation-job/*"));
    add({.sid = "CreateBatchJobs",
         .actions = {"bedrock:CreateModelInvocationJob"},
         .resources = std::move(models),
         .region = route.region});
  }
  if (!has_batch && refused) return *std::move(refused);
  if (!has_batch)
    return bad_request_error("models: none is named for batch_bucket", "Name those of the jobs.");

  for (const std::string& region : needs_.regions) {
    add({.sid = "FollowBatchJobs",
         .actions = {"bedrock:GetModelInvocationJob", "bedrock:StopModelInvocationJob"},
         .resources = {arn("bedrock", region, "model-invocation-job/*")},
         .region = region});
    add({.sid = "ListBatchJobs",
         .actions = {"bedrock:ListModelInvocationJobs"},
         .resources = {"*"},
         .region = region});
  }
  const std::string& region = needs_.regions.front();
  add({.sid = "PassBatchRole",
       .actions = {"iam:PassRole"},
       .resources = {is_arn ? needs_.batch_role : arn("iam", "", "role/" + needs_.batch_role)},
       .conditions = {{kStringEquals, {{"iam:PassedToService", {"bedrock.amazonaws.com"}}}}},
       .region = region});

  const std::string bucket_arn = "arn:" + partition_name(region) + ":s3:::" + bucket.name;
  const PolicyConditions own = {{kStringEquals, {{"aws:ResourceAccount", {needs_.account}}}}};
  Grant objects{.sid = "BatchFiles",
                .actions = {"s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"},
                .resources = {bucket_arn + "/" + bucket.folder + "*"},
                .conditions = own,
                .region = region};
  const Grant list{.sid = "ListBatchFiles",
                   .actions = {"s3:ListBucket"},
                   .resources = {bucket_arn},
                   .conditions = own,
                   .region = region};
  add(objects);
  add(list);
  objects.actions = {"s3:GetObject", "s3:PutObject"};
  result_.batch_role.push_back(std::move(objects));
  result_.batch_role.push_back(list);
  return {};
}

}  // namespace anthropic::internal
