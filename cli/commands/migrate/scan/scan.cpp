#include "commands/migrate/scan/scan.hpp"

#include <algorithm>
#include <cctype>

#include "commands/migrate/scan/language.hpp"
#include "commands/migrate/scan/model_names.hpp"
#include "commands/migrate/scan/patterns.hpp"
#include "commands/migrate/scan/refused_parameters.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kKeyBegin = "sk-ant-";
constexpr std::string_view kHiddenKey = "sk-ant-(hidden)";
constexpr std::size_t kNear = 300;
constexpr std::size_t kSourceBefore = 100;

bool is_key_character(char c) {
  return is_word(c) || c == '-';
}

bool same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

bool mentions_claude(std::string_view text) {
  for (const std::string_view name : {"anthropic", "claude"}) {
    if (std::search(text.begin(), text.end(), name.begin(), name.end(), same_letter) != text.end())
      return true;
  }
  return false;
}

// Blanks and quotes are all that stands before it on its line.
bool begins_line(std::string_view text, std::size_t begin) {
  while (begin > 0 && std::string_view(" \t\"'").find(text[begin - 1]) != std::string_view::npos) --begin;
  return begin == 0 || text[begin - 1] == '\n';
}

bool ends_line_or_requirement(char next) {
  return std::string_view(" \t\r\n\0\\\"'=<>~!;,", 15).find(next) != std::string_view::npos;
}

bool stands(const Pattern& pattern, std::string_view text, std::size_t begin) {
  const std::size_t end = begin + pattern.text.size();
  const char before = begin == 0 ? ' ' : text[begin - 1];
  const char next = end < text.size() ? text[end] : '\0';
  const bool may_go_on = !is_word(pattern.text.back());
  switch (pattern.place) {
    case Place::anywhere:
      return true;
    case Place::word:
      if (is_word(before) || before == '.' || before == '-' || before == '$') return false;
      return may_go_on || (!is_word(next) && next != '-');
    case Place::word_or_after:
      return (!is_word(before) || before == '_') && !is_word(next);
    case Place::line_begin:
      return begins_line(text, begin) && ends_line_or_requirement(next);
    case Place::quoted:
      // Within JSON a quote is escaped.
      return std::string_view("\"'`").find(before) != std::string_view::npos &&
             (next == '"' || next == '\'' || next == '`' || next == '\\');
    case Place::dated:
      return !is_word(before) && next >= '0' && next <= '9';
  }
  return false;
}

void find_pattern(std::string_view text, const Pattern& pattern, std::vector<Finding>& findings) {
  std::string equivalent;
  for (std::size_t begin = text.find(pattern.text); begin != std::string_view::npos;
       begin = text.find(pattern.text, begin + 1)) {
    if (!stands(pattern, text, begin)) continue;
    const std::string_view near = text.substr(begin, kNear);
    if (!pattern.unless_near.empty() && near.find(pattern.unless_near) != std::string_view::npos) continue;
    if (equivalent.empty()) equivalent = bedrock_equivalent(pattern);
    Finding finding{.kind = pattern.kind, .offset = begin, .length = pattern.text.size()};
    while (pattern.place == Place::dated && begin + finding.length < text.size() &&
           is_word(text[begin + finding.length]))
      ++finding.length;
    finding.match = text.substr(begin, finding.length);
    finding.what = pattern.what;
    finding.equivalent = equivalent;
    findings.push_back(std::move(finding));
  }
}

void find_patterns(std::string_view text, Language language, std::vector<Finding>& findings) {
  const bool has_mention = mentions_claude(text);
  for (const Pattern& pattern : patterns()) {
    if (!(pattern.languages & language)) continue;
    if (pattern.only_with_mention && !has_mention) continue;
    if (!pattern.unless.empty() && text.find(pattern.unless) != std::string_view::npos) continue;
    find_pattern(text, pattern, findings);
  }
}

void find_keys(std::string_view text, std::vector<Finding>& findings) {
  constexpr std::size_t kShortestKey = 8;
  for (std::size_t begin = text.find(kKeyBegin); begin != std::string_view::npos;
       begin = text.find(kKeyBegin, begin + 1)) {
    if (begin > 0 && is_key_character(text[begin - 1])) continue;
    std::size_t end = begin + kKeyBegin.size();
    while (end < text.size() && is_key_character(text[end])) ++end;
    if (end - begin < kKeyBegin.size() + kShortestKey) continue;
    findings.push_back({.kind = FindingKind::key,
                        .offset = begin,
                        .length = end - begin,
                        .match = std::string(kHiddenKey),
                        .what = "API key of Anthropic in the source",
                        .equivalent = "revoke it; Bedrock takes AWS credentials, which belong in no source"});
  }
}

