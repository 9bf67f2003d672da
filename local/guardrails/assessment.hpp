#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

#include "local/guardrails/guardrail.hpp"

namespace anthropic::internal::local {

/// Which findings a trace tells of.
enum class Scope : std::uint8_t { interventions, full };

/// What a guardrail finds in texts of one source, and what it makes of them.
class Assessment {
 public:
  /// Without `can_mask` it leaves what it would mask as it is, as streams in asynchronous mode do.
  Assessment(const Guardrail& guardrail, Source source, bool can_mask = true)
      : guardrail_(&guardrail), source_(source), can_mask_(can_mask) {}

  /// Reads a text; returns it with what is sensitive masked.
  std::string read(std::string_view text);
  /// A text, or an image, that it does not look at.
  void pass(std::string_view text);
  void pass_image() { ++images_; }

  bool is_blocked() const { return blocked_end_.has_value(); }
  bool is_masked() const { return is_masked_; }
  bool intervened() const { return is_blocked() || is_masked_; }
  /// Where in its text the first thing ends that is blocked.
  std::optional<std::size_t> blocked_end() const { return blocked_end_; }
  /// "Guardrail blocked."
  std::string action_reason() const;

  /// The shapes of AWS: GuardrailAssessment, GuardrailUsage, GuardrailCoverage.
  Json to_json(Scope scope, std::string_view region) const;
  Json usage() const;
  Json coverage() const;

 private:
  struct Finding {
    const SensitiveInformation* sensitive;
    std::string match;
  };

  void find_words(std::string_view text);
  std::string mask(std::string_view text);
  void block(std::size_t end);
  const char* action_of(const SensitiveInformation& sensitive) const;
  Json topic_policy(Scope scope) const;
  Json word_policy() const;
  Json sensitive_policy(Scope scope) const;

  const Guardrail* guardrail_;
  Source source_;
  bool can_mask_;
  bool is_masked_ = false;
  std::optional<std::size_t> blocked_end_;
  std::size_t guarded_ = 0;  // characters
  std::size_t total_ = 0;
  std::size_t images_ = 0;
  std::vector<const BlockedWord*> words_;
  std::vector<const DeniedTopic*> topics_;
  std::vector<Finding> findings_;
};

}  // namespace anthropic::internal::local
