#pragma once

#include <curl/curl.h>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/headers.hpp>

namespace anthropic::internal {

/// Request headers in the form libcurl reads them, in storage that is reused: no allocation once it is warm.
class CurlHeaderList {
 public:
  /// These headers and no others: libcurl's own are turned off. False if one holds a line break or a NUL.
  bool assign(const Headers& headers);
  /// Valid until the next assign().
  curl_slist* list() { return nodes_.empty() ? nullptr : nodes_.data(); }

 private:
  std::string text_;
  std::vector<curl_slist> nodes_;
};

/// Why CurlHeaderList does not take these. Names the header; never quotes its value, which may be a secret.
std::string problem_with(const Headers& headers);

}  // namespace anthropic::internal
