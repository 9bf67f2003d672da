#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// Where in a JSON value one is: a chain of members and items through the callers' stack frames, so that
/// going down costs nothing and only a complaint is written out.
class JsonPlace {
 public:
  JsonPlace() = default;
  JsonPlace(const JsonPlace& parent, std::string_view member)
      : parent_(&parent), member_(member), depth_(parent.depth_ + 1) {}
  JsonPlace(const JsonPlace& parent, std::size_t item)
      : parent_(&parent), item_(item), is_item_(true), depth_(parent.depth_ + 1) {}

  std::size_t depth() const { return depth_; }
  /// "cities[2].name"; `root` for the root itself, and before it, unless `root` is empty.
  std::string path(std::string_view root = {}) const {
    if (!parent_) return std::string(root);
    std::string out = parent_->path(root);
    if (is_item_) return out + "[" + std::to_string(item_) + "]";
    if (!out.empty()) out += '.';
    return out += member_;
  }

 private:
  const JsonPlace* parent_ = nullptr;
  std::string_view member_ = {};
  std::size_t item_ = 0;
  bool is_item_ = false;
  std::size_t depth_ = 0;
};

}  // namespace anthropic::internal
