#pragma once

#include <string>

#include "arguments/command.hpp"
#include "commands/kernel/kernelspec.hpp"

namespace anthropic::internal::cli {

struct KernelCommandOptions {
  KernelFolder folder = {};
  KernelCall call = {};
};

int run_kernel_install(const KernelCommandOptions& options, Console& console);
int run_kernel_uninstall(const KernelCommandOptions& options, Console& console);
Command kernel_command();

}  // namespace anthropic::internal::cli
