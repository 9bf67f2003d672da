#include "local/guardrails/guardrail.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "local/guardrails/personal_data.hpp"
#include "local/replies/read_members.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kDraft = "DRAFT";

bool is_id(std::string_view id) {
  const auto fits = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); };
  return !id.empty() && std::all_of(id.begin(), id.end(), fits);
}

bool is_version(std::string_view version) {
  return version == kDraft || (is_digits(version) && version.size() <= 8 && version[0] != '0');
}

// AWS's limits, in characters.
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestMessage = 500;

Result<std::string> required_text(const Json& object, const std::string& where, std::string_view name,
                                  std::size_t longest = kLongestName) {
  const std::string place = where + "." + std::string(name);
  const std::string value = object[name].string_or("");
  if (value.empty()) return wrong_replies(place, "should be a string that is not empty");
  if (count_characters(value) > longest)
    return wrong_replies(place, "is longer than " + std::to_string(longest) + " characters");
  return value;
}

Result<Sources> read_sources(const Json& policy, const std::string& where) {
  const Json* on = policy.find("on");
  if (!on) return Sources{};
  const std::string value = on->string_or("");
  if (value != "input" && value != "output" && value != "both")
    return wrong_replies(where + ".on", "should be \"input\", \"output\" or \"both\"");
  return Sources{.input = value != "output", .output = value != "input"};
}

Result<BlockedWord> read_word(const Json& json, const std::string& where) {
  if (!json.is_string() && !json.is_object())
    return wrong_replies(where,
                         "should be a word, or an object such as {\"word\": \"x\", \"on\": \"input\"}");
  const Json word = json.is_string() ? Json::object({{"word", json}}) : json;
  if (auto checked = check_members(word, where, {"word", "on"}); !checked) return checked.error();
  auto text = required_text(word, where, "word");
  if (!text) return text.error();
  auto sources = read_sources(word, where);
  if (!sources) return sources.error();
  return BlockedWord{*std::move(text), *sources};
}

Result<DeniedTopic> read_topic(const Json& json, const std::string& where) {
  if (auto checked = check_members(json, where, {"name", "words", "on"}); !checked) return checked.error();
  auto name = required_text(json, where, "name");
  if (!name) return name.error();
  auto sources = read_sources(json, where);
  if (!sources) return sources.error();
  DeniedTopic topic{.name = *std::move(name), .sources = *sources};
  const Json& words = json["words"];
  if (!words.is_array() || words.empty())
    return wrong_replies(where + ".words", "should be a list of words that belong to the topic");
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].string_or("").empty())
      return wrong_replies(item_place(where + ".words", i), "should be a string that is not empty");
    topic.words.push_back(words[i].string_or(""));
  }
  return topic;
}

Result<SensitiveInformation> name_of_sensitive(const Json& json, const std::string& where) {
  const bool is_personal_data = json.contains("pii");
  if (is_personal_data == json.contains("name"))
    return wrong_replies(where, "needs either pii, a kind such as \"EMAIL\", or name and regex");
  auto name = required_text(json, where, is_personal_data ? "pii" : "name");
  if (!name) return name.error();
  if (is_personal_data && !local::is_personal_data(*name))
    return wrong_replies(where + ".pii",
                         "is no kind of personal data that AWS knows, such as \"EMAIL\" or \"PHONE\"");
  return SensitiveInformation{.name = *std::move(name), .is_personal_data = is_personal_data};
}

Result<void> read_pattern(const Json& json, const std::string& where, SensitiveInformation& sensitive) {
  std::optional<std::string> regex;
  if (auto read = read_text(json, where, "regex", regex); !read) return read.error();
  if (!regex && sensitive.is_personal_data) regex = pattern_of_personal_data(sensitive.name);
  if (!regex)
    return wrong_replies(where + ".regex", sensitive.is_personal_data
                                               ? "is needed: " + sensitive.name + " has no fixed form to find"
                                               : "should be a regular expression");
  auto pattern = Pattern::compile(*regex);
  if (!pattern) return wrong_replies(where + ".regex", pattern.error().message);
  sensitive.regex = *std::move(regex);
  sensitive.pattern = *std::move(pattern);
  return {};
}

