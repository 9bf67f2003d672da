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

Result<std::string> HttpExchange::read_all(std::size_t limit) {
  whole_body_wanted();
  Result<const HttpHead*> arrived = head();
  if (!arrived) return std::move(arrived).error();

  std::string body;
  body.reserve(std::min({announced_size(**arrived), limit, kMostReserved}));
  while (true) {
    Result<std::string_view> piece = read();
    if (!piece) return std::move(piece).error();
    if (piece->empty()) return body;
    if (piece->size() > limit - body.size()) {
      return Error{.kind = ErrorKind::response_validation,
                   .status = (*arrived)->status,
                   .message = "the answer is longer than " + std::to_string(limit) + " bytes"};
    }
    body.append(*piece);
  }
}

Result<std::string> HttpExchange::read_answer(std::size_t max_response_bytes) {
  auto body = read_all(max_response_bytes);
  if (body || body.error().kind != ErrorKind::response_validation) return body;
  Error error = too_long("the answer", max_response_bytes, kMaxResponseBytes);
  error.status = body.error().status;
  return error;
}

std::string HttpExchange::read_start(std::size_t limit) {
  whole_body_wanted();
  std::string body;
  while (body.size() < limit) {
    const Result<std::string_view> piece = read();
    if (!piece || piece->empty()) break;
    body.append(piece->substr(0, limit - body.size()));
  }
  return body;
}

}  // namespace anthropic::internal
