#pragma once

#include <cstddef>
#include <string>
#include <sys/types.h>

namespace bench {

/// Bedrock's answers as prepared bytes, from a process of its own: what it costs does not count. The model id
/// in the path chooses the answer:
///   anthropic.deltas-N   a stream of N text deltas of 12 bytes, each in a frame and an HTTP chunk of its own
///   anthropic.endless-N  the same of N thousands, sent from one prepared block, so that N may be large
///   anthropic.paced-N    the same at a delta every 5 ms; the text is the monotonic time it was sent, in ns
///   anthropic.silent     a stream that begins and does not go on
///   any other            one message of about 600 bytes
class CannedServer {
 public:
  /// Forks: to be made before any thread.
  CannedServer();
  ~CannedServer();
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  /// "http://127.0.0.1:8123"
  const std::string& url() const { return url_; }

 private:
  std::string url_;
  pid_t child_ = -1;
};

/// The frames of a stream of `deltas` text deltas, without HTTP around them.
std::string canned_frames(std::size_t deltas);

}  // namespace bench
