#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// A folder of the public test vectors; empty where they are not installed.
inline std::filesystem::path vectors(const std::string& folder) {
  const char* root = std::getenv("ANTHROPIC_VECTORS");
  if (!root) return {};
  std::filesystem::path path = std::filesystem::path(root) / folder;
  return std::filesystem::exists(path) ? path : std::filesystem::path{};
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace anthropic::internal::testing

/// Leaves the test, loudly, where the public vectors are absent. In CI (ANTHROPIC_REQUIRE_ALL=1) that is a
/// failure.
#define REQUIRE_VECTORS(path)                                                                        \
  if ((path).empty()) {                                                                              \
    std::fprintf(stderr, "\n*** NOTICE: public test vectors not found; this test proves nothing\n"); \
    if (std::getenv("ANTHROPIC_REQUIRE_ALL")) FAIL() << "vectors are missing";                       \
    GTEST_SKIP() << "vectors are missing";                                                           \
  }
