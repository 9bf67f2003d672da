#include "tutorial/kernel/kernel_options.hpp"

#include <string_view>
#include <utility>

#include "base/errors.hpp"

namespace anthropic::internal::kernel {

Result<KernelOptions> read_options(std::span<const char* const> words) {
  KernelOptions options;
  const std::pair<std::string_view, std::string*> texts[] = {{"-f", &options.connection_file},
                                                             {"--lessons", &options.lessons},
                                                             {"--model", &options.model},
                                                             {"--region", &options.region},
                                                             {"--profile", &options.profile}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    std::string* target = nullptr;
    for (const auto& [name, text] : texts) {
      if (word == name) target = text;
    }
    if (target) {
      if (i + 1 == words.size()) return configuration_error(std::string(word) + " lacks its value");
      *target = words[++i];
    } else if (word == "--live") {
      options.live = true;
    } else if (word == "--version") {
      options.wants_version = true;
    } else {
      options.ignored.emplace_back(word);
    }
  }
  if (options.connection_file.empty() && !options.wants_version)
    return configuration_error("there is no connection file",
                               "Jupyter starts this program: claude-bedrock kernel install");
  return options;
}

}  // namespace anthropic::internal::kernel
