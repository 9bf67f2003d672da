#pragma once

#include <functional>
#include <gmock/gmock.h>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <anthropic/operations/doctor.hpp>

#include "base/public_names.hpp"
#include "base/time/time_format.hpp"
#include "operations/doctor/diagnose.hpp"
#include "support/fake_world.hpp"

namespace anthropic::internal {

/// A network without a socket. What is not scripted is found, and listens.
class FakeProbe final : public NetworkProbe {
 public:
  Result<std::vector<std::string>> resolve(const std::string& host) override {
    resolved.push_back(host);
    if (resolve_failure) return *resolve_failure;
    return addresses;
  }
  Result<void> connect(const std::string& address, std::uint16_t port, std::chrono::milliseconds,
                       std::stop_token) override {
    connected.push_back(address + " " + std::to_string(port));
    if (connect_failure) return *connect_failure;
    return {};
  }
  std::vector<std::chrono::seconds> keep_alive_of_connections(std::uint16_t) override { return keep_alive; }

  std::vector<std::string> addresses = {"203.0.113.7"};
  std::optional<Error> resolve_failure = {};
  std::optional<Error> connect_failure = {};
  std::vector<std::chrono::seconds> keep_alive = {std::chrono::seconds(60)};
  std::vector<std::string> resolved = {};
  std::vector<std::string> connected = {};
};

/// A world in which all is well, until a test says otherwise.
class DoctorTest : public ::testing::Test {
 protected:
  static constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  DoctorTest() {
    set("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    set("AWS_SECRET_ACCESS_KEY", kSecret);
    set("AWS_REGION", "us-east-1");
    set("AWS_EC2_METADATA_DISABLED", "true");
    set("AWS_MAX_ATTEMPTS", "1");
    set("SSL_CERT_FILE", "/etc/authorities.pem");
    write("/etc/authorities.pem", "-----BEGIN CERTIFICATE-----\n");
    fake_.transport->answer_with([this](const testing::FakeRequest& request) { return answer_to(request); });
    answer(
        "sts.",
        R"(<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ada</Arn>
<UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>)");
    answer("/foundation-models/", R"({"modelDetails":{"modelId":"m","modelLifecycle":{"status":"ACTIVE"}}})");
    answer("/inference-profiles/", R"({"inferenceProfileId":"us.m","models":[
      {"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/m"},
      {"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/m"}]})");
    answer(
        "/foundation-model-availability/",
        R"({"modelId":"m","agreementAvailability":{"status":"AVAILABLE"},"authorizationStatus":"AUTHORIZED",
      "entitlementAvailability":"AVAILABLE","regionAvailability":"AVAILABLE"})");
    answer("/use-case-for-model-access", R"({"formData":"e30="})");
    answer("/data-retention", R"({"mode":"inherit"})");
    answer("/logging/modelinvocations", "{}");
    answer(
        "servicequotas.",
        R"({"Quotas":[{"QuotaName":"Cross-region model inference tokens per minute for Anthropic Claude Haiku 5.5","QuotaCode":"L-1","Value":2000000.0,"Adjustable":true}]})");
    // An answer without any text: with one token, a model that thinks has none.
    answer("/invoke", R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-test","content":[],
      "stop_reason":"max_tokens","stop_sequence":null,"usage":{"input_tokens":8,"output_tokens":1}})");
  }

  void set(const std::string& name, std::string value) { fake_.environment->set(name, std::move(value)); }
  void unset(const std::string& name) { fake_.environment->unset(name); }
  void write(const std::string& path, const std::string& text) { fake_.files->write(path, text); }

  /// To requests whose URL holds that text.
  void answer(const std::string& part, std::string body) { reply(part, {.pieces = {std::move(body)}}); }
  void refuse(const std::string& part, int status, const std::string& code, const std::string& message) {
    reply(part, {.status = status,
                 .headers = {{"x-amzn-errortype", code}, {"x-amzn-requestid", "r-1"}},
                 .pieces = {R"({"message":")" + message + R"("})"}});
  }
  void fail(const std::string& part, Error error) { reply(part, {.error = std::move(error)}); }
  void reply(const std::string& part, testing::FakeAnswer answer) {
    const std::lock_guard lock(mutex_);
    answers_[part] = std::move(answer);
  }

  operations::Diagnosis diagnose(operations::DiagnoseOptions options = {}) {
    return internal::diagnose(options, fake_.world, probe_);
  }
  /// "name: what was found" of the first failure; empty if there is none.
  std::string first_failure(const operations::Diagnosis& diagnosis) const {
    const auto* failure = diagnosis.first_failure();
    return failure ? failure->name + ": " + failure->found : "";
  }
  static operations::DiagnosisStep step(const operations::Diagnosis& diagnosis, std::string_view name) {
    for (const auto& step : diagnosis.steps) {
      if (step.name == name) return step;
    }
    ADD_FAILURE() << "there is no step " << name;
    return {};
  }
  /// All that is said.
  static std::string text_of(const operations::Diagnosis& diagnosis) {
    std::string text;
    for (const auto& step : diagnosis.steps) {
      text += step.name + ": " + std::string(to_string(step.state)) + ": " + step.found + " (" + step.source +
              ")\n";
      for (const std::string& note : step.notes) text += "  " + note + "\n";
      text += "  fix: " + step.fix + "\n";
    }
    return text;
  }
  bool asked(std::string_view part) const {
    for (const auto& request : fake_.transport->requests()) {
      if (request.url.find(part) != std::string::npos) return true;
    }
    return false;
  }

  testing::FakeAnswer answer_to(const testing::FakeRequest& request) {
    const std::lock_guard lock(mutex_);
    const testing::FakeAnswer* found = nullptr;
    std::size_t longest = 0;
    for (const auto& [part, answer] : answers_) {
      if (request.url.find(part) == std::string::npos || part.size() < longest) continue;
      found = &answer;
      longest = part.size();
    }
    if (found) return *found;
    return {.status = 403, .headers = {{"date", format_http_date(fake_.clock->now() + server_is_ahead_)}}};
  }

  testing::FakeWorld fake_ = testing::make_fake_world();
  std::shared_ptr<FakeProbe> probe_ = std::make_shared<FakeProbe>();
  std::chrono::seconds server_is_ahead_{0};

 private:
  std::mutex mutex_;
  std::map<std::string, testing::FakeAnswer> answers_;
};

}  // namespace anthropic::internal
