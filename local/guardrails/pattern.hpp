#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include <anthropic/result.hpp>

namespace re2 {
class RE2;
}

namespace anthropic::internal::local {

/// A regular expression in RE2's syntax: as in guardrails on AWS, without lookarounds. A search takes time in
/// proportion to the text, whatever the pattern.
class Pattern {
 public:
  struct Match {
    std::size_t begin, end;  ///< bytes
  };

  /// AWS's limit, in characters.
  static constexpr std::size_t kLongest = 500;

  /// Fails with what is wrong.
  static Result<Pattern> compile(std::string_view regex);

  /// The first match at or behind `from`. Empty ones do not count.
  std::optional<Match> find(std::string_view text, std::size_t from = 0) const;

 private:
  std::shared_ptr<const re2::RE2> regex_;
};

}  // namespace anthropic::internal::local
