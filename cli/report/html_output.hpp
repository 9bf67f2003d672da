#pragma once

#include <memory>
#include <string>
#include <utility>

#include "arguments/declaration.hpp"
#include "base/file/replacement_file.hpp"
#include "report/report.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Declares `--html FILE`.
void declare_html_option(Declaration& declaration, std::string& file);

/// The file of `--html`, which a command writes besides what it prints.
class HtmlOutput {
 public:
  /// As declare_html_option() filled it: nothing is wanted if it is empty.
  explicit HtmlOutput(std::string file) : file_(std::move(file)) {}

  bool is_wanted() const { return !file_.empty(); }

  /// Before anything else is done, so that nobody pays for figures that cannot be written. kExitOk, or the
  /// exit code of what it has reported.
  int begin(Console& console);
  /// Puts the page in its place, and says so on standard error. An exit code like begin()'s.
  int write(const Report& report, Console& console);

 private:
  std::string file_;
  std::unique_ptr<ReplacementFile> replacement_;
};

}  // namespace anthropic::internal::cli