// `from anthropic import Anthropic`, not `from anthropic import AnthropicBedrock`.
void find_python_names(std::string_view text, std::vector<Finding>& findings) {
  constexpr std::string_view kBegin = "from anthropic import ";
  for (std::size_t begin = text.find(kBegin); begin != std::string_view::npos;
       begin = text.find(kBegin, begin + 1)) {
    if (!begins_line(text, begin)) continue;
    std::string_view names = text.substr(begin + kBegin.size());
    names = names.substr(0, names.find(names.starts_with('(') ? ')' : '\n'));
    for (const std::string_view name : {"Anthropic", "AsyncAnthropic"}) {
      for (std::size_t at = names.find(name); at != std::string_view::npos; at = names.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at > 0 && is_word(names[at - 1])) || (end < names.size() && is_word(names[end]))) continue;
        const std::size_t offset = begin + kBegin.size() + at;
        findings.push_back({.kind = FindingKind::import,
                            .offset = offset,
                            .length = name.size(),
                            .match = std::string(name),
                            .what = "import of the first-party client",
                            .equivalent = std::string(name) + "Bedrock, of the package anthropic[bedrock]"});
      }
    }
  }
}

/// Where `"type": "url"` ends that begins with `type` at `begin`, in any language's quotes; 0 if it is not.
std::size_t end_of_type(std::string_view text, std::size_t begin, std::string_view value) {
  std::size_t at = begin + std::string_view("type").size();
  const std::size_t between = text.find_first_not_of("\\\"' \t:=", at);
  if (between == std::string_view::npos || between == at) return 0;
  if (text.substr(at, between - at).find_first_of(":=") == std::string_view::npos) return 0;
  if (text.substr(between, value.size()) != value) return 0;
  at = between + value.size();
  return at < text.size() && (text[at] == '"' || text[at] == '\'' || text[at] == '\\') ? at : 0;
}

void find_sources(std::string_view text, std::vector<Finding>& findings) {
  if (!mentions_claude(text)) return;
  for (std::size_t begin = text.find("type"); begin != std::string_view::npos;
       begin = text.find("type", begin + 1)) {
    const std::size_t earliest = begin > kSourceBefore ? begin - kSourceBefore : 0;
    std::string_view before = text.substr(earliest, begin - earliest);
    const std::size_t source = before.rfind("source");
    if (source == std::string_view::npos || before.find_first_of("})", source) != std::string_view::npos)
      continue;
    for (const Feature feature : {Feature::url_source, Feature::file_source}) {
      const std::size_t end = end_of_type(text, begin, feature == Feature::url_source ? "url" : "file");
      if (end == 0) continue;
      const std::optional<Error> refused = refuse_feature(PlatformKind::invoke_model, feature);
      findings.push_back({.kind = FindingKind::feature,
                          .offset = begin,
                          .length = end - begin,
                          .match = std::string(text.substr(begin, end - begin)),
                          .what = feature == Feature::url_source ? "a source that is a URL"
                                                                 : "a source that is an uploaded file",
                          .equivalent = refused ? refused->hint : std::string()});
    }
  }
}

void place(std::string_view text, Language language, std::vector<Finding>& findings) {
  std::size_t line = 1;
  std::size_t line_begin = 0;
  std::size_t column = 1;
  std::size_t at = 0;
  for (Finding& finding : findings) {
    for (; at < finding.offset; ++at) {
      if (text[at] == '\n') {
        ++line;
        line_begin = at + 1;
        column = 1;
      } else if ((static_cast<unsigned char>(text[at]) & 0xc0) != 0x80) {
        ++column;  // not the middle of a character
      }
    }
    finding.line = line;
    finding.column = column;
    finding.in_comment = begins_comment(text.substr(line_begin, finding.offset - line_begin + 1), language);
  }
}

}  // namespace

std::vector<Finding> scan_source(std::string_view text, Language language, const std::string& region) {
  std::vector<Finding> findings;
  find_model_ids(text, region, findings);
  if (language == Language::go || language == Language::java) find_model_constants(text, region, findings);
  find_patterns(text, language, findings);
  find_keys(text, findings);
  if (language == Language::python || language == Language::notebook) find_python_names(text, findings);
  find_sources(text, findings);
  find_refused_parameters(text, findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.offset < b.offset; });
  place(text, language, findings);
  return findings;
}

std::string without_keys(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find(kKeyBegin);
    if (begin == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, begin));
    std::size_t end = begin + kKeyBegin.size();
    while (end < text.size() && is_key_character(text[end])) ++end;
    out += end == begin + kKeyBegin.size() ? kKeyBegin : kHiddenKey;
    text.remove_prefix(end);
  }
}

std::string_view to_string(FindingKind kind) {
  constexpr std::string_view kNames[kFindingKinds] = {"model",   "model_constant", "client", "import",
                                                      "key",     "environment",    "url",    "header",
                                                      "feature", "parameter"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view plural(FindingKind kind) {
  constexpr std::string_view kNames[kFindingKinds] = {"model ids",
                                                      "other names of models",
                                                      "clients",
                                                      "imports",
                                                      "API keys",
                                                      "environment variables",
                                                      "addresses",
                                                      "headers",
                                                      "features that Bedrock lacks",
                                                      "parameters that a model refuses"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace anthropic::internal::cli
