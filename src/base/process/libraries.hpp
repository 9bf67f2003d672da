#pragma once

namespace anthropic::internal {

/// Keeps OpenSSL and simdjson from destroying what they need when the process ends: threads and static
/// objects may use them until its last moment, and the system takes the memory back. To be called before they
/// are used; an OpenSSL that somebody else has initialised cleans up all the same. Only the first call does
/// anything. Thread-safe.
void keep_libraries_until_the_end();

}  // namespace anthropic::internal
