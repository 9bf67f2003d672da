#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/file/files.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// A disk in memory. Writing changes a file's stamp.
class FakeFiles final : public Files {
 public:
  void write(const std::string& path, std::string contents) {
    std::lock_guard lock(mutex_);
    files_[path] = {std::move(contents), ++last_stamp_, false};
  }
  /// The file is there, but reading it fails.
  void make_unreadable(const std::string& path) {
    std::lock_guard lock(mutex_);
    files_[path] = {{}, ++last_stamp_, true};
  }
  void remove(const std::string& path) {
    std::lock_guard lock(mutex_);
    files_.erase(path);
  }
  int reads() const {
    std::lock_guard lock(mutex_);
    return reads_;
  }
  int stamps_taken() const {
    std::lock_guard lock(mutex_);
    return stamps_taken_;
  }

  Result<std::optional<std::string>> read(const std::string& path) const override {
    std::lock_guard lock(mutex_);
    ++reads_;
    const auto found = files_.find(path);
    if (found == files_.end()) return std::optional<std::string>();
    if (found->second.unreadable) {
      return Error{.kind = ErrorKind::configuration,
                   .message = "cannot read " + path + ": permission denied"};
    }
    return std::optional<std::string>(found->second.contents);
  }
  Result<void> replace(const std::string& path, std::string_view contents, int) const override {
    const_cast<FakeFiles*>(this)->write(path, std::string(contents));
    return {};
  }
  std::int64_t stamp(const std::string& path) const override {
    std::lock_guard lock(mutex_);
    ++stamps_taken_;
    const auto found = files_.find(path);
    return found == files_.end() ? 0 : found->second.stamp;
  }

 private:
  struct File {
    std::string contents;
    std::int64_t stamp;
    bool unreadable;
  };
  mutable std::mutex mutex_;
  mutable int reads_ = 0;
  mutable int stamps_taken_ = 0;
  std::int64_t last_stamp_ = 0;
  std::map<std::string, File> files_;
};

}  // namespace anthropic::internal::testing