Result<SensitiveInformation> read_sensitive(const Json& json, const std::string& where) {
  if (auto checked = check_members(json, where, {"pii", "name", "regex", "action", "on"}); !checked)
    return checked.error();
  auto sensitive = name_of_sensitive(json, where);
  if (!sensitive) return sensitive;
  if (auto read = read_pattern(json, where, *sensitive); !read) return read.error();
  if (const Json* action = json.find("action")) {
    const std::string value = action->string_or("");
    if (value != "mask" && value != "block")
      return wrong_replies(where + ".action", "should be \"mask\" or \"block\"");
    sensitive->is_blocked = value == "block";
  }
  auto sources = read_sources(json, where);
  if (!sources) return sources.error();
  sensitive->sources = *sources;
  return sensitive;
}

template <class Policy>
Result<void> read_list(const Json& guardrail, const std::string& where, const std::string& name,
                       Result<Policy> (*read)(const Json&, const std::string&), std::vector<Policy>& out) {
  const Json* list = guardrail.find(name);
  if (!list) return {};
  const std::string place = where + "." + name;
  if (!list->is_array()) return wrong_replies(place, "should be a list");
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto policy = read((*list)[i], item_place(place, i));
    if (!policy) return policy.error();
    out.push_back(*std::move(policy));
  }
  return {};
}

Result<void> read_message(const Json& json, const std::string& where, std::string_view name,
                          std::string& out) {
  if (!json.contains(name)) return {};
  auto text = required_text(json, where, name, kLongestMessage);
  if (!text) return text.error();
  out = *std::move(text);
  return {};
}

Result<Guardrail> read_guardrail(std::string_view key, const Json& json, const std::string& where) {
  const std::size_t colon = key.find(':');
  Guardrail guardrail{
      .id = std::string(key.substr(0, colon)),
      .version = std::string(colon == std::string_view::npos ? kDraft : key.substr(colon + 1))};
  if (!is_id(guardrail.id) || !is_version(guardrail.version))
    return wrong_replies(
        where,
        "names no guardrail: write ID:VERSION, small letters and digits, for example abc123:1 "
        "or abc123:DRAFT");
  if (auto checked =
          check_members(json, where, {"blocked_input", "blocked_output", "words", "topics", "sensitive"});
      !checked)
    return checked.error();
  if (auto read = read_message(json, where, "blocked_input", guardrail.blocked_input); !read)
    return read.error();
  if (auto read = read_message(json, where, "blocked_output", guardrail.blocked_output); !read)
    return read.error();
  if (auto read = read_list(json, where, "words", read_word, guardrail.words); !read) return read.error();
  if (auto read = read_list(json, where, "topics", read_topic, guardrail.topics); !read) return read.error();
  if (auto read = read_list(json, where, "sensitive", read_sensitive, guardrail.sensitive); !read)
    return read.error();
  if (guardrail.words.empty() && guardrail.topics.empty() && guardrail.sensitive.empty())
    return wrong_replies(where, "needs words, topics or sensitive");
  return guardrail;
}

}  // namespace

Result<Guardrails> Guardrails::read(const Json& json, const std::string& where) {
  if (!json.is_object()) return wrong_replies(where, "should be an object of guardrails, by ID:VERSION");
  Guardrails guardrails;
  for (const Json::Member& member : json.members()) {
    const std::string place = where + "[" + in_quotes(member.name) + "]";
    auto guardrail = read_guardrail(member.name, member.value, place);
    if (!guardrail) return guardrail.error();
    if (guardrails.find(guardrail->id, guardrail->version)) return wrong_replies(place, "is there twice");
    guardrails.all_.push_back(*std::move(guardrail));
  }
  return guardrails;
}

const Guardrail* Guardrails::find(std::string_view identifier, std::string_view version) const {
  const auto is_it = [&](const Guardrail& one) {
    return is_named(one, identifier) && one.version == version;
  };
  const auto found = std::find_if(all_.begin(), all_.end(), is_it);
  return found == all_.end() ? nullptr : &*found;
}

const Guardrail* Guardrails::find_draft(std::string_view identifier) const {
  if (const Guardrail* draft = find(identifier, kDraft)) return draft;
  const auto is_it = [&](const Guardrail& one) { return is_named(one, identifier); };
  const auto found = std::find_if(all_.begin(), all_.end(), is_it);
  return found == all_.end() ? nullptr : &*found;
}

bool Guardrails::is_named(const Guardrail& guardrail, std::string_view identifier) {
  return guardrail.id == identifier.substr(identifier.rfind('/') + 1);
}

}  // namespace anthropic::internal::local
