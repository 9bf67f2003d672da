#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/public_names.hpp"
#include "base/time/clock.hpp"
#include "local/server/exchange.hpp"
#include "local/server/refusal.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::local {

/// The signature that a request carries: in its Authorization header or, if it is presigned, in its query.
struct RequestSignature {
  sigv4::Authorization parts;
  std::string session_token = {};
  std::string amz_date = {};
  SystemTime time = {};
  std::string query = {};                             ///< What is signed of the query.
  std::optional<std::string> payload_hash = {};       ///< What the request states of its body.
  std::optional<std::chrono::seconds> lifetime = {};  ///< Of a presigned request.
};

/// Whether the query holds a signature. It counts only where there is no Authorization header.
bool is_presigned(const Request& request);

/// Refuses what is incomplete, in AWS's words.
std::variant<RequestSignature, Refusal> read_signature(const Request& request);

/// What AWS says to a request without a signature.
Refusal refuse_missing_signature();

/// What the request says it is signed for, in a header or in its query; empty if nothing. Nothing is checked.
std::string signing_service(const Request& request);

}  // namespace anthropic::internal::local
