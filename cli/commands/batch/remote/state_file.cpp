#include "commands/batch/remote/state_file.hpp"

#include <unistd.h>

#include "base/file/files.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {

Result<std::optional<Json>> StateFile::read() const {
  const Result<std::optional<std::string>> text = RealFiles().read(path_);
  if (!text) return usage_error(text.error().message);
  if (!*text) return std::optional<Json>();
  Result<Json> json = Json::parse(**text);
  return std::optional(json ? *std::move(json) : Json());
}

Result<void> StateFile::write(const Json& state) const {
  const Result<void> written = RealFiles().replace(path_, state.dump() + "\n", 0600);
  return written ? written : usage_error(written.error().message);
}

void StateFile::forget() const {
  ::unlink(path_.c_str());
}

}  // namespace anthropic::internal::cli
