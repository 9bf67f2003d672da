#pragma once

#include <optional>
#include <string>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

namespace anthropic::internal::cli {

/// What must be known of a batch elsewhere to find it again after the program has ended: a file beside the
/// results, until they are complete. Failures are usage errors.
class StateFile {
 public:
  /// "answers.jsonl" and ".job" make "answers.jsonl.job".
  StateFile(const std::string& out, const char* ending) : path_(out + ending) {}

  const std::string& path() const { return path_; }
  /// Nothing if there is no file; null if it holds no JSON.
  Result<std::optional<Json>> read() const;
  Result<void> write(const Json& state) const;
  void forget() const;

 private:
  std::string path_;
};

}  // namespace anthropic::internal::cli
