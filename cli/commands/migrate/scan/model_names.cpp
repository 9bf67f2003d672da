#include "commands/migrate/scan/model_names.hpp"

#include <algorithm>
#include <cctype>

#include <anthropic/model_catalog.hpp>

#include "base/text/text.hpp"
#include "commands/migrate/scan/language.hpp"

namespace anthropic::internal::cli {
namespace {

char at(std::string_view text, std::size_t position) {
  return position < text.size() ? text[position] : '\0';
}

/// The newest model with that name and any date, or any minor version.
const ModelInfo* newest_named(std::string_view name) {
  for (const ModelInfo& model : model_catalog()) {
    const std::string_view id = model.first_party_id;
    if (id == name) return &model;
    if (!id.starts_with(name)) continue;
    const std::string_view rest = id.substr(name.size());
    if (rest.starts_with("-20") || rest.starts_with('.')) return &model;
  }
  return nullptr;
}

const ModelInfo* first_party_model(std::string_view name) {
  if (const ModelInfo* model = find_model(name)) return model;
  for (const std::string_view moving : {"-latest", "-0"}) {
    if (name.ends_with(moving)) name.remove_suffix(moving.size());
  }
  return newest_named(name);
}

/// The id to send, or "" if no profile serves the region.
std::string id_for(const ModelInfo& model, std::string_view region) {
  std::string id = resolve_model_id(model.first_party_id, region);
  if (id != model.id || model.on_demand) return id;
  if (!region.empty() || model.profiles.empty()) return "";
  id = model.profiles.front();
  return id.append(".").append(model.id);
}

std::string losses(const ModelInfo& from, const ModelInfo& to) {
  std::string lost;
  if (from.accepts.sampling && !to.accepts.sampling) lost += "temperature, ";
  if (from.accepts.prefill && !to.accepts.prefill) lost += "prefill, ";
  if (from.accepts.budget_thinking && !to.accepts.budget_thinking) lost += "budget_tokens, ";
  if (lost.empty()) return "";
  lost.resize(lost.size() - 2);
  return std::string(to.name) + " does not take: " + lost;
}

bool looks_like_model(std::string_view name) {
  const bool has_digit = name.find_first_of("0123456789") != std::string_view::npos;
  const auto names = [&](std::string_view family) {
    return family != "claude" && name.find(family) != std::string_view::npos;
  };
  // Mythos is behind Mantle only, and in no catalogue.
  const bool has_family =
      names("mythos") || std::any_of(model_catalog().begin(), model_catalog().end(),
                                     [&](const ModelInfo& model) { return names(model.family); });
  if (has_digit && has_family) return true;
  return name == "claude-1" || name.starts_with("claude-1.") || name == "claude-v1";
}

/// The end of a name that begins at `begin`.
std::size_t name_end(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size()) {
    const char c = text[end];
    const bool is_part = is_word(c) || c == '-' || (c == '.' && is_digit(at(text, end + 1)));
    if (!is_part) break;
    ++end;
  }
  while (text[end - 1] == '-' || text[end - 1] == '_') --end;
  return end;
}

/// Whether a name that ends here is part of something longer.
bool goes_on(std::string_view text, std::size_t end) {
  const char next = at(text, end);
  if (next == '.') return is_word(at(text, end + 1));
  // The last ones begin a variable, or a pattern.
  return next != '\0' && std::string_view("@/-_$*{%<").find(next) != std::string_view::npos;
}

// "anthropic/claude-…" is how LiteLLM and OpenRouter name a model.
bool is_routers(std::string_view text, std::size_t begin) {
  constexpr std::string_view kPrefix = "anthropic/";
  if (begin < kPrefix.size() || text.substr(begin - kPrefix.size(), kPrefix.size()) != kPrefix) return false;
  const char before = begin == kPrefix.size() ? ' ' : text[begin - kPrefix.size() - 1];
  return !is_word(before) && before != '/' && before != '.' && before != '-' && before != '@';
}

Finding model_finding(std::string_view name, std::size_t offset, const std::string& region) {
  const ModelEquivalent found = model_equivalent(name, region);
  Finding finding{.kind = FindingKind::model, .offset = offset, .length = name.size()};
  finding.match = name;
  finding.what = "model id " + finding.match;
  if (!found.state.empty()) finding.what += " (" + found.state + ")";
  finding.equivalent = found.id;
  if (!found.note.empty()) finding.equivalent += (found.id.empty() ? "" : "; ") + found.note;
  finding.replacement = found.id;
  finding.caveat = found.caveat;
  return finding;
}

/// "claude-haiku-4-5-20251001" of "ClaudeHaiku4_5_20251001" and of "CLAUDE_HAIKU_4_5_20251001".
std::string spelled_out(std::string_view constant) {
  std::string name;
  char before = '_';
  for (const char c : constant) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool was_lower = before >= 'a' && before <= 'z';
    const bool begins = (is_upper && (was_lower || is_digit(before))) || (is_digit(c) && was_lower);
    if (c == '_' || begins) {
      if (!name.empty() && name.back() != '-') name += '-';
    }
    if (c != '_') name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    before = c;
  }
  return name;
}

