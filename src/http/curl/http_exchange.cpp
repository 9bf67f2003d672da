#include <algorithm>
#include <utility>

#include "base/errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "http/transport.hpp"

namespace anthropic::internal {
namespace {

constexpr std::size_t kMostReserved = 16u << 20;

std::size_t announced_size(const HttpHead& head) {
  const std::string* length = find_header(head.headers, "content-length");
  if (!length) return 0;
  return static_cast<std::size_t>(std::max(0LL, parse_integer(*length).value_or(0)));
}

}  // namespace

void block(const Wait& wait, Clock& clock) {
  if (wait.exchange) return wait.exchange->wait(wait.until);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(wait.until - clock.steady_now());
  clock.sleep_for(left, wait.stop ? *wait.stop : std::stop_token());
}

Result<const HttpHead*> HttpExchange::head() {
  while (const auto more = poll_head()) wait(more->until);
  return take_head();
}

Result<std::string_view> HttpExchange::read() {
  while (const auto more = poll_body()) wait(more->until);
  return take_piece();
}

std::optional<Wait> HttpExchange::collect(std::size_t limit) {
  want_whole_body();
  while (!is_collected_) {
    if (auto more = poll_body()) return more;
    const auto piece = take_piece();
    if (!piece) {
      end_collecting(piece.error());
    } else if (piece->empty()) {
      is_collected_ = true;
    } else {
      add(*piece, limit);
    }
  }
  return std::nullopt;
}

void HttpExchange::end_collecting(Error error) {
  is_collected_ = true;
  why_not_collected_ = std::make_unique<const Error>(std::move(error));
}

/// As much of it as the limit leaves room for.
void HttpExchange::add(std::string_view piece, std::size_t limit) {
  const HttpHead& head = **take_head();
  if (body_.empty()) {
    const std::size_t size = announced_size(head);
    if (piece.size() >= size && piece.size() <= limit && give_piece(body_)) return;
    body_.reserve(std::min({size, limit, kMostReserved}));
  }
  const std::size_t room = limit - body_.size();
  body_.append(piece.substr(0, room));
  if (piece.size() <= room) return;
  end_collecting({.kind = ErrorKind::response_validation,
                  .status = head.status,
                  .message = "the answer is longer than " + std::to_string(limit) + " bytes"});
}

Result<std::string> HttpExchange::read_all(std::size_t limit) {
  while (const auto more = collect(limit)) wait(more->until);
  if (why_not_collected_) return *why_not_collected_;
  return std::move(body_);
}

Result<std::string> HttpExchange::read_answer(std::size_t max_response_bytes) {
  auto body = read_all(max_response_bytes);
  if (body || body.error().kind != ErrorKind::response_validation) return body;
  Error error = too_long("the answer", max_response_bytes, kMaxResponseBytes);
  error.status = body.error().status;
  return error;
}

std::string HttpExchange::read_start(std::size_t limit) {
  while (const auto more = collect(limit)) wait(more->until);
  return std::move(body_);
}

}  // namespace anthropic::internal
