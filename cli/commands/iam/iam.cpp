#include "commands/iam/iam.hpp"

#include "commands/iam/iam_needs.hpp"

namespace anthropic::internal::cli {
namespace {

void declare_policy(Declaration& declaration, IamPolicyOptions& options) {
  declare_needs(declaration, options.iam);
  declaration.choice(
      "--document", options.document, {"policy", "batch-role", "trust", "vpc-endpoint"}, "WHICH",
      "Print the caller's policy (the default), that of the jobs' role, its trust policy, or the "
      "endpoint's");
  declare_service_options(declaration, options.aws, options.json);
}

void declare_check(Declaration& declaration, IamCheckOptions& options) {
  declare_needs(declaration, options.iam);
  declaration.text("--principal", options.principal, "ARN", "Whose permissions; else the caller's");
  declaration.text("--policy", options.policy_files, "FILE", "As if it had this policy, too (repeatable)");
  declaration.text("-c,--context", options.context, "KEY=VALUE",
                   "What else the requests would have, as aws:SourceVpce=vpce-1 (repeatable)");
  declare_service_options(declaration, options.aws, options.json);
}

}  // namespace

Command iam_command() {
  return {
      .name = "iam",
      .about = "The least-privilege policy for what one needs, and whether it is allowed",
      .examples = R"(  claude-bedrock iam policy --models haiku,opus --stream > policy.json
  claude-bedrock iam check --models haiku --stream --count-tokens
)",
      .subcommands = {
          {.name = "policy",
           .about = "Write the policy that allows what is needed, and nothing else",
           .examples =
               R"(  claude-bedrock iam policy --models haiku --regions us-east-1,eu-west-1 --stream > policy.json
  aws iam create-policy --policy-name claude --policy-document file://policy.json
  claude-bedrock iam policy --models claude-haiku-4-5 --batch my-bucket --document trust
  claude-bedrock iam policy --models opus --guardrail abc123:1 --account 123456789012 --offline
)",
           .declare = with_options(declare_policy, run_iam_policy)},
          {.name = "check",
           .about = "Ask IAM whether it is allowed, without calling a model",
           .examples = R"(  claude-bedrock iam check --models haiku --stream
  claude-bedrock iam check --models opus --principal arn:aws:iam::123456789012:role/app --json
  claude-bedrock iam check --models haiku --policy policy.json --context aws:SourceVpce=vpce-1a2b
)",
           .declare = with_options(declare_check, run_iam_check)}}};
}

}  // namespace anthropic::internal::cli
