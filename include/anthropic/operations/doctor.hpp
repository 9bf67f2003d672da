#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/error.hpp>
#include <anthropic/lifetime_bound.hpp>
#include <anthropic/message_create_params.hpp>

namespace anthropic::inline v0::operations {

/// What came of one step of a diagnosis.
enum class StepState : std::uint8_t {
  ok,
  warning,  ///< It works, and something about it is likely to surprise.
  failed,
  skipped,  ///< It could not be looked at, or made no sense after another step had failed.
};
/// "ok", "warning", "failed", "skipped".
std::string_view to_string(StepState state);

/// One thing that a call to Claude on Bedrock needs.
struct DiagnosisStep {
  std::string name = {};  ///< "credentials"; the names are in docs/operations.md.
  StepState state = StepState::ok;
  std::string found = {};               ///< One line, without secrets.
  std::string source = {};              ///< Where it was set: "AWS_REGION", "profile dev"; empty if nowhere.
  std::vector<std::string> notes = {};  ///< What else there is to say, a line each.
  std::string fix = {};                 ///< What to do about a warning or a failure.
  ErrorKind kind = ErrorKind::none;     ///< Of a failure.
  std::chrono::milliseconds duration{0};
};

/// All steps, in the order in which a request meets them.
struct Diagnosis {
  std::vector<DiagnosisStep> steps = {};

  /// Null if no step has failed.
  const DiagnosisStep* first_failure() const ANTHROPIC_LIFETIME_BOUND;
  /// Null if there is no warning.
  const DiagnosisStep* first_warning() const ANTHROPIC_LIFETIME_BOUND;
};

/// The endpoint that Claude is to be called on.
enum class DiagnosedPlatform : std::uint8_t {
  bedrock,           ///< InvokeModel of Bedrock's runtime
  bedrock_messages,  ///< the Messages endpoint of Bedrock's runtime
  mantle,
};

struct DiagnoseOptions {
  /// As of the session that is to make the calls. An `endpoint_url` counts for every service that is asked;
  /// `service_endpoint_urls` for one each.
  aws::SessionOptions session = {};
  DiagnosedPlatform platform = DiagnosedPlatform::bedrock;
  std::string model = "haiku";  ///< An id, an alias or an ARN.
  std::optional<GuardrailConfig> guardrail = {};
  /// Whether the model is really called, which costs a few tokens. Without it nothing proves that calls are
  /// allowed.
  bool invoke = true;
  /// Bounds each question to AWS, retries and all.
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  std::stop_token stop_token = {};
};

/// Goes the whole way of a request to Claude on Bedrock, and says of each step what was found, where it came
/// from and, if it is wrong, what to do: files, credentials, region, endpoint, proxy, certificates, name, TCP,
/// TLS, clock, caller, model, agreements, data retention, a call, quotas, logging. Steps that do not depend on
/// each other run side by side, on threads of their own. Reads the environment and the AWS files, and changes
/// nothing but what a call to the model costs. Never fails as a whole; once `stop_token` is asked to stop, what
/// is left is skipped.
///
///     auto diagnosis = anthropic::operations::diagnose({.model = "sonnet"});
///     if (auto* failure = diagnosis.first_failure()) std::cerr << failure->found << "\n" << failure->fix;
Diagnosis diagnose(const DiagnoseOptions& options = {});

}  // namespace anthropic::inline v0::operations
