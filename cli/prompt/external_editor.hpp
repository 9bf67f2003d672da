#pragma once

#include <functional>
#include <optional>
#include <string>

#include <anthropic/result.hpp>

#include "base/environment.hpp"

namespace anthropic::internal::cli {

/// The editor of $VISUAL, $EDITOR, or vi.
class ExternalEditor {
 public:
  using OnSave = std::function<void(const std::string& text)>;

  /// How an editor ended.
  struct Edited {
    int exit_code = 0;  ///< 127 if there is no such editor; 128 + the signal's number if a signal ended it.
    std::string text = {};  ///< What it left.
  };

  explicit ExternalEditor(const Environment& environment);

  /// The command that is run.
  const std::string& command() const { return command_; }

  /// Opens the text, in a file that only its owner may read and that is removed afterwards, and waits. An editor
  /// with a window of its own leaves the terminal alone: then `on_save` gets the text each time it is saved. Fails
  /// if there can be no file or no process.
  Result<Edited> edit(const std::string& text, const OnSave& on_save) const;

 private:
  std::string command_;
  std::string folder_;  // for temporary files
};

}  // namespace anthropic::internal::cli
