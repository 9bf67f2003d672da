#pragma once

#include <chrono>
#include <cstddef>

#include <anthropic/transport_options.hpp>

namespace anthropic {

/// What TransportOptions promises of what is unset.
inline constexpr std::chrono::milliseconds default_connect_timeout = std::chrono::seconds(5);
inline constexpr std::chrono::milliseconds default_stream_idle_timeout = std::chrono::minutes(2);
inline constexpr std::size_t default_max_response_bytes = 256u << 20;
inline constexpr std::size_t default_max_event_bytes = 16u << 20;

/// `own`, and what is unset there as in `under`.
inline TransportOptions filled(TransportOptions own, const TransportOptions& under) {
  if (!own.connect_timeout) own.connect_timeout = under.connect_timeout;
  if (!own.stream_idle_timeout) own.stream_idle_timeout = under.stream_idle_timeout;
  if (!own.max_response_bytes) own.max_response_bytes = under.max_response_bytes;
  if (!own.max_event_bytes) own.max_event_bytes = under.max_event_bytes;
  if (own.proxy.empty()) own.proxy = under.proxy;
  if (own.ca_bundle.empty()) own.ca_bundle = under.ca_bundle;
  return own;
}

}  // namespace anthropic
