#pragma once

#include <mutex>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "local/bedrock/route.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// The configuration of Bedrock's own log of calls. Thread-safe.
class InvocationLogging {
 public:
  /// Of the operations put_logging, get_logging and delete_logging.
  std::variant<Json, Refusal> answer(const Route& route, std::string_view body);
  /// Null: nothing is logged.
  Json configuration() const;

 private:
  mutable std::mutex mutex_;
  Json configuration_;  // null: nothing is logged
};

}  // namespace anthropic::internal::local
