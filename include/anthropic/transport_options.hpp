#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace anthropic::inline v0 {

/// How a client reaches its server, and how much of an answer it accepts. The same for all clients and for
/// aws::Session.
///
/// Members that a client leaves unset come from its `aws_session`, else have the defaults below.
struct TransportOptions {
  /// Limits connecting, TLS included. Default: 5 seconds.
  std::optional<std::chrono::milliseconds> connect_timeout = {};
  /// The longest silence within a stream that has begun. Default: 2 minutes.
  std::optional<std::chrono::milliseconds> stream_idle_timeout = {};
  /// The longest answer that is kept in memory, in bytes: a body, or the events of a stream together. A
  /// longer one ends with ErrorKind::response_validation. 256 MiB. Data for a sink is not kept
  /// (aws::GetObjectInput::body_sink).
  std::optional<std::size_t> max_response_bytes = {};
  /// The longest event of a stream, and the longest line of a batch's results, in bytes; as above. Default:
  /// 16 MiB.
  std::optional<std::size_t> max_event_bytes = {};
  /// "http://host:port", or "none" for no proxy whatever the environment says. Else HTTPS_PROXY, HTTP_PROXY
  /// and NO_PROXY.
  std::string proxy = {};
  /// A file of certificates in PEM form to trust instead of the system's. Else, on AWS, AWS_CA_BUNDLE and the
  /// profile's `ca_bundle`.
  std::string ca_bundle = {};
};

}  // namespace anthropic::inline v0
