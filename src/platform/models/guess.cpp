#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <anthropic/model_catalog.hpp>

#include "base/text/edit_distance.hpp"
#include "base/text/text.hpp"
#include "platform/models/choice.hpp"

// The id that somebody meant when writing one that does not exist. Family and version count, the letters
// around them do not: a wrong date or "-v1:0" is the commonest mistake, and the ids with the most similar
// letters are other models.

namespace anthropic::internal {

namespace {

struct NameParts {
  std::string_view family = {};
  std::vector<int> version = {};  ///< {4, 5}
};

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

// The family that a word names, perhaps with a typing mistake.
std::string_view family_of(std::string_view word, bool takes_typos) {
  constexpr std::string_view kNoFamily = "claude";
  std::string_view nearest;
  std::size_t nearest_distance = 3;
  for (const ModelInfo& model : model_catalog()) {
    if (model.family == word && word != kNoFamily) return model.family;
    if (!takes_typos || model.family == kNoFamily || model.family.front() != word.front()) continue;
    const std::size_t distance = edit_distance(word, model.family);
    // "opus" has no two letters to spare.
    if (distance >= nearest_distance || distance * 3 > model.family.size() + 1) continue;
    nearest = model.family;
    nearest_distance = distance;
  }
  return nearest;
}

// A run of digits: "4" and "45" are versions, a date is not.
void add_version(std::string_view digits, std::vector<int>& version) {
  if (digits.size() > 2) return;
  for (const char c : digits) version.push_back(c - '0');
}

// What is left of an id without its ARN, router's name, date of a router ("@20251001"), marks ("[1m]") and
// ":0".
std::string_view bare_name(std::string_view id) {
  id = id.substr(id.rfind('/') + 1);
  return id.substr(0, id.find_first_of("[@:"));
}

// Anything before the model's own name does not belong to it, and may contain digits: "us-east-1.anthropic.".
std::string own_name(std::string name) {
  if (const std::size_t claude = name.find("claude"); claude != std::string::npos) return name.substr(claude);
  for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0;
       dot = name.rfind('.', dot - 1)) {
    const bool ends_a_version = dot + 1 == name.size() || is_digit(name[dot + 1]);
    if (!ends_a_version) return name.substr(dot + 1);
  }
  return name;
}

NameParts parts_of(std::string_view id) {
  const std::string name = own_name(ascii_lower(bare_name(id)));
  const bool is_word = std::all_of(name.begin(), name.end(), is_letter);
  const bool takes_typos = is_word || name.find("claude") != std::string::npos;
  NameParts parts;
  std::size_t at = 0;
  while (at < name.size()) {
    const std::size_t begin = at;
    while (at < name.size() && is_letter(name[at])) ++at;
    const std::string_view word = std::string_view(name).substr(begin, at - begin);
    const std::size_t digits_begin = at;
    while (at < name.size() && is_digit(name[at])) ++at;
    const std::string_view digits = std::string_view(name).substr(digits_begin, at - digits_begin);
    if (word.empty() && digits.empty()) {
      ++at;
      continue;
    }
    // "-v1", and "1m" of a window.
    const bool is_mark = word == "v" || (at < name.size() && is_letter(name[at]));
    if (!word.empty() && parts.family.empty()) parts.family = family_of(word, takes_typos);
    if (!is_mark) add_version(digits, parts.version);
    if (is_mark && !digits.empty()) {
      while (at < name.size() && is_letter(name[at])) ++at;
    }
  }
  while (parts.version.size() > 1 && parts.version.back() == 0) parts.version.pop_back();
  return parts;
}

}  // namespace

GuessedModel guess_model(std::string_view id) {
  constexpr std::size_t kLongestId = 200;
  if (id.empty() || id.size() > kLongestId) return {};
  const NameParts meant = parts_of(id);
  GuessedModel guess{.family = meant.family, .has_version = !meant.version.empty()};
  if (meant.family.empty()) return guess;
  for (const ModelInfo& model : model_catalog()) {
    if (model.family != meant.family) continue;
    const bool fits = guess.has_version ? parts_of(model.first_party_id).version == meant.version
                                        : model.state == ModelState::active;
    if (!fits) continue;
    guess.model = &model;
    return guess;
  }
  return guess;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

std::string_view nearest_model_id(std::string_view typo) {
  const GuessedModel guess = guess_model(typo);
  if (!guess.model || guess.model->state == ModelState::retired) return {};
  if (typo.find("anthropic.") != std::string_view::npos) return guess.model->id;
  const bool is_alias = !guess.has_version && !guess.model->alias.empty();
  return is_alias ? guess.model->alias : guess.model->first_party_id;
}

}  // namespace anthropic::inline v0
