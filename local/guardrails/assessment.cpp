#include "local/guardrails/assessment.hpp"

#include <algorithm>
#include <utility>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "local/bedrock/arn.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kCharactersPerUnit = 1'000;

// A letter, a digit or a part of a character that is not ASCII: a word goes on there.
bool is_part_of_word(char c) {
  return is_letter_or_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Where the first one of a word ends that is whole, in upper or lower case. `lower_text` is in lower case.
std::optional<std::size_t> end_of_word(std::string_view lower_text, std::string_view word) {
  const std::string lower = ascii_lower(word);
  for (std::size_t at = lower_text.find(lower); at != std::string_view::npos;
       at = lower_text.find(lower, at + 1)) {
    const std::size_t end = at + lower.size();
    const bool goes_on_before =
        at > 0 && is_part_of_word(lower_text[at - 1]) && is_part_of_word(lower_text[at]);
    const bool goes_on_behind =
        end < lower_text.size() && is_part_of_word(lower_text[end - 1]) && is_part_of_word(lower_text[end]);
    if (!goes_on_before && !goes_on_behind) return end;
  }
  return std::nullopt;
}

template <class Item>
void add_once(std::vector<const Item*>& list, const Item& item) {
  if (std::find(list.begin(), list.end(), &item) == list.end()) list.push_back(&item);
}

struct Found {
  Pattern::Match match;
  const SensitiveInformation* sensitive;
};

// In the order of the text, none across another; where two begin alike, the one that was defined first.
std::vector<Found> find_sensitive(const Guardrail& guardrail, Source source, std::string_view text) {
  std::vector<Found> all;
  for (const SensitiveInformation& sensitive : guardrail.sensitive) {
    if (!sensitive.sources.hold(source)) continue;
    for (auto match = sensitive.pattern.find(text); match; match = sensitive.pattern.find(text, match->end))
      all.push_back({*match, &sensitive});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Found& a, const Found& b) { return a.match.begin < b.match.begin; });
  std::vector<Found> apart;
  for (const Found& found : all) {
    if (apart.empty() || found.match.begin >= apart.back().match.end) apart.push_back(found);
  }
  return apart;
}

}  // namespace

std::string Assessment::read(std::string_view text) {
  const std::size_t characters = count_characters(text);
  guarded_ += characters;
  total_ += characters;
  find_words(ascii_lower(text));
  return mask(text);
}

void Assessment::pass(std::string_view text) {
  total_ += count_characters(text);
}

void Assessment::block(std::size_t end) {
  blocked_end_ = std::min(end, blocked_end_.value_or(end));
}

void Assessment::find_words(std::string_view text) {
  for (const BlockedWord& word : guardrail_->words) {
    const auto end = word.sources.hold(source_) ? end_of_word(text, word.text) : std::nullopt;
    if (!end) continue;
    add_once(words_, word);
    block(*end);
  }
  for (const DeniedTopic& topic : guardrail_->topics) {
    if (!topic.sources.hold(source_)) continue;
    for (const std::string& word : topic.words) {
      const auto end = end_of_word(text, word);
      if (!end) continue;
      add_once(topics_, topic);
      block(*end);
    }
  }
}

std::string Assessment::mask(std::string_view text) {
  std::string masked;
  std::size_t done = 0;
  for (const auto& [match, sensitive] : find_sensitive(*guardrail_, source_, text)) {
    const std::string_view found = text.substr(match.begin, match.end - match.begin);
    const auto is_known = [&, of = sensitive](const Finding& finding) {
      return finding.sensitive == of && finding.match == found;
    };
    if (std::none_of(findings_.begin(), findings_.end(), is_known))
      findings_.push_back({sensitive, std::string(found)});
    if (sensitive->is_blocked) block(match.end);
    if (sensitive->is_blocked || !can_mask_) continue;
    is_masked_ = true;
    masked += text.substr(done, match.begin - done);
    masked += "{" + sensitive->name + "}";
    done = match.end;
  }
  masked += text.substr(done);
  return masked;
}

std::string Assessment::action_reason() const {
  if (is_blocked()) return "Guardrail blocked.";
  return is_masked_ ? "Guardrail masked." : "No action.";
}

const char* Assessment::action_of(const SensitiveInformation& sensitive) const {
  if (sensitive.is_blocked) return "BLOCKED";
  return can_mask_ ? "ANONYMIZED" : "NONE";
}

