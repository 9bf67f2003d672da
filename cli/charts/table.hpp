#pragma once

#include <string>
#include <vector>

namespace anthropic::internal::cli {

struct Column {
  std::string heading = {};
  bool is_number = false;  ///< Stands at the right of its column.
};

/// Texts in columns; a row that is too short ends with empty ones.
struct Table {
  std::string caption = {};  ///< Shown by pages only.
  std::vector<Column> columns = {};
  std::vector<std::vector<std::string>> rows = {};
};

}  // namespace anthropic::internal::cli
