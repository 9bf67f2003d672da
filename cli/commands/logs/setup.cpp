#include <anthropic/aws/sts.hpp>
#include <anthropic/operations/logs.hpp>

#include "commands/logs/logs.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "prompt/prompt.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::LogSetup;
using operations::LogSetupPlan;

std::string destination_text(const aws::ModelInvocationLoggingConfig& config) {
  std::string text;
  if (config.cloud_watch_config)
    text += "  log group:  " + config.cloud_watch_config->log_group_name + ", written by " +
            config.cloud_watch_config->role_arn + "\n";
  if (config.s3_config)
    text += "  bucket:     " + config.s3_config->bucket_name +
            (config.s3_config->key_prefix ? "/" + *config.s3_config->key_prefix : "") + "\n";
  text += "  content:    ";
  if (!config.text_data_delivery_enabled)
    return text + "no prompts and no answers: who called, when, which model, how many tokens\n";
  text += "PROMPTS AND ANSWERS of every call";
  return text + (config.image_data_delivery_enabled ? ", with images\n" : ", without images\n");
}

std::string present_text(const std::optional<aws::ModelInvocationLoggingConfig>& config) {
  if (!config) return "Bedrock logs no calls in this account and region.\n";
  return "Bedrock logs the calls of this account and region:\n" + destination_text(*config);
}

Json config_json(const std::optional<aws::ModelInvocationLoggingConfig>& config) {
  if (!config) return nullptr;
  Json json = Json::object(
      {{"text", config->text_data_delivery_enabled}, {"images", config->image_data_delivery_enabled}});
  if (const auto& logs = config->cloud_watch_config) {
    json.set("log_group", logs->log_group_name);
    json.set("role", logs->role_arn);
  }
  if (const auto& bucket = config->s3_config) {
    json.set("bucket", bucket->bucket_name);
    if (bucket->key_prefix) json.set("prefix", *bucket->key_prefix);
  }
  return json;
}

Json policies_json(const operations::LogSetupPolicies& policies) {
  return Json::object({{"role_trust", policies.role_trust},
                       {"role_rights", policies.role_rights},
                       {"bucket", policies.bucket}});
}

std::string policies_text(const operations::LogSetupPolicies& policies) {
  std::string text;
  const auto add = [&](std::string_view title, const Json& policy) {
    if (!policy.is_null()) text += std::string(title) + "\n" + policy.pretty() + "\n";
  };
  add("Trust policy of the role:", policies.role_trust);
  add("Permissions of the role:", policies.role_rights);
  add("Policy of the bucket:", policies.bucket);
  return text;
}

std::string setup_plan_text(const LogSetupPlan& plan) {
  std::string text = present_text(plan.present);
  text += "\nFrom now on every call through bedrock-runtime, of everybody in the account " + plan.account +
          " in " + plan.region + ", would be logged:\n" + destination_text(plan.wanted);
  if (plan.creates_group) text += "  The log group would be created.\n";
  if (plan.setup.retention_days)
    text += "  Events would be kept for " + std::to_string(*plan.setup.retention_days) + " days.\n";
  for (const std::string& warning : plan.warnings) text += "warning: " + warning + "\n";
  return text;
}

LogSetup setup_of(const LogsSetupOptions& options) {
  return {.log_group = options.group,
          .role_arn = options.role,
          .bucket = options.bucket,
          .key_prefix = options.prefix,
          .text = !options.no_text,
          .images = !options.no_images,
          .retention_days = options.retention_days,
          .client = client_options(options.aws)};
}

/// One run of the command.
class SetupRun {
 public:
  SetupRun(const LogsSetupOptions& options, Console& console)
      : options_(options),
        console_(console),
        interrupts_(Interrupts::SecondTime::ends_program),
        session_(open_session(options.aws, interrupts_.token())),
        bedrock_(session_, client_options(options.aws)),
        call_{.stop_token = interrupts_.token()} {}

  int show();
  int print_policies();
  int switch_off();
  int switch_on();

 private:
  int fail(const Error& error) { return report_refused_input(console_, error, interrupts_); }
  /// Whether the person says yes; without one to ask, `--yes` has to.
  Result<bool> is_wanted(const std::string& what);
  int finish(const Json& json, const std::string& text) {
    console_.out.write(options_.json ? json_line(json) : text);
    return console_.finish(kExitOk);
  }

