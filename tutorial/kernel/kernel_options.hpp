#pragma once

#include <span>
#include <string>
#include <vector>

#include <anthropic/result.hpp>

namespace anthropic::internal::kernel {

/// What stands on the kernel's command line, as kernel.json has it.
struct KernelOptions {
  std::string connection_file = {};
  std::string lessons = {};  ///< The folder.
  bool live = false;         ///< Asks Claude instead of recorded answers.
  std::string model = {};
  std::string region = {};
  std::string profile = {};
  bool wants_version = false;
  std::vector<std::string> ignored = {};  ///< Front ends append words that are not meant for kernels.
};

/// Fails with ErrorKind::configuration if a value is missing, or the connection file.
Result<KernelOptions> read_options(std::span<const char* const> words);

}  // namespace anthropic::internal::kernel
