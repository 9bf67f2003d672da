#pragma once

#include <string>
#include <vector>

#include <anthropic/operations/iam_check.hpp>
#include <anthropic/operations/iam_policy.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

/// What one says one needs, as it is typed.
struct IamNeeds {
  operations::PolicyNeeds needs = {};
  std::vector<std::string> models = {};   ///< Each may be several, with commas between.
  std::vector<std::string> regions = {};  ///< The same; empty: the session's region.
  std::vector<std::string> log_groups = {};
  bool offline = false;  ///< Bedrock is not asked where profiles lead.
};

struct IamPolicyOptions {
  AwsOptions aws = {};
  bool json = false;
  IamNeeds iam = {};
  std::string document = "policy";
};

struct IamCheckOptions {
  AwsOptions aws = {};
  bool json = false;
  IamNeeds iam = {};
  std::string principal = {};
  std::vector<std::string> policy_files = {};
  std::vector<std::string> context = {};  ///< "aws:SourceVpce=vpce-1"
};

/// Prints one policy, ready for `aws iam create-policy`, and notes to standard error. Returns the exit code.
int run_iam_policy(const IamPolicyOptions& options, Console& console);

/// Prints what is allowed and what is not. Returns the exit code: that of a refused call if anything is denied.
int run_iam_check(const IamCheckOptions& options, Console& console);

/// All policies, by the names that `--document` has, and the notes.
Json policy_json(const operations::Policy& policy);

std::string report_text(const operations::PermissionReport& report);
Json report_json(const operations::PermissionReport& report);

/// "aws:SourceVpce=vpce-1" texts as context keys; one that comes twice is a list. Fails with a usage error.
Result<std::vector<aws::IamContextEntry>> parse_context_keys(const std::vector<std::string>& texts);

Command iam_command();

}  // namespace anthropic::internal::cli