void find_constants(std::string_view text, std::string_view prefix, std::size_t skipped,
                    const std::string& region, std::vector<Finding>& findings) {
  for (std::size_t begin = text.find(prefix); begin != std::string_view::npos;
       begin = text.find(prefix, begin + 1)) {
    if (begin > 0 && is_word(text[begin - 1])) continue;
    std::size_t end = begin + prefix.size();
    while (end < text.size() && is_word(text[end])) ++end;
    const std::string name = spelled_out(text.substr(begin + skipped, end - begin - skipped));
    if (!looks_like_model(name) && !first_party_model(name)) continue;
    Finding finding = model_finding(name, begin, region);
    finding.kind = FindingKind::model_constant;
    finding.length = end - begin;
    finding.match = text.substr(begin, finding.length);
    finding.what.replace(0, std::string("model id ").size() + name.size(), "model constant " + finding.match);
    if (!finding.replacement.empty()) finding.equivalent = "the string \"" + finding.replacement + "\"";
    finding.replacement.clear();
    findings.push_back(std::move(finding));
  }
}

}  // namespace

ModelEquivalent model_equivalent(std::string_view name, std::string_view region) {
  const ModelInfo* named = first_party_model(name);
  if (!named) {
    return {.note = "no id of Bedrock is known for it (catalogue of " + std::string(model_catalog_date()) +
                    "); see claude-bedrock models"};
  }
  ModelEquivalent found;
  if (named->state != ModelState::active) found.state = named->state_note;
  if (found.state.empty() && named->state != ModelState::active) found.state = to_string(named->state);
  const ModelInfo* model = named;
  const ModelInfo* successor = find_model(named->successor);
  if (named->state == ModelState::retired) {
    if (!successor) return found;
    model = successor;
    found.note = found.caveat = losses(*named, *successor);
  } else if (named->state == ModelState::legacy && successor) {
    found.note = "on the way out on Bedrock too: plan for " + std::string(successor->name);
  }
  found.id = id_for(*model, region);
  const bool is_regional = region.empty() && !model->on_demand && !found.id.starts_with("global.");
  if (is_regional && found.note.empty()) found.note = "it has no global profile: give --region";
  if (found.id.empty()) {
    found.note = "no inference profile of " + std::string(model->name) + " serves " + std::string(region) +
                 "; see claude-bedrock models";
  }
  return found;
}

void find_model_ids(std::string_view text, const std::string& region, std::vector<Finding>& findings) {
  constexpr std::string_view kBegin = "claude-";
  for (std::size_t begin = text.find(kBegin); begin != std::string_view::npos;
       begin = text.find(kBegin, begin + 1)) {
    const char before = begin == 0 ? ' ' : text[begin - 1];
    const bool for_router = before == '/' && is_routers(text, begin);
    if (is_word(before) || before == '-' || before == '.' || before == '@') continue;
    if (before == '/' && !for_router) continue;
    const std::size_t end = name_end(text, begin);
    const std::string_view name = text.substr(begin, end - begin);
    if (goes_on(text, end)) continue;
    if (!looks_like_model(name) && !first_party_model(name)) continue;
    Finding finding = model_finding(name, begin, region);
    if (for_router && !finding.replacement.empty()) {
      finding.equivalent =
          "a router's name (LiteLLM, OpenRouter): with LiteLLM bedrock/" + finding.replacement;
      finding.replacement.clear();
      finding.kind = FindingKind::model_constant;
    }
    findings.push_back(std::move(finding));
  }
}

void find_model_constants(std::string_view text, const std::string& region, std::vector<Finding>& findings) {
  find_constants(text, "ModelClaude", std::string_view("Model").size(), region, findings);
  find_constants(text, "Model.CLAUDE_", std::string_view("Model.").size(), region, findings);
}

}  // namespace anthropic::internal::cli
