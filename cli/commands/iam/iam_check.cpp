#include <algorithm>

#include "base/text/text.hpp"
#include "commands/iam/iam.hpp"
#include "commands/iam/iam_needs.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::PermissionCheck;
using operations::PermissionReport;

// IAM's own limit for a managed policy is 6,144 characters, without white space.
constexpr std::size_t kLargestPolicyFile = 65'536;

Result<StringList> read_policies(const std::vector<std::string>& files) {
  StringList policies;
  for (const std::string& file : files) {
    Result<std::string> text = read_file_bytes(file, kLargestPolicyFile);
    if (!text) return std::move(text).error();
    if (const Result<Json> json = Json::parse(*text); !json)
      return usage_error("--policy " + file + ": it is not JSON: " + json.error().message);
    policies.push_back(*std::move(text));
  }
  return policies;
}

Json texts_json(const StringList& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(text);
  return json;
}

Json context_json(const std::map<std::string, StringList>& context) {
  Json json = Json::object();
  for (const auto& [key, values] : context) json.set(key, texts_json(values));
  return json;
}

std::string line_of(const PermissionCheck& check) {
  std::string line = check.allowed ? "allowed  " : "DENIED   ";
  line += on_one_line(check.action) + "  " + on_one_line(check.resource);
  line += "\n";
  if (!check.allowed) line += "         by: " + on_one_line(check.reason) + "\n";
  if (check.missing_context.empty()) return line;
  line += "         not known of the request:";
  for (const std::string& key : check.missing_context) line += " " + on_one_line(key);
  return line + " (--context KEY=VALUE)\n";
}

}  // namespace

Result<std::vector<aws::IamContextEntry>> parse_context_keys(const std::vector<std::string>& texts) {
  std::vector<aws::IamContextEntry> entries;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos)
      return usage_error("--context takes KEY=VALUE, not \"" + text + "\"",
                         "for example aws:SourceVpce=vpce-1a2b");
    const std::string key = text.substr(0, equals);
    const std::string value = text.substr(equals + 1);
    const auto known = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return iequals(entry.context_key_name, key); });
    if (known == entries.end()) {
      entries.push_back({.context_key_name = key, .context_key_values = {value}});
      continue;
    }
    known->context_key_values.push_back(value);
    known->context_key_type = "stringList";
  }
  return entries;
}

std::string report_text(const PermissionReport& report) {
  std::string text = on_one_line(report.principal_arn) + "\n";
  for (const PermissionCheck& check : report.checks) text += line_of(check);
  const auto allowed = std::count_if(report.checks.begin(), report.checks.end(),
                                     [](const PermissionCheck& check) { return check.allowed; });
  return text + std::to_string(allowed) + " of " + std::to_string(report.checks.size()) + " allowed\n";
}

Json report_json(const PermissionReport& report) {
  Json checks = Json::array();
  for (const PermissionCheck& check : report.checks) {
    checks.push_back(Json::object({{"action", check.action},
                                   {"resource", check.resource},
                                   {"context", context_json(check.context)},
                                   {"allowed", check.allowed},
                                   {"decision", check.decision},
                                   {"reason", check.reason},
                                   {"policies", texts_json(check.policies)},
                                   {"missing_context", texts_json(check.missing_context)}}));
  }
  return Json::object({{"caller", report.caller_arn},
                       {"principal", report.principal_arn},
                       {"all_allowed", report.all_allowed()},
                       {"checks", std::move(checks)},
                       {"notes", texts_json(report.notes)}});
}

int run_iam_check(const IamCheckOptions& options, Console& console) {
  operations::CheckOptions check{.principal_arn = options.principal, .client = client_options(options.aws)};
  auto context = parse_context_keys(options.context);
  if (!context) return report_usage(console.err, context.error());
  check.context = *std::move(context);
  Result<StringList> policies = read_policies(options.policy_files);
  if (!policies) return report_usage(console.err, policies.error());
  check.policies = *std::move(policies);

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws, interrupts.token());
  check.call.stop_token = interrupts.token();
  const auto needs = complete_needs(options.iam, session, check.client, check.call);
  if (!needs) return report_refused_input(console, needs.error(), interrupts);
  const auto destinations = ask_for_destinations(options.iam, session, *needs, check.client, check.call);
  if (!destinations) return report_refused_input(console, destinations.error(), interrupts);
  const Result<PermissionReport> report =
      operations::check_permissions(session, *needs, *destinations, check);
  if (!report) return report_refused_input(console, report.error(), interrupts);
  console.out.write(options.json ? json_line(report_json(*report)) : report_text(*report));
  for (const std::string& note : report->notes) {
    if (!options.json) console.err.write("note: " + on_one_line(note) + "\n");
  }
  return console.finish(report->all_allowed() ? kExitOk : exit_code(ErrorKind::permission_denied));
}

}  // namespace anthropic::internal::cli
