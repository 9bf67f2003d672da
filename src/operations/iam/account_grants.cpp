#include "operations/iam/grant_list.hpp"
#include "operations/iam/marketplace_products.hpp"

namespace anthropic::internal {

void GrantList::add_marketplace() {
  if (!needs_.marketplace) return;
  for (const ModelRoute& route : result_.routes) {
    const std::string_view product = marketplace_product(route.model_id);
    if (product.empty()) {
      note("The product of " + name_of(route) +
           " in AWS Marketplace is not known to this library: its model card in the Bedrock user guide has "
           "it.");
      continue;
    }
    add({.sid = "SubscribeToModels",
         .actions = {"aws-marketplace:Subscribe"},
         .resources = {"*"},
         .conditions = {{kStringEquals, {{"aws-marketplace:ProductId", {std::string(product)}}}}},
         .region = route.region});
  }
  add({.sid = "SeeSubscriptions",
       .actions = {"aws-marketplace:Unsubscribe", "aws-marketplace:ViewSubscriptions"},
       .resources = {"*"},
       .region = needs_.regions.front()});
  note(
      "The rights in AWS Marketplace are needed once for each account and model: take them away afterwards.");
}

void GrantList::add_logs() {
  if (!needs_.logs) return;
  for (const std::string& region : needs_.regions) {
    for (const std::string& group : needs_.log_groups) {
      const std::string group_arn = arn("logs", region, "log-group:" + group);
      // IAM matches a group with and without its streams, as the action has it.
      add({.sid = "ReadLogs",
           .actions = {"logs:FilterLogEvents", "logs:GetQueryResults", "logs:StartQuery"},
           .resources = {group_arn, group_arn + ":*"},
           .region = region});
    }
    add({.sid = "SeeWhatIsLogged",
         .actions = {"bedrock:GetModelInvocationLoggingConfiguration", "bedrock:ListInferenceProfiles"},
         .resources = {"*"},
         .region = region});
    add({.sid = "ReadMetricsAndStopQueries",
         .actions = {"cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "logs:StopQuery",
                     "servicequotas:ListServiceQuotas"},
         .resources = {"*"},
         .region = region});
  }
}

void GrantList::add_costs() {
  const std::string budgets = arn("budgets", "", "budget/*");
  const std::string& region = needs_.regions.front();
  if (needs_.costs) {
    // Costs by application profile go by the profiles' tags.
    for (const std::string& source : needs_.regions) {
      add({.sid = "ListProfiles",
           .actions = {"bedrock:ListInferenceProfiles"},
           .resources = {"*"},
           .region = source});
      add({.sid = "ReadProfileTags",
           .actions = {"bedrock:ListTagsForResource"},
           .resources = {arn("bedrock", source, "application-inference-profile/*")},
           .region = source});
    }
    add({.sid = "ReadCosts",
         .actions = {"ce:GetCostAndUsage", "ce:GetCostForecast", "ce:GetDimensionValues", "ce:GetTags"},
         .resources = {"*"},
         .region = region});
    note(
        "Cost Explorer must have been opened once in the account, and \"IAM access to billing\" switched on "
        "by "
        "its root user.");
  }
  if (needs_.costs || needs_.budgets)
    add({.sid = "ReadBudgets", .actions = {"budgets:ViewBudget"}, .resources = {budgets}, .region = region});
  if (needs_.budgets)
    add({.sid = "ChangeBudgets",
         .actions = {"budgets:ModifyBudget"},
         .resources = {budgets},
         .region = region});
}

}  // namespace anthropic::internal