Json Assessment::topic_policy(Scope scope) const {
  Json topics = Json::array();
  for (const DeniedTopic& topic : guardrail_->topics) {
    const bool is_found = std::find(topics_.begin(), topics_.end(), &topic) != topics_.end();
    if (!topic.sources.hold(source_) || (!is_found && scope != Scope::full)) continue;
    topics.push_back(Json::object({{"name", topic.name},
                                   {"type", "DENY"},
                                   {"action", is_found ? "BLOCKED" : "NONE"},
                                   {"detected", is_found}}));
  }
  return topics.empty() ? Json() : Json::object({{"topics", std::move(topics)}});
}

// Of words and regular expressions AWS tells nothing that was not found.
Json Assessment::word_policy() const {
  Json words = Json::array();
  for (const BlockedWord* word : words_)
    words.push_back(Json::object({{"match", word->text}, {"action", "BLOCKED"}, {"detected", true}}));
  if (words.empty()) return {};
  return Json::object({{"customWords", std::move(words)}, {"managedWordLists", Json::array()}});
}

Json Assessment::sensitive_policy(Scope scope) const {
  Json entities = Json::array();
  Json regexes = Json::array();
  for (const Finding& finding : findings_) {
    const SensitiveInformation& sensitive = *finding.sensitive;
    Json entry = Json::object({{"match", finding.match}});
    entry.set(sensitive.is_personal_data ? "type" : "name", sensitive.name);
    if (!sensitive.is_personal_data) entry.set("regex", sensitive.regex);
    entry.set("action", action_of(sensitive));
    entry.set("detected", true);
    (sensitive.is_personal_data ? entities : regexes).push_back(std::move(entry));
  }
  for (const SensitiveInformation& sensitive : guardrail_->sensitive) {
    const auto is_it = [&](const Finding& finding) { return finding.sensitive == &sensitive; };
    const bool is_found = std::any_of(findings_.begin(), findings_.end(), is_it);
    if (scope != Scope::full || is_found || !sensitive.is_personal_data || !sensitive.sources.hold(source_))
      continue;
    entities.push_back(
        Json::object({{"match", ""}, {"type", sensitive.name}, {"action", "NONE"}, {"detected", false}}));
  }
  if (entities.empty() && regexes.empty()) return {};
  return Json::object({{"piiEntities", std::move(entities)}, {"regexes", std::move(regexes)}});
}

Json Assessment::usage() const {
  const std::size_t units = (guarded_ + kCharactersPerUnit - 1) / kCharactersPerUnit;
  const auto units_if = [&](bool is_used) { return is_used ? units : 0; };
  const auto& sensitive = guardrail_->sensitive;
  const auto is_personal_data = [](const SensitiveInformation& one) { return one.is_personal_data; };
  return Json::object({{"topicPolicyUnits", units_if(!guardrail_->topics.empty())},
                       {"contentPolicyUnits", 0},
                       {"wordPolicyUnits", units_if(!guardrail_->words.empty())},
                       {"sensitiveInformationPolicyUnits",
                        units_if(std::any_of(sensitive.begin(), sensitive.end(), is_personal_data))},
                       {"sensitiveInformationPolicyFreeUnits",
                        units_if(!std::all_of(sensitive.begin(), sensitive.end(), is_personal_data))},
                       {"contextualGroundingPolicyUnits", 0},
                       {"contentPolicyImageUnits", 0}});
}

Json Assessment::coverage() const {
  Json coverage =
      Json::object({{"textCharacters", Json::object({{"guarded", guarded_}, {"total", total_}})}});
  if (images_ > 0) coverage.set("images", Json::object({{"guarded", 0}, {"total", images_}}));
  return coverage;
}

Json Assessment::to_json(Scope scope, std::string_view region) const {
  Json assessment = Json::object();
  for (auto& [name, policy] : {std::pair<const char*, Json>{"topicPolicy", topic_policy(scope)},
                               {"wordPolicy", word_policy()},
                               {"sensitiveInformationPolicy", sensitive_policy(scope)}}) {
    if (!policy.is_null()) assessment.set(name, policy);
  }
  assessment.set("invocationMetrics", Json::object({{"guardrailProcessingLatency", 1},
                                                    {"usage", usage()},
                                                    {"guardrailCoverage", coverage()}}));
  const std::string arn = bedrock_arn(region, "guardrail", guardrail_->id);
  assessment.set("appliedGuardrailDetails", Json::object({{"guardrailId", guardrail_->id},
                                                          {"guardrailVersion", guardrail_->version},
                                                          {"guardrailArn", arn},
                                                          {"guardrailOrigin", Json::array({"REQUEST"})},
                                                          {"guardrailOwnership", "SELF"}}));
  return assessment;
}

}  // namespace anthropic::internal::local
