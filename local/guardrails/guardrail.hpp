#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "local/guardrails/pattern.hpp"

namespace anthropic::internal::local {

/// What a guardrail looks at: what the model is asked, or what it answers.
enum class Source : std::uint8_t { input, output };

/// What a policy looks at.
struct Sources {
  bool input = true;
  bool output = true;
  bool hold(Source source) const { return source == Source::input ? input : output; }
};

struct BlockedWord {
  std::string text;
  Sources sources = {};
};

/// A topic that is denied whenever one of its words is said.
struct DeniedTopic {
  std::string name;
  std::vector<std::string> words = {};
  Sources sources = {};
};

/// What is masked, as "{EMAIL}", or blocked.
struct SensitiveInformation {
  std::string name;  ///< A kind of personal data, or the name of a regular expression.
  bool is_personal_data = false;
  std::string regex = {};
  Pattern pattern = {};
  bool is_blocked = false;  ///< else masked
  Sources sources = {};
};

inline constexpr std::string_view kBlockedMessage = "Sorry, the model cannot answer this question.";

/// One version of a guardrail.
struct Guardrail {
  std::string id;
  std::string version;  ///< "DRAFT" or a number
  std::string blocked_input{kBlockedMessage};
  std::string blocked_output{kBlockedMessage};
  std::vector<BlockedWord> words = {};
  std::vector<DeniedTopic> topics = {};
  std::vector<SensitiveInformation> sensitive = {};

  const std::string& blocked_message(Source source) const {
    return source == Source::input ? blocked_input : blocked_output;
  }
};

/// The guardrails of a replies file.
class Guardrails {
 public:
  /// Reads {"ID:VERSION": {…}, …}; "ID" alone is its draft. Fails with ErrorKind::configuration, naming the place.
  static Result<Guardrails> read(const Json& json, const std::string& where);

  /// Null if there is none. `identifier` is an id or an ARN.
  const Guardrail* find(std::string_view identifier, std::string_view version) const;
  /// Its draft; the first of its versions if the file has none.
  const Guardrail* find_draft(std::string_view identifier) const;
  const std::vector<Guardrail>& all() const { return all_; }

  static bool is_named(const Guardrail& guardrail, std::string_view identifier);

 private:
  std::vector<Guardrail> all_;
};

}  // namespace anthropic::internal::local
