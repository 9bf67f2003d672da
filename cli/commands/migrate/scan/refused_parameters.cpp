#include "commands/migrate/scan/refused_parameters.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include <anthropic/model_catalog.hpp>

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kNear = 300;

struct Parameter {
  std::string_view name;
  bool is_sampling;  ///< Else it is a budget of thinking.
};

constexpr Parameter kParameters[] = {{"temperature", true},  {"top_p", true}, {"top_k", true},
                                     {"topP", true},         {"topK", true},  {"budget_tokens", false},
                                     {"budgetTokens", false}};

/// A model's id, and where it stands.
struct NamedModel {
  std::size_t begin;
  std::size_t end;
  const ModelInfo* model;
};

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

void add_ids_of_bedrock(std::string_view text, std::vector<NamedModel>& models) {
  constexpr std::string_view kBegin = "anthropic.claude-";
  for (std::size_t begin = text.find(kBegin); begin != std::string_view::npos;
       begin = text.find(kBegin, begin + 1)) {
    std::size_t end = begin + kBegin.size();
    while (end < text.size() && (is_name(text[end]) || text[end] == '-' || text[end] == ':')) ++end;
    while (text[end - 1] == ':' || text[end - 1] == '-') --end;
    if (const ModelInfo* model = find_model(text.substr(begin, end - begin)))
      models.push_back({begin, end, model});
  }
}

std::vector<NamedModel> models_in(std::string_view text, const std::vector<Finding>& findings) {
  std::vector<NamedModel> models;
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::model) continue;
    models.push_back({finding.offset, finding.offset + finding.length, find_model(finding.replacement)});
  }
  add_ids_of_bedrock(text, models);
  std::sort(models.begin(), models.end(),
            [](const NamedModel& a, const NamedModel& b) { return a.begin < b.begin; });
  return models;
}

/// Where what belongs to the id begins and ends.
struct Part {
  std::size_t begin;
  std::size_t end;
};

Part part_of(std::string_view text, const std::vector<NamedModel>& models, std::size_t index) {
  const NamedModel& here = models[index];
  Part part = {.begin = here.begin > kNear ? here.begin - kNear : 0,
               .end = std::min(text.size(), here.end + kNear)};
  if (index > 0) part.begin = std::max(part.begin, models[index - 1].end);
  if (index + 1 < models.size()) part.end = std::min(part.end, models[index + 1].begin);
  const std::size_t before = text.substr(0, here.begin).rfind("\n\n");
  if (before != std::string_view::npos) part.begin = std::max(part.begin, before);
  part.end = std::min(part.end, text.find("\n\n", here.end));
  return part;
}

/// Whether it is given a value: as an argument, a member, a key in quotes, or with a setter.
bool is_given(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin > 0 && is_name(text[begin - 1])) return false;
  if (end < text.size() && is_name(text[end])) return false;
  const std::size_t next = text.find_first_not_of("\\\"' ?", end);
  return next != std::string_view::npos && (text[next] == ':' || text[next] == '=' || text[next] == '(');
}

void find_in(std::string_view text, const Part& part, const NamedModel& named,
             std::vector<Finding>& findings) {
  for (const Parameter& parameter : kParameters) {
    const bool is_taken =
        parameter.is_sampling ? named.model->accepts.sampling : named.model->accepts.budget_thinking;
    if (is_taken) continue;
    for (std::size_t begin = text.find(parameter.name, part.begin); begin < part.end;
         begin = text.find(parameter.name, begin + 1)) {
      const std::size_t end = begin + parameter.name.size();
      const bool is_seen = std::any_of(findings.begin(), findings.end(),
                                       [begin](const Finding& finding) { return finding.offset == begin; });
      if (end > part.end || is_seen || !is_given(text, begin, end)) continue;
      Finding finding{.kind = FindingKind::parameter, .offset = begin, .length = parameter.name.size()};
      finding.match = parameter.name;
      finding.what = std::string(parameter.name) + " beside " + std::string(named.model->name);
      finding.equivalent = "leave it out: " + std::string(named.model->name) + " does not take it";
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace

void find_refused_parameters(std::string_view text, std::vector<Finding>& findings) {
  const std::vector<NamedModel> models = models_in(text, findings);
  for (std::size_t i = 0; i < models.size(); ++i) {
    if (models[i].model) find_in(text, part_of(text, models, i), models[i], findings);
  }
}

}  // namespace anthropic::internal::cli
