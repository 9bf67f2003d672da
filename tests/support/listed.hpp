#pragma once

#include <optional>
#include <vector>

#include <anthropic/error.hpp>
#include <anthropic/page.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// All that a list over every page gives, and the error that ended it.
template <class T>
struct Listed {
  explicit Listed(AllItems<T> all) {
    while (const T* item = all.next()) items.push_back(*item);
    if (all.error()) error = *all.error();
  }

  std::vector<T> items;
  std::optional<Error> error;
};

}  // namespace anthropic::internal::testing
