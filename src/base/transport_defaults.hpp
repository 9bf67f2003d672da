#pragma once

#include <chrono>
#include <cstddef>

#include <anthropic/transport_options.hpp>

namespace anthropic::internal {

/// What TransportOptions promises of what is unset.
inline constexpr std::chrono::milliseconds kDefaultConnectTimeout = std::chrono::seconds(5);
inline constexpr std::chrono::milliseconds kDefaultStreamIdleTimeout = std::chrono::minutes(2);
inline constexpr std::size_t kDefaultMaxResponseBytes = 256u << 20;
inline constexpr std::size_t kDefaultMaxEventBytes = 16u << 20;

/// `own`, and what is unset there as in `under`.
inline TransportOptions filled(TransportOptions own, const TransportOptions& under) {
  // All members by name, so that one that is new does not compile before it is looked at here.
  auto& [connect_timeout, stream_idle_timeout, max_response_bytes, max_event_bytes, proxy, ca_bundle] = own;
  if (!connect_timeout) connect_timeout = under.connect_timeout;
  if (!stream_idle_timeout) stream_idle_timeout = under.stream_idle_timeout;
  if (!max_response_bytes) max_response_bytes = under.max_response_bytes;
  if (!max_event_bytes) max_event_bytes = under.max_event_bytes;
  if (proxy.empty()) proxy = under.proxy;
  if (ca_bundle.empty()) ca_bundle = under.ca_bundle;
  return own;
}

}  // namespace anthropic::internal
