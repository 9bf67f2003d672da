// The least-privilege policy for a model, and whether it would be enough. The original's "create a least-privilege policy".
#include <iostream>

#include <anthropic/operations/iam_check.hpp>
#include <anthropic/operations/iam_policy.hpp>

namespace operations = anthropic::operations;

int fail(const anthropic::Error& error) {
  std::cerr << error.to_string() << '\n' << error.hint << '\n';
  return 1;
}

int main() {
  const operations::PolicyNeeds needs{
      .account = "000000000000", .models = {"haiku"}, .regions = {"us-east-1"}, .stream = true};

  // Where requests through the model's inference profile may go: the policy must name each region.
  const anthropic::aws::Session session;
  const auto destinations = operations::find_destinations(session, needs);
  if (!destinations) return fail(destinations.error());
  const auto policy = operations::iam_policy(needs, *destinations);
  if (!policy) return fail(policy.error());
  std::cout << policy->identity.to_json().pretty() << '\n';

  // Would a role that has nothing else be allowed to call the model? No model is called to find out.
  const auto report = operations::check_permissions(
      session, needs, *destinations,
      {.principal_arn = "arn:aws:iam::000000000000:role/samples/without-policies",
       .policies = {policy->identity.to_json().dump()}});
  if (!report) return fail(report.error());
  for (const operations::PermissionCheck& check : report->checks)
    std::cout << (check.allowed ? "allowed " : "denied  ") << check.action << '\n';
}
