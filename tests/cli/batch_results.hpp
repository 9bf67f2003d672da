#pragma once

#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>

#include <anthropic/json.hpp>

namespace anthropic::internal::cli {

/// The lines of a file of results. Lines that are not whole, or that repeat another's number, are failures.
struct Results {
  std::map<std::uint64_t, Json> by_line = {};
  std::set<std::uint64_t> succeeded = {};
  std::set<std::uint64_t> failed = {};
};

inline Results read_results(const std::string& text) {
  Results results;
  EXPECT_TRUE(text.empty() || text.ends_with('\n')) << "the last line is not whole";
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    const std::string line = text.substr(begin, end - begin);
    begin = end == std::string::npos ? text.size() : end + 1;
    Result<Json> json = Json::parse(line);
    EXPECT_TRUE(json) << line;
    if (!json) continue;
    const auto number = static_cast<std::uint64_t>((*json)["line"].as_int64().value_or(0));
    const bool has_succeeded = (*json)["result"]["type"] == Json("succeeded");
    (has_succeeded ? results.succeeded : results.failed).insert(number);
    EXPECT_TRUE(results.by_line.emplace(number, *std::move(json)).second) << "twice: " << line;
  }
  return results;
}

}  // namespace anthropic::internal::cli
