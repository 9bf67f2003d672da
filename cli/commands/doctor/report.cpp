#include "commands/doctor/report.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/json.hpp>

#include "errors/exit_codes.hpp"
#include "terminal/glyphs.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::Diagnosis;
using operations::DiagnosisStep;
using operations::StepState;

constexpr std::size_t kNameWidth = 15;

std::string_view mark_of(StepState state, const Glyphs& glyphs) {
  switch (state) {
    case StepState::ok:
      return glyphs.passed;
    case StepState::warning:
      return glyphs.warning;
    case StepState::failed:
      return glyphs.failed;
    case StepState::skipped:
      break;
  }
  return glyphs.unknown;
}

void add_summary(const Diagnosis& diagnosis, StyledText& text) {
  if (const DiagnosisStep* failure = diagnosis.first_failure()) {
    text.red("failed: " + failure->name).plain(": " + on_one_line(failure->found) + "\n");
  } else if (const DiagnosisStep* warning = diagnosis.first_warning()) {
    text.bold("works, with a warning: " + warning->name).plain(": " + on_one_line(warning->found) + "\n");
  } else {
    text.bold("all is well").plain("\n");
  }
  text.plain("\n");
}

void add_step(const DiagnosisStep& step, const Glyphs& glyphs, StyledText& text) {
  const std::string_view mark = mark_of(step.state, glyphs);
  step.state == StepState::failed ? text.red(mark) : text.bold(mark);
  const std::string gap(step.name.size() < kNameWidth ? kNameWidth - step.name.size() : 1, ' ');
  text.plain(" " + step.name + gap + on_one_line(step.found));
  if (!step.source.empty()) text.plain(" (" + on_one_line(step.source) + ")");
  text.plain("\n");
  if (!step.fix.empty()) text.plain("     ").bold("fix:").plain(" " + on_one_line(step.fix) + "\n");
  for (const std::string& note : step.notes) text.plain("     " + on_one_line(note) + "\n");
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(on_one_line(text));
}

Json json_of(const DiagnosisStep& step) {
  Json notes = Json::array();
  for (const std::string& note : step.notes) notes.push_back(on_one_line(note));
  return Json::object(
      {{"name", step.name},
       {"state", to_string(step.state)},
       {"found", on_one_line(step.found)},
       {"source", text_or_null(step.source)},
       {"notes", std::move(notes)},
       {"fix", text_or_null(step.fix)},
       {"error_kind", step.kind == ErrorKind::none ? Json(nullptr) : Json(to_string(step.kind))},
       {"milliseconds", step.duration.count()}});
}

}  // namespace

StyledText diagnosis_text(const Diagnosis& diagnosis, const Output& out) {
  const Glyphs glyphs = glyphs_of_locale();
  StyledText text = out.styled();
  add_summary(diagnosis, text);
  for (const DiagnosisStep& step : diagnosis.steps) add_step(step, glyphs, text);
  return text;
}

std::string diagnosis_json(const Diagnosis& diagnosis) {
  const DiagnosisStep* failure = diagnosis.first_failure();
  Json steps = Json::array();
  for (const DiagnosisStep& step : diagnosis.steps) steps.push_back(json_of(step));
  return json_line(Json::object({{"works", failure == nullptr},
                                 {"first_failure", failure ? Json(failure->name) : Json(nullptr)},
                                 {"exit_code", failure ? exit_code(failure->kind) : kExitOk},
                                 {"steps", std::move(steps)}}));
}

}  // namespace anthropic::internal::cli
