#include "local/aws/model_calls.hpp"

#include <algorithm>

#include <anthropic/model_catalog.hpp>

#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMost = 10'000;
constexpr auto kStep = std::chrono::minutes(15);

std::string user_arn(std::string_view name) {
  return "arn:aws:iam::" + std::string(kServicesAccount) + ":user/" + std::string(name);
}

/// Two profiles of one model, and one of another, so that there is something to add up.
std::vector<std::string> sample_ids(std::string_view region) {
  std::vector<std::string> ids;
  for (const char* alias : {"haiku", "sonnet"}) {
    const std::string id = resolve_model_id(alias, region);
    ids.push_back(id);
    const ModelInfo* model = find_model(id);
    if (model && ids.size() == 1) ids.push_back("global." + std::string(model->id));
  }
  return ids;
}

ModelCall sample_call(std::int64_t number, SystemTime time, const std::vector<std::string>& ids) {
  const bool is_throttled = number % 37 == 5;
  ModelCall call{.time = time,
                 .model = ids[static_cast<std::size_t>(number) % ids.size()],
                 .operation = number % 2 == 0 ? "InvokeModel" : "InvokeModelWithResponseStream",
                 .request_id = "sample-" + std::to_string(number),
                 .caller = user_arn(number % 3 == 0 ? "sample-batch" : "sample-web"),
                 .stream = number % 2 == 1,
                 .metadata = Json::object({{"team", number % 5 < 2 ? "search" : "support"}})};
  if (is_throttled) {
    call.status = 429;
    call.error_code = "ThrottlingException";
    return call;
  }
  call.input_tokens = 200 + number * 7'919 % 1'800;
  call.output_tokens = 50 + number * 104'729 % 450;
  call.latency_ms = 400.0 + static_cast<double>(call.output_tokens) * 12;
  return call;
}

}  // namespace

void ModelCalls::add(ModelCall call) {
  const std::lock_guard lock(mutex_);
  if (calls_.size() == kMost) calls_.pop_front();
  calls_.push_back(std::move(call));
}

std::vector<ModelCall> ModelCalls::all() const {
  const std::lock_guard lock(mutex_);
  return {calls_.begin(), calls_.end()};
}

std::vector<ModelCall> sample_calls(SystemTime begin, SystemTime end, std::string_view region) {
  const std::vector<std::string> ids = sample_ids(region);
  std::vector<ModelCall> calls;
  const auto first = (begin.time_since_epoch() + kStep - SystemTime::duration(1)) / kStep;
  for (std::int64_t number = first; SystemTime(number * kStep) < end; ++number)
    calls.push_back(sample_call(number, SystemTime(number * kStep), ids));
  return calls;
}

}  // namespace anthropic::internal::local
