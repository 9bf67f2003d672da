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

/// The tutorial's session, with all that it needs. It is set up when it is first used: front ends wait for the first
/// answer of a kernel. One whose lessons cannot be read lives on, and says so in each cell: nobody sees why a kernel has
/// died. Used by one thread at a time.
class KernelSession {
 public:
  /// `folder` is the one that the kernel runs in, which is that of the notebook. The environment outlives this.
  KernelSession(KernelOptions options, const Environment& environment, std::string folder);
  KernelSession(const KernelSession&) = delete;
  KernelSession& operator=(const KernelSession&) = delete;

  bool is_live() const { return options_.live; }
  /// Null if it cannot be set up.
  tutorial::Session* session();
  tutorial::Language language();

  /// Runs a cell that the front end calls `cell_id`, which may be empty or unknown.
  Result<tutorial::CellRun> run(std::string_view code, const std::string& cell_id,
                                const tutorial::RunEvents& events, std::stop_token stop);

  /// For completion in a cell, where there is a session.
  CompletionContext context(std::string_view code, const std::string& cell_id);

 private:
  void set_up();
  tutorial::CellPlace place_of(std::string_view code, const std::string& cell_id) const;
  const tutorial::Lesson& lesson_of(const tutorial::CellPlace& place) const;

  const KernelOptions options_;
  const Environment& environment_;
  const std::string folder_;
  const RealFiles files_;
  const tutorial::Progress progress_;
  bool is_set_up_ = false;
  std::optional<AnthropicBedrock> live_;
  std::optional<tutorial::Session> session_;
  Error problem_;
  std::string last_lesson_;
};

}  // namespace anthropic::internal::kernel
