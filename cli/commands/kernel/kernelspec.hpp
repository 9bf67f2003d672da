#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "base/environment.hpp"

namespace anthropic::internal::cli {

/// The name under which Jupyter knows the kernel; the lessons ask for it.
inline constexpr std::string_view kKernelName = "claude-prompt";

/// Where Jupyter is to find the kernel; at most one is given. Without one it is the user's.
struct KernelFolder {
  bool user = false;
  bool sys_prefix = false;  ///< The Python environment that is active.
  std::string prefix = {};
};

/// How Jupyter starts the kernel.
struct KernelCall {
  std::string program = {};  ///< Absolute.
  std::string lessons = {};  ///< Absolute.
  bool live = false;
  std::string model = {};
  std::string region = {};
  std::string profile = {};
};

/// The folder that kernel.json belongs in. Fails if the environment does not tell it.
Result<std::string> kernelspec_folder(const KernelFolder& folder, const Environment& environment);

/// What Jupyter reads.
Json kernel_json(const KernelCall& call);

/// Whether that is a kernel.json of ours.
bool is_our_kernel(std::string_view kernel_json);

/// A picture for the launcher, SVG.
std::string_view kernel_logo();

}  // namespace anthropic::internal::cli
