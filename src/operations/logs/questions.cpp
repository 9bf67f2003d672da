#include <algorithm>

#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/logs.hpp>

#include "base/errors.hpp"

namespace anthropic::internal {
namespace {

// The names of both sources: the monitor's records are flat, Bedrock's are not.
constexpr std::string_view kCalled = "coalesce(modelId, model) as called";
constexpr std::string_view kTokens =
    "coalesce(input.inputTokenCount, input_tokens) as fresh, "
    "coalesce(input.cacheReadInputTokenCount, cache_read_input_tokens) as cached, "
    "coalesce(output.outputTokenCount, output_tokens) as written";
constexpr std::string_view kSums =
    "count(*) as calls, sum(fresh) as input_tokens, sum(cached) as cache_read_tokens, "
    "sum(written) as output_tokens";

/// What cannot be escaped within quotes of this kind.
bool fits_between(char quote, std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [quote](char c) {
    return c == quote || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

Result<std::string> quoted_key(std::string_view key) {
  if (!fits_between('`', key))
    return configuration_error("a query cannot ask for the request metadata " + in_quotes(key),
                               "Name a key as it was sent, without back-quotes: metadata:team.");
  return "`requestMetadata." + std::string(key) + "`";
}

/// Leaves the calls of one model, by whichever profile; empty if all are wanted.
Result<std::string> model_filter(std::string_view model) {
  if (model.empty()) return std::string();
  const ModelInfo* known = find_model(model);
  const std::string id(known ? known->id : model);
  if (!fits_between('"', id))
    return configuration_error(in_quotes(model) + " is no model", "Name one by its id.");
  return "\n| filter called like \"" + id + "\"";
}

/// Calls and tokens for each value of a field.
std::string totals_by(const std::string& field, std::string_view name, const std::string& filter) {
  return "fields " + field + " as " + std::string(name) + ", " + std::string(kCalled) + ", " +
         std::string(kTokens) + "\n| filter ispresent(" + std::string(name) + ")" + filter + "\n| stats " +
         std::string(kSums) + " by " + std::string(name) + "\n| sort calls desc\n| limit 1000";
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Result<std::string> log_question(LogQuestion question, std::string_view metadata_key,
                                 std::string_view model) {
  const auto filter = model_filter(model);
  if (!filter) return filter.error();
  switch (question) {
    case LogQuestion::by_caller:
      return totals_by("identity.arn", "caller", *filter);
    case LogQuestion::by_model:
      return totals_by("coalesce(modelId, model)", "model_id", *filter);
    case LogQuestion::by_metadata: {
      const auto key = quoted_key(metadata_key);
      if (!key) return key.error();
      return totals_by(*key, "metadata", *filter);
    }
    case LogQuestion::slow:
      return "fields @timestamp, " + std::string(kCalled) +
             ", coalesce(duration_ms, output.outputBodyJson.metrics.latencyMs) as took_ms, "
             "time_to_first_token_ms, coalesce(requestId, request_id) as request\n"
             "| filter ispresent(took_ms)" +
             *filter + "\n| sort took_ms desc\n| limit 25";
    case LogQuestion::errors:
      return "fields " + std::string(kCalled) +
             ", coalesce(errorCode, error.code, error.kind) as failure\n| filter ispresent(failure)" +
             *filter +
             "\n| stats count(*) as calls, max(@timestamp) as latest by failure, called\n"
             "| sort calls desc\n| limit 1000";
  }
  return configuration_error("there is no such question");
}

}  // namespace anthropic::inline v0::operations
