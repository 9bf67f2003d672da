#include "commands/kernel/kernel.hpp"

#include <array>
#include <filesystem>
#include <system_error>
#include <unistd.h>

#include "base/errors.hpp"
#include "base/file/files.hpp"
#include "base/text/shell_word.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "tutorial/notebook/course.hpp"

namespace anthropic::internal::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kKernelFile = "/kernel.json";
constexpr std::string_view kLogoFile = "/logo-svg.svg";

std::string absolute(const std::string& path) {
  std::error_code failed;
  const fs::path whole = fs::weakly_canonical(path, failed);
  return failed ? path : whole.string();
}

Result<std::string> find_kernel() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  const std::string path = absolute((program.parent_path() / CLAUDE_BEDROCK_KERNEL_BESIDE_PROGRAM).string());
  if (access(path.c_str(), X_OK) == 0) return path;
  return configuration_error(
      "there is no kernel at " + path,
      "It is built where xeus is found (Debian: xeus-dev); install that, and build again.");
}

Result<std::string> find_lessons(const std::string& given) {
  std::string folder = absolute(tutorial::Course::folder(given, RealEnvironment()));
  if (!tutorial::Course::notebooks(folder).empty()) return folder;
  return configuration_error("there are no lessons in " + folder,
                             "Name their folder with --lessons, or in CLAUDE_BEDROCK_LESSONS.");
}

Result<void> write_kernel(const std::string& folder, const KernelCall& call) {
  // Readable for those who may run it.
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return configuration_error("the folder " + folder + " cannot be made: " + failed.message());
  const RealFiles files;
  constexpr int kForAll = 0644;
  if (auto written = files.replace(folder + std::string(kLogoFile), kernel_logo(), kForAll); !written)
    return written;
  return files.replace(folder + std::string(kKernelFile), kernel_json(call).pretty() + "\n", kForAll);
}

Result<void> remove_kernel(const std::string& folder) {
  const std::string file = folder + std::string(kKernelFile);
  const auto bytes = RealFiles().read(file);
  if (!bytes) return bytes.error();
  if (!*bytes)
    return configuration_error("there is no kernel in " + folder, "See where it is: jupyter kernelspec list");
  if (!is_our_kernel(**bytes))
    return configuration_error(file + " is of another kernel", "It is left as it is.");
  std::error_code failed;
  fs::remove(file, failed);
  if (failed) return configuration_error(file + " cannot be removed: " + failed.message());
  fs::remove(folder + std::string(kLogoFile), failed);
  fs::remove(folder, failed);  // unless somebody has put something into it
  return {};
}

Result<std::string> folder_of_spec(const KernelFolder& folder) {
  if (folder.user + folder.sys_prefix + !folder.prefix.empty() > 1)
    return usage_error("--user, --sys-prefix and --prefix name one folder each", "Give one of them.");
  auto found = kernelspec_folder(folder, RealEnvironment());
  if (!found) return found;
  return absolute(*found);
}

void declare_folder(Declaration& declaration, KernelCommandOptions& options) {
  declaration.flag("--user", options.folder.user, "For you alone; so it is without any of these");
  declaration.flag("--sys-prefix", options.folder.sys_prefix, "In the Python environment that is active");
  declaration.text("--prefix", options.folder.prefix, "FOLDER",
                   "In FOLDER/share/jupyter, where the Jupyter of that folder looks");
}

void declare_install(Declaration& declaration, KernelCommandOptions& options) {
  declare_folder(declaration, options);
  declaration.flag("--live", options.call.live,
                   "Cells ask Claude, which costs money; without it answers are recorded ones");
  declaration
      .text("-m,--model", options.call.model, "ID",
            "The model; else the cheapest that takes what a lesson uses")
      .suggests({"haiku", "sonnet", "opus"});
  declaration.text("--region", options.call.region, "NAME", "The AWS region");
  declaration.text("--profile", options.call.profile, "NAME", "The AWS profile");
  declaration.text("--lessons", options.call.lessons, "FOLDER",
                   "Where the lessons are; else CLAUDE_BEDROCK_LESSONS, else beside the program");
}

}  // namespace

int run_kernel_install(const KernelCommandOptions& options, Console& console) {
  const auto folder = folder_of_spec(options.folder);
  if (!folder) return report_usage(console.err, folder.error());
  KernelCall call = options.call;
  auto program = find_kernel();
  if (!program) return report_error(console.err, program.error());
  auto lessons = find_lessons(call.lessons);
  if (!lessons) return report_error(console.err, lessons.error());
  call.program = *std::move(program);
  call.lessons = *std::move(lessons);
  if (const auto written = write_kernel(*folder, call); !written)
    return report_error(console.err, written.error());
  console.out.write("installed: " + *folder + "\n> jupyter lab " + shell_word(call.lessons) + "\n");
  return console.finish(kExitOk);
}

int run_kernel_uninstall(const KernelCommandOptions& options, Console& console) {
  const auto folder = folder_of_spec(options.folder);
  if (!folder) return report_usage(console.err, folder.error());
  if (const auto removed = remove_kernel(*folder); !removed)
    return report_error(console.err, removed.error());
  console.out.write("removed: " + *folder + "\n");
  return console.finish(kExitOk);
}

Command kernel_command() {
  return {.name = "kernel",
          .about = "Let Jupyter run the lessons of the tutorial",
          .examples = R"(  claude-bedrock kernel install --sys-prefix    # then: jupyter lab
  claude-bedrock kernel install --live --region eu-central-1
  claude-bedrock kernel uninstall --sys-prefix
)",
          .subcommands = {{.name = "install",
                           .about = "Tell Jupyter of the kernel \"Claude prompts\"",
                           .examples = R"(  claude-bedrock kernel install
  claude-bedrock kernel install --sys-prefix
  claude-bedrock kernel install --prefix /opt/jupyter
)",
                           .declare = with_options(declare_install, run_kernel_install),
                           .notes = "A kernel that is there already is replaced.\n"},
                          {.name = "uninstall",
                           .about = "Take the kernel away again",
                           .examples = "  claude-bedrock kernel uninstall --sys-prefix\n",
                           .declare = with_options(declare_folder, run_kernel_uninstall)}},
          .notes = "docs/tutorial.md says how the lessons are in Jupyter.\n"};
}

}  // namespace anthropic::internal::cli
