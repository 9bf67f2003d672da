#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <anthropic/headers.hpp>

namespace bench {

struct BareMultiRequest {
  std::string url;
  const anthropic::Headers& headers;
  const std::string& body;
};

/// The bound of many requests at once: one thread with libcurl's multi interface and epoll, and as many easy
/// handles as requests are under way, each used again and again. Returns when `requests` have been answered.
void send_all_bare(const BareMultiRequest& request, int requests, int concurrency,
                   const std::function<void(std::string_view)>& on_body);

}  // namespace bench
