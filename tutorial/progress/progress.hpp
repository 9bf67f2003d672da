#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "base/environment.hpp"
#include "base/file/files.hpp"

namespace anthropic::internal::tutorial {

/// What a learner has done in an exercise.
struct ExerciseProgress {
  int attempts = 0;
  int hints = 0;  ///< How many were opened.
  bool solution_seen = false;
  std::string solved = {};  ///< When, "2026-11-30T12:00:00Z"; empty if it is not.
  std::string source = {};  ///< The learner's cell as it was run last.

  bool is_solved() const { return !solved.empty(); }
  /// The first hint opens after a try, the second after two, the solution after three or when it is solved.
  int open_hints() const { return is_solved() ? 2 : attempts < 2 ? attempts : 2; }
  bool is_solution_open() const { return is_solved() || attempts >= 3; }
};

/// All that is kept.
struct ProgressState {
  std::map<std::string, ExerciseProgress> exercises = {};
  std::string lesson = {};  ///< Where the learner is.
  std::string cell = {};
  std::string model = {};  ///< What was chosen with %model; empty: the lesson's.
  std::string region = {};
  std::string language = {};  ///< "en" or "zh"; empty: not chosen.

  ExerciseProgress exercise(const std::string& id) const;
};

/// The learner's progress, in a file. Used by one thread; several programs may share the file.
class Progress {
 public:
  /// Nothing is read yet. `files` outlives this.
  Progress(std::string path, const Files& files) : path_(std::move(path)), files_(files) {}

  /// $XDG_STATE_HOME/claude-bedrock/tutorial.json, else below ~/.local/state. Empty without a home.
  static std::string path(const Environment& environment);

  /// What is in the file now; nothing if there is none. Fails with ErrorKind::configuration if it cannot be read or
  /// is none of ours.
  Result<ProgressState> read() const;
  /// Reads the file, changes the state and replaces the file at once. On failure the file is as it was. A file that
  /// is none of ours is never overwritten.
  Result<void> update(const std::function<void(ProgressState& state)>& change) const;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  const Files& files_;
};

}  // namespace anthropic::internal::tutorial
