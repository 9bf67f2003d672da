#include "call/error.hpp"

#include <algorithm>

#include "base/errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kAnswered = "the server answered with status ";

bool is_text(std::string_view body) {
  return std::none_of(body.begin(), body.end(), [](char c) {
    const bool is_space = c >= '\t' && c <= '\r';
    return !is_space && holds_a_control_character(std::string_view(&c, 1));
  });
}

/// Of a body in which the vendor says nothing.
std::string message_of_body(int status, std::string_view body, bool in_the_vendors_form,
                            const ErrorTable& table) {
  constexpr std::size_t longest_shown = 300;
  const std::string answered = std::string(kAnswered) + std::to_string(status);
  const std::string_view text = trim(body);
  if (text.empty()) return answered + " and an empty body";
  if (in_the_vendors_form || text.front() == '{' || text.front() == '[') return answered + " and no message";
  if (text.front() == '<') return answered + " and a page that is not JSON; a proxy may have sent it";
  if (!is_text(utf8_prefix(text, longest_shown))) return answered + " and a body that is not text";
  if (text.size() <= longest_shown) return without_secrets(text, table);
  return without_secrets(utf8_prefix(text, longest_shown - 3), table) + "…";
}

/// An error that came with a success status has the status that belongs to its code or type.
int status_of_error(int status, const ErrorWords& words, const ErrorTable& table) {
  if (status / 100 != 2) return status;
  for (const ErrorCode* known : {find_code(table.codes, words.code), find_code(table.types, words.type)}) {
    if (known && known->status != 0) return known->status;
  }
  return status;
}

bool says_any(const Error& error, std::span<const std::string_view> texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](std::string_view text) { return icontains(error.message, text); });
}

bool refuses_who_calls(const Error& error, const ErrorTable& table) {
  const bool refuses = error.status == 400 || error.status == 401 || error.status == 403;
  return refuses && says_any(error, table.authentication_texts);
}

bool speaks_of_a_day(const Error& error) {
  static constexpr std::string_view kDailyQuotas[] = {"tokens per day", "requests per day"};
  return says_any(error, kDailyQuotas);
}

}  // namespace

std::string request_id_of(const Headers& headers) {
  for (const std::string_view name : {"x-amzn-requestid", "x-amz-request-id", "request-id"}) {
    if (const std::string* id = find_header(headers, name)) return *id;
  }
  return {};
}

const ErrorCode* find_code(std::span<const ErrorCode> codes, std::string_view code) {
  const auto found =
      std::find_if(codes.begin(), codes.end(), [&](const ErrorCode& known) { return known.code == code; });
  return found == codes.end() ? nullptr : &*found;
}

ErrorKind error_kind(int status, std::string_view code, const ErrorTable& table) {
  const ErrorCode* known = find_code(table.codes, code);
  return known && known->kind != ErrorKind::none ? known->kind : kind_of_status(status);
}

std::string without_secrets(std::string_view message, const ErrorTable& table) {
  message = utf8_prefix(message, 8192);
  const std::string lower = ascii_lower(message);
  std::size_t end = lower.size();
  for (const std::string_view quote : table.quotes) end = std::min(end, lower.find(quote));
  const std::string_view kept = trim(message.substr(0, end));
  if (kept.empty()) return "the answer repeats the request and is not shown";
  return std::string(kept);
}

bool has_no_words(const Error& error) {
  return error.message.starts_with(kAnswered);
}

Error error_from_response(int status, const Headers& headers, std::string_view body,
                          const ErrorTable& table) {
  ErrorWords words = table.read(headers, body);
  Error error;
  error.status = status_of_error(status, words, table);
  error.message = words.message.empty() ? message_of_body(status, body, words.in_the_vendors_form, table)
                                        : without_secrets(words.message, table);
  error.code = std::move(words.code);
  error.kind = refuses_who_calls(error, table) ? ErrorKind::authentication
                                               : error_kind(error.status, error.code, table);
  error.type = std::move(words.type);
  if (error.type.empty() && table.type_of_kind) error.type = table.type_of_kind(error.kind);
  error.request_id = request_id_of(headers);
  if (error.request_id.empty()) error.request_id = std::move(words.request_id);
  // Without the answer's own date, a date to wait for means nothing here: it counts as beyond a day.
  error.retry_after = retry_after(headers, SystemTime());
  return error;
}

RetryKind classify(int status, std::string_view code, const ErrorTable& table) {
  const ErrorCode* known = find_code(table.codes, code);
  return known && known->retry ? *known->retry : retry_kind_of_status(status);
}

RetryKind classify(const Error& error, const ErrorTable& table) {
  const RetryKind kind = classify(error.status, error.code, table);
  const bool limited = kind == RetryKind::throttling || error.kind == ErrorKind::rate_limit;
  return limited && speaks_of_a_day(error) ? RetryKind::none : kind;
}

bool is_daily_quota(const Error& error) {
  return (error.kind == ErrorKind::rate_limit || error.status == 429) && speaks_of_a_day(error);
}

}  // namespace anthropic::internal
