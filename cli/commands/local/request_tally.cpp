#include "commands/local/request_tally.hpp"

#include <algorithm>

#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kMostKinds = 50;

/// Other paths hold ids that are not models, each request another one.
bool is_about_model(const std::string& operation) {
  return operation.starts_with("InvokeModel") || operation.starts_with("Converse") ||
         operation.starts_with("CountTokens") || operation.ends_with("/v1/messages") ||
         operation.ends_with("/v1/messages/count_tokens");
}

std::string number_of_requests(std::size_t count) {
  return with_thousands(count) + (count == 1 ? " request" : " requests");
}

std::string line_of(std::size_t count, const std::string& what) {
  return "  " + with_thousands(count) + "  " + on_one_line(what) + "\n";
}

/// "refused: 429 ThrottlingException (2), 403 AccessDeniedException (1)"
template <class Counts, class Name>
std::string line_of(const char* title, const Counts& counts, const Name& name) {
  if (counts.empty()) return {};
  std::string line;
  for (const auto& [key, count] : counts)
    line += (line.empty() ? "" : ", ") + on_one_line(name(key)) + " (" + with_thousands(count) + ")";
  return "  " + std::string(title) + ": " + line + "\n";
}

}  // namespace

template <class Key>
void RequestTally::count(Counts<Key>& counts, Key key) {
  const auto known =
      std::find_if(counts.begin(), counts.end(), [&](const auto& entry) { return entry.first == key; });
  if (known != counts.end()) {
    ++known->second;
  } else if (counts.size() < kMostKinds) {
    counts.emplace_back(std::move(key), 1);
  }
}

void RequestTally::add(const testing::LocalRequest& request) {
  const std::lock_guard lock(mutex_);
  ++requests_;
  const bool is_stream = request.operation.find("Stream") != std::string::npos;
  count<Kind>(kinds_, {.operation = request.operation,
                       .model = is_about_model(request.operation) ? request.model : "",
                       .streamed = is_stream || request.streamed});
  if (request.status >= 400) count<Refused>(refused_, {.status = request.status, .code = request.error_code});
  for (const std::string& fault : request.faults) count<std::string>(faults_, fault);
}

std::string RequestTally::text() const {
  const std::lock_guard lock(mutex_);
  std::string text = "claude-bedrock local: " + number_of_requests(requests_) + "\n";
  std::size_t counted = 0;
  for (const auto& [kind, count] : kinds_) {
    counted += count;
    std::string what = kind.operation;
    if (!kind.model.empty()) what += " " + kind.model;
    if (kind.streamed && kind.operation.find("Stream") == std::string::npos) what += ", streamed";
    text += line_of(count, what);
  }
  if (counted < requests_) text += line_of(requests_ - counted, "others");
  text += line_of("refused", refused_, [](const Refused& refused) {
    return std::to_string(refused.status) + (refused.code.empty() ? "" : " " + refused.code);
  });
  text += line_of("faults", faults_, [](const std::string& fault) { return fault; });
  return text;
}

Json RequestTally::json() const {
  const std::lock_guard lock(mutex_);
  Json operations = Json::array();
  for (const auto& [kind, count] : kinds_) {
    Json entry = Json::object({{"operation", kind.operation}});
    if (!kind.model.empty()) entry.set("model", kind.model);
    entry.set("streamed", kind.streamed);
    entry.set("requests", count);
    operations.push_back(std::move(entry));
  }
  Json refusals = Json::array();
  for (const auto& [refused, count] : refused_)
    refusals.push_back(
        Json::object({{"status", refused.status}, {"code", refused.code}, {"requests", count}}));
  Json faults = Json::array();
  for (const auto& [fault, count] : faults_)
    faults.push_back(Json::object({{"fault", fault}, {"requests", count}}));
  return Json::object({{"requests", requests_},
                       {"operations", std::move(operations)},
                       {"refusals", std::move(refusals)},
                       {"faults", std::move(faults)}});
}

}  // namespace anthropic::internal::cli
