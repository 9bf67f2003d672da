#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/result.hpp>

namespace anthropic::internal::local {

enum class FaultKind : std::uint8_t {
  throttle,       ///< 429 ThrottlingException
  status,         ///< any status from 400 to 599, with AWS's code for it
  html,           ///< 500 and an HTML page, as what stands in front of a service sends it
  aws_error_200,  ///< 200, and an AWS error as the body
  exception,      ///< an exception frame in the stream
  error_frame,    ///< an error frame in the stream
  in_band_error,  ///< an Anthropic `error` event in a chunk
  cut,            ///< the connection ends after so many bytes of the body
  no_stop,        ///< the stream ends without message_stop
  bad_crc,        ///< a frame with a wrong checksum
  stall,          ///< silence, before the answer or in the stream
  reset,          ///< the connection is reset instead of an answer
  slow,           ///< a pause between deltas
  skew,           ///< the endpoint's clock is off
  refuse,         ///< a refusal of AWS's, in its words: see named_refusals.hpp
};

struct Fault {
  FaultKind kind;
  int status = 0;
  std::string exception = {};
  std::string refusal = {};  ///< The name of one.
  std::string on = {};  ///< Only requests of this operation of AWS, of the control plane, too; empty: any.
  std::size_t bytes = 0;
  std::chrono::milliseconds duration{0};
  std::optional<std::size_t> after = {};    ///< After so many deltas; unset: before everything.
  std::optional<std::uint64_t> times = {};  ///< Only the first so many requests.
  std::optional<std::uint64_t> every = {};  ///< Only each so-many-th request.
  bool clean = false;
  std::string text = {};  ///< As it was asked for, without its limit: "throttle", "status=503".
};

using Faults = std::vector<Fault>;

/// Reads "throttle/2,exception=throttlingException,after=3". Fails with ErrorKind::configuration, saying
/// which part is wrong.
Result<Faults> parse_faults(std::string_view spec);

/// Without the refusals that are meant for other operations than this one of AWS ("GetInferenceProfile", or empty).
Faults faults_on(Faults faults, std::string_view operation);

/// The first fault of a kind; null if there is none.
const Fault* find_fault(const Faults& faults, FaultKind kind);

/// Knows which faults befall a request: those of the endpoint and those that the request asks for. Counts the
/// ones that end after some requests, per endpoint and per distinct request header. Thread-safe.
class FaultBoard {
 public:
  explicit FaultBoard(Faults always) : always_(std::move(always)) {}

  /// `header` is the value of x-local-fault; null if there is none.
  Result<Faults> for_request(const std::string* header);
  /// What for_request() would say now; nothing is counted.
  Result<Faults> of_next_request(const std::string* header) const;

 private:
  using Used = std::vector<std::uint64_t>;
  static void take(const Faults& faults, Used& used, Faults& out);

  const Faults always_;
  mutable std::mutex mutex_;
  Used used_;
  std::map<std::string, Used> used_by_header_;  // of those that count
};

}  // namespace anthropic::internal::local
