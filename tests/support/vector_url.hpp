#pragma once

#include <string>
#include <string_view>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// A URL of the published vectors, all of which are well-formed, in its parts.
struct VectorUrl {
  explicit VectorUrl(std::string_view url) {
    url.remove_prefix(url.find("://") + 3);
    const std::size_t path_begin = url.find('/');
    authority = url.substr(0, path_begin);
    url.remove_prefix(path_begin);
    const std::size_t question = url.find('?');
    path = url.substr(0, question);
    if (question != std::string_view::npos) query = url.substr(question + 1);
  }

  std::string authority;
  std::string path;
  std::string query = {};
};

}  // namespace anthropic::internal::testing
