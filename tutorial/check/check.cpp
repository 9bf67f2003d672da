#include "tutorial/check/check.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <anthropic/json.hpp>

#include "base/file/files.hpp"
#include "base/text/text.hpp"
#include "tutorial/cells/cell.hpp"
#include "tutorial/notebook/course.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::tutorial {
namespace {

constexpr std::size_t kLeastSamples = 3;
constexpr std::size_t kLeastReplies = 3;

bool is_cell_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// What a sample answer was asked with is that of the solution, but for what the sample says.
Material material_of(const Sample& sample, Material material) {
  material.answer = sample.answer;
  for (const auto& [name, target] :
       {std::pair("user", &material.user), std::pair("assistant", &material.assistant),
        std::pair("system", &material.system), std::pair("prefill", &material.prefill),
        std::pair("thinking", &material.thinking)}) {
    if (sample.material.contains(name)) *target = sample.material[name].string_or("");
  }
  for (const auto& [name, target] :
       {std::pair("tool", &material.tool), std::pair("request", &material.request)}) {
    if (sample.material.contains(name)) *target = sample.material[name];
  }
  return material;
}

std::string failed_checks(const std::vector<Check>& checks) {
  std::string out;
  for (const Check& check : checks) {
    if (!check.passed) out += (out.empty() ? "" : "; ") + check.requirement + " (" + check.where + ")";
  }
  return out;
}

class LessonCheck {
 public:
  LessonCheck(const CheckOptions& options, Lesson lesson, Language language, LessonReport& report)
      : options_(options),
        report_(report),
        course_(Course::of(options.folder, language, {std::move(lesson)})),
        lesson_(course_.lessons().front()) {}

  void run() {
    report_.title = lesson_.title.in(course_.language());
    check_texts();
    bool has_playground = false;
    Session session(course_, {.region = options_.region});
    for (const LessonCell& cell : lesson_.cells) {
      if (options_.stop.stop_requested()) return;
      if (!is_cell_id(cell.id)) add(cell, "an id is small letters, digits and '-'");
      if (!cell.is_code) continue;
      has_playground = has_playground || cell.is_playground;
      check_cell(session, cell);
      if (cell.exercise) check_exercise(cell);
    }
    if (!has_playground) report_.problems.push_back("there is no playground: no code cell has that tag");
  }

 private:
  void add(const LessonCell& cell, const std::string& what) {
    report_.problems.push_back(cell.id + ": " + what);
  }

  /// The English notebooks carry the Chinese of titles, hints and rules.
  void check_texts() {
    if (course_.language() != Language::en) return;
    const auto needs_zh = [&](const LocalText& text, const std::string& where) {
      if (!text.empty() && text.zh.empty())
        report_.problems.push_back(where + ": there is no Chinese text (zh)");
    };
    needs_zh(lesson_.title, "title");
    needs_zh(lesson_.summary, "summary");
    for (const LessonCell& cell : lesson_.cells) {
      if (!cell.exercise) continue;
      needs_zh(cell.exercise->title, cell.id + ", title");
      needs_zh(cell.exercise->explanation, cell.id + ", explanation");
      for (const LocalText& hint : cell.exercise->hints) needs_zh(hint, cell.id + ", hints");
      for (const Rule& rule : cell.exercise->rules) needs_zh(rule.say, cell.id + ", grade");
    }
  }

  void check_cell(Session& session, const LessonCell& cell) {
    const auto run = session.run(cell.source, {&lesson_, &cell}, {}, options_.stop);
    if (!run) {
      if (!cell.exercise) report_.problems.push_back(run.error().message);
      return;
    }
    for (const PartRun& part : run->parts) {
      ++report_.prompts;
      if (part.error && !part.request.is_raw) add(cell, part.error->to_string());
      if (!part.error && !part.has_recording && !part.request.is_raw)
        add(cell, "there is no recorded answer" + (part.label.empty() ? "" : " for " + part.label));
      if (!part.schema_mismatch.empty()) add(cell, "the recorded answer: " + part.schema_mismatch);
    }
    if (run->exercise && run->exercise->is_solved) add(cell, "the exercise is solved as it stands");
  }

  void check_exercise(const LessonCell& cell) {
    ++report_.exercises;
    const Exercise& exercise = *cell.exercise;
    if (cell.replies.size() < kLeastReplies)
      add(cell, "there are fewer than three recorded answers; record the typical wrong ones, too");
    Session session(course_, {.region = options_.region});
    const auto solved = session.run(exercise.solution, {&lesson_, &cell}, {}, options_.stop);
    if (!solved) return add(cell, "the solution: " + solved.error().message);
    if (!solved->exercise || solved->exercise->id != exercise.id)
      return add(cell, "the solution should hold %exercise " + exercise.id);
    if (!solved->exercise->is_solved) add(cell, "the solution does not pass: " + why_not_solved(*solved));
    check_samples(cell, exercise.good, "good", solved->parts.front().material);
    check_samples(cell, exercise.bad, "bad", solved->parts.front().material);
    if (options_.live) check_live(cell);
  }

