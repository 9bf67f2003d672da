#pragma once

#include <string>
#include <utility>
#include <vector>

namespace anthropic {

/// HTTP header fields in the order they are sent. Names compare without regard to case.
using Headers = std::vector<std::pair<std::string, std::string>>;

}  // namespace anthropic