  const LogsSetupOptions& options_;
  Console& console_;
  Interrupts interrupts_;
  const aws::Session session_;
  const aws::Bedrock bedrock_;
  const aws::CallOptions call_;
};

Result<bool> SetupRun::is_wanted(const std::string& what) {
  if (options_.yes) return true;
  if (!can_ask_on_terminal())
    return usage_error("there is nobody to ask whether that is wanted", "add --yes to do it");
  const auto answer =
      ask_on_terminal(what + " [y/N] ", Echo::on, interrupts_.token(), TypedBefore::is_forgotten);
  if (!answer) return answer.error();
  return means_yes(*answer);
}

int SetupRun::show() {
  const auto logging = bedrock_.get_model_invocation_logging_configuration(call_);
  if (!logging) return fail(logging.error());
  std::string text = present_text(logging->logging_config);
  if (!logging->logging_config)
    text +=
        "To switch it on: --group NAME --role ARN, or --bucket NAME, or both; --policy prints what the role "
        "needs.\n";
  return finish(Json::object({{"present", config_json(logging->logging_config)}}), text);
}

int SetupRun::print_policies() {
  const auto region = session_.region();
  if (!region) return fail(region.error());
  const auto caller = aws::STS(session_, client_options(options_.aws)).get_caller_identity(call_);
  if (!caller) return fail(caller.error());
  const auto policies = operations::log_setup_policies(setup_of(options_), caller->account, *region);
  return finish(policies_json(policies), policies_text(policies));
}

int SetupRun::switch_off() {
  const auto logging = bedrock_.get_model_invocation_logging_configuration(call_);
  if (!logging) return fail(logging.error());
  if (logging->logging_config) {
    console_.err.write(present_text(logging->logging_config));
    const auto wanted = is_wanted("Log no calls any more?");
    if (!wanted) return report_usage(console_.err, wanted.error());
    if (!*wanted) return finish(Json::object({{"changed", false}}), "Nothing was changed.\n");
    const auto deleted = bedrock_.delete_model_invocation_logging_configuration(call_);
    if (!deleted) return fail(deleted.error());
  }
  return finish(Json::object({{"changed", logging->logging_config.has_value()}, {"present", nullptr}}),
                present_text(std::nullopt));
}

int SetupRun::switch_on() {
  const auto plan = operations::plan_log_setup(session_, setup_of(options_), call_);
  if (!plan) return fail(plan.error());
  console_.err.write(setup_plan_text(*plan));
  const auto wanted = is_wanted("Log that?");
  if (!wanted) return report_usage(console_.err, wanted.error());
  if (!*wanted) return finish(Json::object({{"changed", false}}), "Nothing was changed.\n");
  const auto applied = operations::apply_log_setup(session_, *plan, call_);
  if (!applied) return fail(applied.error());
  return finish(Json::object({{"changed", true}, {"present", config_json(plan->wanted)}}),
                "Bedrock logs the calls from now on; the first ones arrive within minutes.\n");
}

Result<void> check(const LogsSetupOptions& options) {
  const bool has_place = !options.group.empty() || !options.bucket.empty();
  if (options.off && (has_place || options.policy))
    return usage_error("--off goes with no place to log to, and not with --policy");
  if (options.policy && !has_place)
    return usage_error("--policy needs to know where to log to", "add --group NAME, --bucket NAME, or both");
  if (!options.policy && !options.group.empty() && options.role.empty())
    return usage_error("Bedrock writes to a log group as a role, and --role names none",
                       "create one with the policies that the same line prints with --policy");
  if (options.group.empty() && (!options.role.empty() || options.retention_days))
    return usage_error("--role and --retention are about a log group", "add --group NAME");
  if (!options.prefix.empty() && options.bucket.empty())
    return usage_error("--prefix is about a bucket", "add --bucket NAME");
  return {};
}

}  // namespace

int run_logs_setup(const LogsSetupOptions& options, Console& console) {
  if (auto checked = check(options); !checked) return report_usage(console.err, checked.error());
  SetupRun run(options, console);
  if (options.off) return run.switch_off();
  if (options.policy) return run.print_policies();
  if (options.group.empty() && options.bucket.empty()) return run.show();
  return run.switch_on();
}

}  // namespace anthropic::internal::cli
