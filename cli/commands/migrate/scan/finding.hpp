#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace anthropic::internal::cli {

/// What of Anthropic's own API stands in a source.
enum class FindingKind : std::uint8_t {
  model,           ///< a model's id, which `--write` may rewrite
  model_constant,  ///< a name that another package or a router has for one, `Model.CLAUDE_HAIKU_4_5`
  client,
  import,
  key,
  environment,
  url,
  header,
  feature,    ///< what Bedrock lacks
  parameter,  ///< what the model beside it refuses
};
constexpr int kFindingKinds = 10;

/// "model", "model_constant" …, as `--json` has them.
std::string_view to_string(FindingKind kind);
/// "model ids", "clients" …
std::string_view plural(FindingKind kind);

/// One place in a file.
struct Finding {
  FindingKind kind = FindingKind::model;
  std::size_t offset = 0;  ///< of the file's bytes
  std::size_t length = 0;
  std::size_t line = 0;         ///< from 1
  std::size_t column = 0;       ///< from 1, in characters of UTF-8
  std::string match = {};       ///< The text itself; of a key no more than what all keys begin with.
  std::string what = {};        ///< "model id claude-3-haiku-20240307 (retired 2026-09-10)"
  std::string equivalent = {};  ///< what to use on Bedrock
  /// What takes the match's place with `--write`; empty if only a person can say.
  std::string replacement = {};
  /// What the replacement refuses that the match took: "Claude Haiku 5.5 does not take: temperature"; empty
  /// if nothing.
  std::string caveat = {};
  bool in_comment = false;  ///< on a line that begins with a comment
};

}  // namespace anthropic::internal::cli
