#include "commands/kernel/kernelspec.hpp"

#include <utility>
#include <vector>

#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

Result<std::string> data_folder(const KernelFolder& folder, const Environment& environment) {
  if (!folder.prefix.empty()) return folder.prefix + "/share/jupyter";
  if (folder.sys_prefix) {
    for (const char* name : {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
      if (const auto prefix = environment.get(name)) return *prefix + "/share/jupyter";
    }
    return usage_error("no Python environment is active: neither VIRTUAL_ENV nor CONDA_PREFIX is set",
                       "Activate the one that has Jupyter, name its folder with --prefix, or use --user.");
  }
  if (const auto data = environment.get("JUPYTER_DATA_DIR")) return *data;
  if (const auto data = environment.get("XDG_DATA_HOME")) return *data + "/jupyter";
  if (const auto home = environment.get("HOME")) return *home + "/.local/share/jupyter";
  return usage_error("HOME is not set, so there is no folder of yours", "Name one with --prefix FOLDER.");
}

}  // namespace

Result<std::string> kernelspec_folder(const KernelFolder& folder, const Environment& environment) {
  auto data = data_folder(folder, environment);
  if (!data) return data;
  return *data + "/kernels/" + std::string(kKernelName);
}

Json kernel_json(const KernelCall& call) {
  Json argv = Json::array({call.program, "-f", "{connection_file}", "--lessons", call.lessons});
  if (call.live) argv.push_back("--live");
  for (const auto& [name, value] :
       {std::pair{"--model", call.model}, {"--region", call.region}, {"--profile", call.profile}}) {
    if (value.empty()) continue;
    argv.push_back(name);
    argv.push_back(value);
  }
  return Json::object({{"argv", std::move(argv)},
                       {"display_name", "Claude prompts"},
                       {"language", kKernelName},
                       {"interrupt_mode", "signal"},
                       {"metadata", Json::object({{"debugger", false}})}});
}

bool is_our_kernel(std::string_view kernel_json) {
  const auto json = Json::parse(kernel_json);
  if (!json) return false;
  const Json::Array& argv = (*json)["argv"].items();
  return !argv.empty() && argv.front().string_or("").ends_with("/claude-bedrock-kernel");
}

std::string_view kernel_logo() {
  return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
<path d="M12 8h40a6 6 0 0 1 6 6v26a6 6 0 0 1-6 6H30L18 57V46h-6a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6z" fill="#8a5a3c"/>
<path d="M17 20l8 7-8 7M30 35h16" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
)";
}

}  // namespace anthropic::internal::cli
