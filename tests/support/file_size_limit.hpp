#pragma once

#include <csignal>
#include <cstddef>
#include <sys/resource.h>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// While it lives, this process cannot write larger files, as after `ulimit -f`: write() fails with EFBIG. The
/// programs that are started meanwhile inherit the limit and, as after `ulimit -f`, get a SIGXFSZ that ends them
/// unless they ignore it.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::size_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small = {bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_ = {};
};

}  // namespace anthropic::internal::testing
