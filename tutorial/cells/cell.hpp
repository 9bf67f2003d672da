#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "tutorial/language/language.hpp"

namespace anthropic::internal::tutorial {

/// A text of a cell, and the line that it begins on, from 1 on.
struct LocatedText {
  std::string text = {};
  int line = 0;
};

struct TurnText {
  bool is_user = true;
  LocatedText text;
};

struct DocumentText {
  std::string title = {};
  LocatedText text;
};

/// One call, as its cell writes it: variables are not replaced yet.
struct PromptText {
  std::optional<LocatedText> system = {};
  std::vector<TurnText> turns = {};
  std::optional<LocatedText> prefill = {};
  std::vector<DocumentText> documents = {};
  std::optional<std::int64_t> max_tokens = {};
  std::optional<double> temperature = {};
  std::vector<LocatedText> stop_sequences = {};
  std::string thinking = {};  ///< "adaptive", "disabled", or a number of tokens
  std::string effort = {};
  std::vector<LocatedText> tool_names = {};
  std::vector<Json> tools = {};  ///< Written out in the cell.
  std::string tool_choice = {};
  std::optional<Json> schema = {};
  bool is_cached = false;
  std::optional<LocatedText> raw = {};  ///< A whole request in JSON.

  /// Whether there is something to send.
  bool has_prompt() const { return !turns.empty() || raw.has_value(); }
};

struct Assignment {
  std::string name = {};
  LocatedText value = {};
  bool is_file = false;  ///< `value` is the name of a file in lessons/texts.
};

/// A prompt of a cell; a cell has several with %compare.
struct Part {
  std::string label = {};
  PromptText prompt = {};
};

/// What a cell asks of the tutorial instead of Claude.
struct Action {
  enum class Kind : std::uint8_t { hint, solution, reset, model, language };
  Kind kind;
  std::string value = {};
};

/// What a code cell says.
struct Cell {
  std::vector<Assignment> assignments = {};
  std::vector<Part> parts = {};  ///< Never empty.
  std::string exercise = {};     ///< Its id, "1.1"; empty if it is none.
  std::string save = {};         ///< The variable that the answer becomes.
  bool shows_cpp = false;
  bool needs_prompt = false;  ///< It says how something is sent.
  std::vector<Action> actions = {};

  bool has_prompt() const {
    for (const Part& part : parts) {
      if (part.prompt.has_prompt()) return true;
    }
    return false;
  }
};

/// Reads a cell. Fails with bad_request; the message begins with "line N: ".
Result<Cell> read_cell(std::string_view source, Language language);

/// What a directive takes.
enum class DirectiveValue : std::uint8_t { none, line, block };

/// A directive, for completion and for `inspect`.
struct Directive {
  std::string_view name;  ///< Without the '%'.
  DirectiveValue value;
  std::string_view usage;  ///< "%set NAME = TEXT"
  std::string_view about_en;
  std::string_view about_zh;
};

/// All of them, in the order of docs/tutorial.md.
std::span<const Directive> directives();

}  // namespace anthropic::internal::tutorial
