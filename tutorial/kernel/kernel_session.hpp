#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/bedrock.hpp>

#include "base/environment.hpp"
#include "base/file/files.hpp"
#include "tutorial/kernel/completion.hpp"
#include "tutorial/kernel/kernel_options.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::kernel {

/// The tutorial's session, with all that it needs. A kernel whose lessons cannot be read lives on, and says so in each
/// cell: nobody sees why a kernel has died.
class KernelSession {
 public:
  /// Sets up what it can. `folder` is the one that the kernel runs in, which is that of the notebook.
  KernelSession(const KernelOptions& options, const Environment& environment, const std::string& folder);
  KernelSession(const KernelSession&) = delete;
  KernelSession& operator=(const KernelSession&) = delete;

  /// Null if it could not be set up: problem().
  tutorial::Session* session() { return session_ ? &*session_ : nullptr; }
  const Error& problem() const { return problem_; }
  tutorial::Language language() const { return session_ ? session_->language() : tutorial::Language::en; }

  /// Runs a cell that the front end calls `cell_id`, which may be empty or unknown.
  Result<tutorial::CellRun> run(std::string_view code, const std::string& cell_id,
                                const tutorial::RunEvents& events, std::stop_token stop);

  /// For completion in a cell.
  CompletionContext context(std::string_view code, const std::string& cell_id);

 private:
  tutorial::CellPlace place_of(std::string_view code, const std::string& cell_id) const;
  const tutorial::Lesson& lesson_of(const tutorial::CellPlace& place) const;

  const RealFiles files_;
  tutorial::Progress progress_;
  std::optional<AnthropicBedrock> live_;
  std::optional<tutorial::Session> session_;
  Error problem_;
  std::string last_lesson_;
};

}  // namespace anthropic::internal::kernel
