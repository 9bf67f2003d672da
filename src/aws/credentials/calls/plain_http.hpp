#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "base/public_names.hpp"
#include "http/world.hpp"

namespace anthropic::internal::aws {

/// A request to a server on this machine or beside it: no proxy, no signature, a short answer.
struct PlainRequest {
  std::string method = "GET";
  std::string url;
  Headers headers = {};  ///< without `host`
  std::chrono::milliseconds connect_timeout;
  std::chrono::milliseconds timeout;
  std::string ca_bundle = {};  ///< for https: a file of authorities; empty for the system's
};

struct PlainAnswer {
  int status = 0;
  std::string body = {};
};

/// Sends once. An answer of any status is a success.
Result<PlainAnswer> send_plain(const World& world, const PlainRequest& request, std::stop_token stop);

}  // namespace anthropic::internal::aws
