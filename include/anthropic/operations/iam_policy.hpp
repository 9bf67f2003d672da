#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>
#include <anthropic/result.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::inline v0::operations {

/// What somebody, or a program, needs to do with Claude on AWS. iam_policy() makes the policy that allows it,
/// check_permissions() (iam_check.hpp) asks AWS whether it is allowed.
struct PolicyNeeds {
  std::string account = {};  ///< The number of the AWS account, 12 digits.
  /// The models to call, named as in a request: an alias ("haiku"), an id with or without the profile
  /// ("global.anthropic.claude-opus-5-5"), or the ARN of an inference profile, also of one of your own.
  StringList models = {};
  StringList regions = {};    ///< The regions that requests are sent to; at least one.
  bool stream = false;        ///< Answers as streams, too.
  bool count_tokens = false;  ///< CountTokens, for the models that Bedrock counts for.
  /// Only requests with this guardrail: "ID:VERSION", "ID" for its draft, or an ARN of the same form.
  std::string guardrail = {};
  /// Batch inference jobs whose files are in this bucket: "bucket" or "s3://bucket/folder/".
  std::string batch_bucket = {};
  std::string batch_role = "bedrock-batch";  ///< The role that Bedrock assumes for jobs: a name or an ARN.
  bool logs = false;                         ///< Read logs and metrics.
  StringList log_groups = {"/anthropic/bedrock"};  ///< The groups that `logs` means.
  bool costs = false;                              ///< Read costs, forecasts and budgets.
  bool budgets = false;                            ///< Create and delete budgets.
  bool profiles = false;  ///< Make application inference profiles of the models, list and delete them.
  bool mantle = false;    ///< Call the models on the Mantle endpoint, too, which has rights of its own.
  std::string mantle_project = "default";
  bool marketplace = false;  ///< Subscribe to the models, as the first call in an account does.
  /// Call with Bedrock API keys: "short-term", "long-term" or "any"; empty: with none.
  std::string bearer_keys = {};
  bool vpc_endpoint = false;  ///< Also write the policy of an interface endpoint (Policy::vpc_endpoint).
};

/// Where the requests through an inference profile may be answered.
struct ProfileDestinations {
  std::string profile_arn = {};
  /// The models behind it, one in each destination region. That of a global profile has no region:
  /// "arn:aws:bedrock:::foundation-model/…".
  StringList model_arns = {};
  bool from_catalog = false;  ///< AWS was not asked, or did not answer: see model_catalog_date().
  std::string problem = {};   ///< Why AWS did not answer.
};

/// A statement of a policy. Lists are sorted.
struct PolicyStatement {
  std::string sid = {};
  bool denies = false;  ///< "Deny" instead of "Allow".
  /// Of trust and endpoint policies: a service ("bedrock.amazonaws.com"), or "*" for anybody.
  std::string principal = {};
  StringList actions = {};
  StringList resources = {};  ///< Empty in a trust policy.
  /// By operator and key: {"StringEquals": {"aws:RequestedRegion": ["us-east-1"]}}.
  std::map<std::string, std::map<std::string, StringList>> conditions = {};
};

/// A policy as IAM takes it.
struct PolicyDocument {
  std::vector<PolicyStatement> statements = {};

  /// What `aws iam create-policy --policy-document` takes. The same needs give the same text.
  Json to_json() const;
  /// How many characters IAM counts: all but white space between them. A managed policy has at most 6,144.
  std::size_t size() const;
};

/// The policies for what is needed.
struct Policy {
  PolicyDocument identity = {};                     ///< For the user or role that calls.
  std::optional<PolicyDocument> batch_role = {};    ///< For the role that Bedrock assumes for jobs.
  std::optional<PolicyDocument> batch_trust = {};   ///< Its trust policy: who may assume it.
  std::optional<PolicyDocument> vpc_endpoint = {};  ///< For the interface endpoints of Bedrock.
  StringList notes = {};  ///< What a policy cannot say, and what to know about these; a sentence each.
};

/// Asks Bedrock (GetInferenceProfile) for the destinations of each profile through which the models are
/// called. Where Bedrock does not answer they come from the catalogue, and `problem` says why. Fails if the
/// needs are wrong, or if it was cancelled.
Result<std::vector<ProfileDestinations>> find_destinations(const aws::Session& session,
                                                           const PolicyNeeds& needs,
                                                           const aws::ClientOptions& client = {},
                                                           const aws::CallOptions& options = {});

/// The least that allows what is needed, and nothing else. Pure: it asks nobody.
///
///     auto policy = operations::iam_policy({.account = "123456789012",
///                                           .models = {"haiku"},
///                                           .regions = {"us-east-1"},
///                                           .stream = true});
///     std::cout << policy->identity.to_json().pretty();
///
/// A model that is called through the profile of a geography may be called in each destination region, but
/// through that profile only (`bedrock:InferenceProfileArn`); one behind a global profile also as the model
/// without a region, with `aws:RequestedRegion` "unspecified". `destinations` are those of
/// find_destinations(); a profile that is not among them has those of the catalogue. Fails with
/// ErrorKind::bad_request on needs that cannot be met: a model that a region does not serve, an application
/// profile without destinations.
/// https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html
Result<Policy> iam_policy(const PolicyNeeds& needs,
                          const std::vector<ProfileDestinations>& destinations = {});

}  // namespace anthropic::inline v0::operations
