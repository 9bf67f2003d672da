#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include <anthropic/json.hpp>

#include "base/time/clock.hpp"

namespace anthropic::internal::local {

/// A call to a model that the endpoint has answered, as metrics and logs tell of it.
struct ModelCall {
  SystemTime time = {};
  std::string model = {};      ///< The id as it was called.
  std::string operation = {};  ///< "InvokeModel"
  std::string request_id = {};
  std::string caller = {};  ///< An ARN.
  int status = 200;
  std::string error_code = {};
  std::int64_t input_tokens = 0;
  std::int64_t cache_read_tokens = 0;
  std::int64_t cache_write_tokens = 0;
  std::int64_t output_tokens = 0;
  double latency_ms = 0;
  bool stream = false;
  Json metadata = {};          ///< Of the request; null if there is none.
  Json request = {};           ///< Its body; null if prompts are not logged.
  Json answer = {};            ///< The same for the answer; null for a stream.
  std::string log_group = {};  ///< Where Bedrock logs calls to at the time; empty: nowhere.
};

/// The latest of these calls. Thread-safe.
class ModelCalls {
 public:
  void add(ModelCall call);
  /// The oldest first.
  std::vector<ModelCall> all() const;

 private:
  mutable std::mutex mutex_;
  std::deque<ModelCall> calls_;
};

/// Calls that nobody made, the same ones for the same time: four an hour, by two callers of three ids. What is
/// shown of them says that it is a sample.
std::vector<ModelCall> sample_calls(SystemTime begin, SystemTime end, std::string_view region);

/// What says so.
inline constexpr std::string_view kSampleNote = "sample data of the local endpoint, not AWS";

}  // namespace anthropic::internal::local
