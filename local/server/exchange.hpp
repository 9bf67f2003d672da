#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/headers.hpp>

namespace anthropic::internal::local {

/// Bedrock's limit for a body.
inline constexpr std::size_t kBodyLimit = 25'000'000;

/// What the server had too little of, to read a request as it should.
enum class Shortage : std::uint8_t { none, connections, memory, time };

inline constexpr std::string_view kHttp1 = "HTTP/1.1", kHttp2 = "HTTP/2";

/// A request as it came over the wire.
struct Request {
  std::string method = {};
  std::string target = {};  ///< path?query, with its percent-escapes
  Headers headers = {};
  std::string body = {};               ///< At most kBodyLimit bytes; empty if it was not wanted.
  bool body_too_large = false;         ///< There was more, which was thrown away.
  Shortage shortage = Shortage::none;  ///< If there is one, the body is not there either.
  std::string_view protocol = kHttp1;  ///< HTTP/2's `:authority` is among the headers as `host`.
};

/// A piece of a streamed body, and how long to wait before it is sent.
struct Step {
  std::chrono::milliseconds delay{0};
  std::string bytes = {};
};

/// What a call to a model took.
struct CallCost {
  std::int64_t input_tokens = 0;  ///< Without those of the cache.
  std::int64_t cache_read_tokens = 0;
  std::int64_t cache_write_tokens = 0;
  std::int64_t output_tokens = 0;
  std::chrono::milliseconds latency{0};
};

/// What to do with a connection. The server adds the framing headers: Content-Length or Transfer-Encoding,
/// and Connection.
struct Answer {
  int status = 200;
  Headers headers = {};
  bool streamed = false;
  std::string body = {};         ///< unless streamed
  std::vector<Step> steps = {};  ///< if streamed
  std::chrono::milliseconds delay_before_head{0};
  bool reset = false;                                        ///< Reset the connection instead of answering.
  std::optional<std::size_t> cut_after = {};                 ///< Break off after so many bytes of the body.
  std::optional<CallCost> cost = {};                         ///< of a model that has answered
  std::string request_id = {}, error_code = {}, model = {};  ///< for the log and the record
  std::string operation = {};  ///< Of a service beside Bedrock: "sts:GetCallerIdentity"; for the log.
  std::vector<std::string> faults = {};  ///< What befell it; for the record.
};

}  // namespace anthropic::internal::local
