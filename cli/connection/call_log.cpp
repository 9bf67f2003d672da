#include "connection/call_log.hpp"

#include <string>

#include <anthropic/call_record.hpp>

#include "io/log.hpp"

namespace anthropic::internal::cli {
namespace {

std::string summary(const CallRecord& record) {
  std::string line =
      "call of " + record.model + " ended after " + std::to_string(record.duration.count()) + " ms";
  if (record.time_to_first_token)
    line += ", first text after " + std::to_string(record.time_to_first_token->count()) + " ms";
  line += ", attempts " + std::to_string(record.attempts);
  if (record.status > 0) line += ", status " + std::to_string(record.status);
  if (record.message) {
    const Usage& usage = record.message->usage;
    line += ", tokens " + std::to_string(usage.input_tokens) + " in, " + std::to_string(usage.output_tokens) +
            " out";
  }
  return line;
}

}  // namespace

CallObserver log_calls(bool with_content, CallObserver next) {
  return [with_content, next = std::move(next)](const CallRecord& record) {
    log_to_standard_error(LogLevel::debug, summary(record));
    if (with_content && !record.request_body.empty())
      log_to_standard_error(LogLevel::debug, "sent " + std::string(record.request_body));
    if (with_content && record.message)
      log_to_standard_error(LogLevel::debug, "received " + record.message->to_json().dump());
    if (next) next(record);
  };
}

}  // namespace anthropic::internal::cli