  std::string why_not_solved(const CellRun& run) const {
    const PartRun& part = run.parts.front();
    if (part.error) return part.error->to_string();
    if (part.outcome != Outcome::answered) return describe(part.outcome, course_.language());
    return failed_checks(run.exercise->checks);
  }

  void check_samples(const LessonCell& cell, const std::vector<Sample>& samples, const std::string& name,
                     const Material& solution) {
    const bool must_pass = name == "good";
    if (samples.size() < kLeastSamples) add(cell, "there are fewer than three " + name + " answers");
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const auto checks = grade(cell.exercise->rules, material_of(samples[i], solution), course_.language());
      if (all_passed(checks) == must_pass) continue;
      add(cell, name + "[" + std::to_string(i) + "] " +
                    (must_pass ? "is refused: " + failed_checks(checks) : std::string("passes")));
    }
  }

  void check_live(const LessonCell& cell) {
    Session session(course_, {.model = options_.model, .region = options_.region, .live = options_.live});
    const auto untouched = session.run(cell.source, {&lesson_, &cell}, {}, options_.stop);
    if (untouched && untouched->exercise && untouched->exercise->is_solved)
      add(cell,
          "drift: Claude solves it as it stands: " + in_quotes(untouched->parts.front().material.answer));
    const auto solved = session.run(cell.exercise->solution, {&lesson_, &cell}, {}, options_.stop);
    if (solved && solved->exercise && !solved->exercise->is_solved)
      add(cell, "drift: the solution does not pass: " + why_not_solved(*solved) + ": " +
                    in_quotes(solved->parts.front().material.answer));
  }

  const CheckOptions& options_;
  LessonReport& report_;
  const Course course_;
  const Lesson& lesson_;
};

/// What Jupyter needs of a notebook, and what it must not have left in it.
void check_notebook(const Json& notebook, LessonReport& report) {
  const Json& metadata = notebook["metadata"];
  for (const char* name : {"name", "language"}) {
    if (metadata["kernelspec"][name].as_string() != "claude-prompt")
      report.problems.push_back(std::string("metadata.kernelspec.") + name + " should be claude-prompt");
  }
  for (const Json& cell : notebook["cells"].items()) {
    if (cell["cell_type"].as_string() != "code") continue;
    if (!cell["outputs"].is_array() || !cell["outputs"].empty() || !cell["execution_count"].is_null())
      report.problems.push_back(cell["id"].string_or("") +
                                ": outputs should be [], and execution_count null");
  }
}

std::vector<std::string> ids_of(const Lesson& lesson) {
  std::vector<std::string> ids;
  for (const LessonCell& cell : lesson.cells) ids.push_back(cell.id);
  return ids;
}

/// Whether a file's name is that of the lesson: by its id, or by a part of its title.
bool names_lesson(std::string_view file, const std::string& lesson) {
  if (file.starts_with(lesson + "_") || file.starts_with("0" + lesson + "_")) return true;
  return lesson.find_first_not_of("0123456789.") != std::string::npos && icontains(file, lesson);
}

struct ReadNotebook {
  Lesson lesson;
  Json json;
};

Result<ReadNotebook> read_notebook(const std::string& folder, const std::string& name, Language language) {
  const auto bytes = RealFiles().read(folder + "/" + name);
  if (!bytes) return bytes.error();
  auto lesson = read_lesson(bytes->value_or(""), name, language);
  if (!lesson) return lesson.error();
  return ReadNotebook{*std::move(lesson), Json::parse(bytes->value_or("")).value_or(Json())};
}

}  // namespace

std::vector<LessonReport> check_lessons(const CheckOptions& options,
                                        const std::function<void(const LessonReport& report)>& on_report) {
  std::vector<LessonReport> reports;
  std::map<std::string, std::vector<std::string>> english_ids;
  std::set<std::string> code_ids;
  for (const Language language : {Language::en, Language::zh}) {
    const std::string below = language == Language::zh ? "zh/" : "";
    for (const std::string& name : Course::notebooks(options.folder + "/" + below)) {
      const bool is_wanted = options.lesson.empty() || names_lesson(name, options.lesson);
      auto notebook = read_notebook(options.folder, below + name, language);
      LessonReport report{.file = below + name};
      if (!notebook) report.problems.push_back(notebook.error().message + " " + notebook.error().hint);
      if (notebook && language == Language::en) {
        english_ids[name] = ids_of(notebook->lesson);
        for (const LessonCell& cell : notebook->lesson.cells) {
          if (cell.is_code && !code_ids.insert(cell.id).second)
            report.problems.push_back(cell.id + ": another lesson has a code cell of this id");
        }
      }
      if (!is_wanted) continue;
      if (notebook && language == Language::zh && english_ids[name] != ids_of(notebook->lesson))
        report.problems.push_back("the ids of its cells are not those of the English notebook");
      if (notebook) {
        check_notebook(notebook->json, report);
        LessonCheck(options, std::move(notebook->lesson), language, report).run();
      }
      if (on_report) on_report(report);
      reports.push_back(std::move(report));
    }
  }
  return reports;
}

}  // namespace anthropic::internal::tutorial
