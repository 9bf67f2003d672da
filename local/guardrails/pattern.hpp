#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <anthropic/result.hpp>

namespace anthropic::internal::local {

/// A regular expression: characters, classes, groups, alternatives, repetitions, ^, $, \b, and (?i) in front. It
/// has no lookarounds and no back references, so that no text takes it longer than its length.
class Pattern {
 public:
  struct Match {
    std::size_t begin, end;  ///< bytes
  };

  /// Fails with what is wrong; also for a pattern that matches nothing at all, the empty text.
  static Result<Pattern> compile(std::string_view regex);

  /// The first match at or behind `from`. Empty ones do not count.
  std::optional<Match> find(std::string_view text, std::size_t from = 0) const;

 private:
  friend class PatternCompiler;

  struct CharacterSet {
    std::vector<std::pair<char32_t, char32_t>> ranges = {};
    bool is_negated = false;
    bool holds(char32_t character) const;
  };
  enum class Step : std::uint8_t {
    character,
    split,
    jump,
    line_begin,
    line_end,
    boundary,
    no_boundary,
    match
  };
  struct Instruction {
    Step step;
    std::size_t first = 0;   // where to go on; of a character the number of its set
    std::size_t second = 0;  // of a split, where else
  };
  struct Thread {
    std::size_t at, begin;
  };
  class Run;

  std::optional<Match> find_any(std::string_view text, std::size_t from) const;

  std::vector<Instruction> program_;
  std::vector<CharacterSet> sets_;
  bool ignores_case_ = false;
};

}  // namespace anthropic::internal::local
