#include "commands/iam/iam_needs.hpp"

#include <anthropic/aws/sts.hpp>

#include "base/text/text.hpp"

namespace anthropic::internal::cli {
namespace {

StringList split_at_commas(const std::vector<std::string>& texts) {
  StringList parts;
  for (std::string_view text : texts) {
    while (true) {
      const std::size_t comma = text.find(',');
      parts.emplace_back(trim(text.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      text.remove_prefix(comma + 1);
    }
  }
  return parts;
}

}  // namespace

void declare_needs(Declaration& declaration, IamNeeds& iam) {
  operations::PolicyNeeds& needs = iam.needs;
  declaration.text("-m,--models", iam.models, "IDS", "The models to call, with commas between, or repeated")
      .suggests({"haiku", "sonnet", "opus"});
  declaration.text("--regions", iam.regions, "NAMES", "The regions that requests are sent to; else --region");
  declaration.flag("--stream", needs.stream, "Answers as streams, as ask and chat get them");
  declaration.flag("--count-tokens", needs.count_tokens, "Count tokens");
  declaration.text("--guardrail", needs.guardrail, "ID:VERSION", "Only requests with this guardrail");
  declaration.text("--batch", needs.batch_bucket, "BUCKET", "Batch inference jobs with files in this bucket");
  declaration.text("--batch-role", needs.batch_role, "ROLE",
                   "The role of those jobs (default bedrock-batch)");
  declaration.flag("--mantle", needs.mantle, "Call the models on the Mantle endpoint, too");
  declaration.choice("--bearer-keys", needs.bearer_keys, {"short-term", "long-term", "any"}, "KIND",
                     "Call with Bedrock API keys: short-term, long-term or any");
  declaration.flag("--profiles", needs.profiles, "Make application inference profiles of the models");
  declaration.flag("--marketplace", needs.marketplace, "Subscribe to the models, as a first call does");
  declaration.flag("--logs", needs.logs, "Read logs and metrics");
  declaration.text("--log-group", iam.log_groups, "NAME",
                   "The group that --logs means (default /anthropic/bedrock; repeatable)");
  declaration.flag("--costs", needs.costs, "Read costs and budgets");
  declaration.flag("--budgets", needs.budgets, "Create and delete budgets");
  declaration.flag("--vpc-endpoint", needs.vpc_endpoint, "The policy of an interface endpoint, too");
  declaration.text("--account", needs.account, "NUMBER", "The AWS account; else the caller's");
  declaration.flag("--offline", iam.offline, "Do not ask Bedrock where inference profiles lead");
}

Result<operations::PolicyNeeds> complete_needs(const IamNeeds& iam, const aws::Session& session,
                                               const aws::ClientOptions& client,
                                               const aws::CallOptions& call) {
  operations::PolicyNeeds needs = iam.needs;
  needs.models = split_at_commas(iam.models);
  needs.regions = split_at_commas(iam.regions);
  if (!iam.log_groups.empty()) needs.log_groups = iam.log_groups;
  if (needs.regions.empty()) {
    const Result<std::string> region = session.region();
    if (!region) return region.error();
    needs.regions = {*region};
  }
  if (!needs.account.empty()) return needs;
  Result<aws::GetCallerIdentityOutput> caller = aws::STS(session, client).get_caller_identity(call);
  if (!caller) return std::move(caller).error();
  needs.account = std::move(caller->account);
  return needs;
}

Result<std::vector<operations::ProfileDestinations>> ask_for_destinations(
    const IamNeeds& iam, const aws::Session& session, const operations::PolicyNeeds& needs,
    const aws::ClientOptions& client, const aws::CallOptions& call) {
  if (iam.offline) return std::vector<operations::ProfileDestinations>();
  return operations::find_destinations(session, needs, client, call);
}

}  // namespace anthropic::internal::cli
