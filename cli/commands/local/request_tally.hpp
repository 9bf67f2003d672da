#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::cli {

/// Counts what a local endpoint was asked. Thread-safe.
class RequestTally {
 public:
  void add(const testing::LocalRequest& request);

  /// A short block of lines.
  std::string text() const;
  Json json() const;

 private:
  struct Kind {
    std::string operation = {};
    std::string model = {};
    bool streamed = false;

    bool operator==(const Kind&) const = default;
  };
  struct Refused {
    int status = 0;
    std::string code = {};

    bool operator==(const Refused&) const = default;
  };
  /// In the order in which they came first.
  template <class Key>
  using Counts = std::vector<std::pair<Key, std::size_t>>;

  template <class Key>
  static void count(Counts<Key>& counts, Key key);

  mutable std::mutex mutex_;
  std::size_t requests_ = 0;
  Counts<Kind> kinds_;
  Counts<Refused> refused_;
  Counts<std::string> faults_;
};

}  // namespace anthropic::internal::cli
