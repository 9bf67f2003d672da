#include "commands/doctor/doctor.hpp"

#include <utility>

#include <anthropic/aws/signed_request.hpp>

#include "base/public_names.hpp"
#include "commands/doctor/report.hpp"
#include "connection/aws_session.hpp"
#include "connection/model_options.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "http/url.hpp"
#include "io/signals.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::DiagnosedPlatform;
using operations::DiagnoseOptions;

DiagnosedPlatform platform_of(const DoctorOptions& options) {
  if (options.platform == "mantle") return DiagnosedPlatform::mantle;
  return options.platform == "bedrock-messages" ? DiagnosedPlatform::bedrock_messages
                                                : DiagnosedPlatform::bedrock;
}

/// An address of AWS's is one of the service that Claude is called on; any other stands for all of AWS, as an
/// emulator and a gateway do.
void set_endpoint(const DoctorOptions& options, aws::SessionOptions& session) {
  constexpr std::string_view kMantlePath = "/anthropic";
  std::string url = options.aws.endpoint_url;
  if (url.empty()) return;
  const bool is_mantle = options.platform == "mantle";
  if (is_mantle && url.ends_with(kMantlePath)) url.resize(url.size() - kMantlePath.size());
  const auto parsed = parse_url(url);
  const bool is_of_aws = parsed && !aws::guess_signing_scope(parsed->host).service.empty();
  if (is_of_aws) {
    session.service_endpoint_urls = {{is_mantle ? "bedrock_mantle" : "bedrock_runtime", std::move(url)}};
  } else {
    session.endpoint_url = std::move(url);
  }
}

void declare(Declaration& declaration, DoctorOptions& options) {
  declaration.text("-m,--model", options.model, "ID", "The model to call (default haiku)")
      .suggests({"haiku", "sonnet", "opus"});
  declaration.text("--guardrail", options.guardrail, "ID:VERSION", "Call it with this guardrail, too");
  declaration.flag("--no-invoke", options.no_invoke, "Do not call the model, which costs a few tokens");
  declaration.choice("--platform", options.platform, {"bedrock", "bedrock-messages", "mantle"}, "NAME",
                     "Where Claude is called: bedrock (the default), bedrock-messages, mantle");
  declare_service_options(declaration, options.aws, options.json);
}

}  // namespace

DiagnoseOptions diagnose_options(const DoctorOptions& options, std::stop_token stop) {
  const MessageCreateParams request = request_for({.model = options.model, .guardrail = options.guardrail});
  DiagnoseOptions diagnose{.session = session_options(options.aws, stop),
                           .platform = platform_of(options),
                           .model = request.model,
                           .invoke = !options.no_invoke,
                           .stop_token = stop};
  if (request.bedrock) diagnose.guardrail = request.bedrock->guardrail;
  set_endpoint(options, diagnose.session);
  // What goes wrong is said in the report.
  if (!options.aws.debug) diagnose.session.observe.log_level = LogLevel::off;
  return diagnose;
}

int run_doctor(const DoctorOptions& options, Console& console) {
  if (const auto checked = check_connection({.platform = options.platform, .aws = options.aws},
                                            {.model = options.model, .guardrail = options.guardrail});
      !checked)
    return report_usage(console.err, checked.error());
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const operations::Diagnosis diagnosis = operations::diagnose(diagnose_options(options, interrupts.token()));
  if (interrupts.signal() != 0) return kExitFirstSignal + interrupts.signal();
  if (options.json) {
    console.out.write(diagnosis_json(diagnosis));
  } else {
    console.out.write(diagnosis_text(diagnosis, console.out));
  }
  const operations::DiagnosisStep* failure = diagnosis.first_failure();
  return console.finish(failure ? exit_code(failure->kind) : kExitOk);
}

Command doctor_command() {
  return {.name = "doctor",
          .about = "Go the whole way of a request, and say what is wrong",
          .examples = R"(  claude-bedrock doctor --model sonnet
  claude-bedrock doctor --region eu-central-1 --profile dev --no-invoke
  claude-bedrock doctor --json | jq '.steps[] | select(.state != "ok")'
)",
          .declare = with_options(declare, run_doctor),
          .notes = "Exit code: that of the first step that failed; 0 with warnings, too.\n"};
}

}  // namespace anthropic::internal::cli
