#include "client/tracing/traceparent.hpp"

#include <algorithm>

namespace anthropic::internal {
namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_id(std::string_view text) {
  return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

constexpr std::size_t kLengthOfVersion0 = 55;

}  // namespace

std::optional<Traceparent> parse_traceparent(std::string_view text) {
  if (text.size() < kLengthOfVersion0 || text[2] != '-' || text[35] != '-' || text[52] != '-')
    return std::nullopt;
  const std::string_view version = text.substr(0, 2);
  const std::string_view trace = text.substr(3, 32);
  const std::string_view span = text.substr(36, 16);
  const std::string_view flags = text.substr(53, 2);
  if (!is_hex(version) || version == "ff" || !is_id(trace) || !is_id(span) || !is_hex(flags))
    return std::nullopt;
  const std::string_view more = text.substr(kLengthOfVersion0);
  if (!more.empty() && (version == "00" || more[0] != '-')) return std::nullopt;
  const bool sampled = std::string_view("13579bdf").find(flags[1]) != std::string_view::npos;
  return Traceparent{.trace_id = std::string(trace), .span_id = std::string(span), .sampled = sampled};
}

std::string write_traceparent(const Traceparent& parent) {
  return "00-" + parent.trace_id + "-" + parent.span_id + (parent.sampled ? "-01" : "-00");
}

std::string make_trace_id(Random& random) {
  std::string id = random.uuid();
  id.erase(std::remove(id.begin(), id.end(), '-'), id.end());
  return id;
}

std::string make_span_id(Random& random) {
  const std::string id = make_trace_id(random);
  return id.substr(0, 8) + id.substr(24);  // what is the same in all of them is between
}

}  // namespace anthropic::internal
