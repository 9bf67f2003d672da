#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/messages.hpp>
#include <anthropic/operations/prices.hpp>
#include <anthropic/result.hpp>

#include "tutorial/cells/cell.hpp"
#include "tutorial/cells/variables.hpp"
#include "tutorial/graders/grade.hpp"
#include "tutorial/notebook/course.hpp"
#include "tutorial/progress/progress.hpp"
#include "tutorial/runner/request.hpp"

namespace anthropic::internal::tutorial {

/// How a call ended.
enum class Outcome : std::uint8_t {
  answered,
  refused,  ///< Claude declined.
  empty,    ///< There is no text, and no tool call.
  cut,      ///< max_tokens, or the context window, ended it.
  stopped,  ///< By the learner.
  failed,   ///< See PartRun::error.
};

/// A sentence for the learner; empty for `answered`, and for `failed`, whose error says it.
std::string describe(Outcome outcome, Language language);

/// A tool that Claude called, and what it was told.
struct ToolRun {
  std::string name = {};
  Json input = {};
  std::string result = {};
  bool is_error = false;
};

/// One call: a cell has one, with %compare several.
struct PartRun {
  std::string label = {};  ///< Of %compare.
  std::string model = {};  ///< The id that was asked for.
  BuiltRequest request = {};
  Outcome outcome = Outcome::answered;
  Material material = {};  ///< What was sent and answered, as rules see it.
  Message message = {};    ///< The last answer; what had arrived, if it failed.
  std::vector<ToolRun> tools = {};
  std::optional<Error> error = {};
  bool is_recorded = false;   ///< Practice material, not Claude.
  bool has_recording = true;  ///< False: nothing was recorded for this prompt.
  std::string schema_mismatch = {};
  Usage usage = {};                 ///< Of all turns; offline an estimate.
  std::optional<double> cost = {};  ///< US dollars; offline what Claude would have cost.
};

/// What came of an exercise.
struct ExerciseRun {
  std::string id = {};
  std::vector<Check> checks = {};  ///< Empty if the outcome was not `answered`.
  bool is_solved = false;
  bool is_first_time = false;  ///< It was not solved before.
  ExerciseProgress progress = {};
  std::string explanation = {};  ///< If it is solved and there is one.
};

/// What came of a cell.
struct CellRun {
  std::vector<PartRun> parts = {};
  std::optional<ExerciseRun> exercise = {};
  std::string text = {};          ///< What %hint, %solution, %model, %set … say; Markdown.
  std::string cpp = {};           ///< The program that %cpp shows.
  std::string save_problem = {};  ///< Why progress was not saved; empty if it was.
};

/// What happens while a cell runs, on the thread that runs it. All may be empty.
struct RunEvents {
  /// Before a call: what will be sent, the model and the notes are in it.
  std::function<void(const PartRun& part)> on_begin = {};
  std::function<void(std::string_view text)> on_text = {};
  std::function<void(std::string_view thinking)> on_thinking = {};
  std::function<void(const ToolRun& tool)> on_tool = {};
  /// After a call.
  std::function<void(const PartRun& part)> on_end = {};
};

struct SessionOptions {
  std::string model = {};   ///< Chosen by the learner; empty: the cheapest that takes what the lesson uses.
  std::string region = {};  ///< For the model's id and its price; may be empty.
  const Messages* live = nullptr;      ///< Asks Claude; null: recorded answers. Outlives the session.
  const Progress* progress = nullptr;  ///< Null: progress is kept in memory. Outlives the session.
  operations::PriceTable prices = {};
  /// The time, "2026-11-30T12:00:00Z".
  std::function<std::string()> now = {};
};

/// Runs cells, for one learner. Used by one thread; run() may be stopped by its token from any.
class Session {
 public:
  Session(Course course, SessionOptions options);

  /// %lang reads it anew: what was taken from it is gone then.
  const Course& course() const { return *course_; }
  Language language() const { return course_->language(); }
  const ProgressState& state() const { return state_; }
  bool is_live() const { return options_.live != nullptr; }
  /// What a lesson runs on.
  std::string model_for(const Lesson& lesson) const;

  /// Runs the text of a cell. `place` is which cell of the lessons it is, as far as that is known: front ends that
  /// know nothing give {}, then %exercise or the text itself tells. The variables that cells above it set are set, the
  /// nearest first, unless the learner ran a cell that sets them; offline also those that answers become.
  /// Fails with bad_request on what the cell has wrong ("exercise-1-1, line 2: …"); failed calls are in PartRun::error.
  Result<CellRun> run(std::string_view source, CellPlace place, const RunEvents& events = {},
                      std::stop_token stop = {});
  /// The same with a prompt that was typed for a cell: one of an exercise need not say %exercise, and lines are
  /// counted as typed.
  Result<CellRun> try_prompt(std::string_view prompt, const CellPlace& place, const RunEvents& events = {},
                             std::stop_token stop = {});

  /// What %hint and %solution show. They count as opened.
  std::string hint(const std::string& exercise_id);
  std::string solution(const std::string& exercise_id);
  /// Forgets tries and hints of an exercise. Empty, or why it was not saved.
  std::string reset(const std::string& exercise_id);
  /// Remembers where the learner is. Empty, or why it was not saved.
  std::string remember_place(const std::string& lesson, const std::string& cell);

  /// The variables of a lesson, for completion.
  const Variables& variables(const Lesson& lesson) { return variables_[lesson.id]; }

 private:
  struct Call;
  Result<CellRun> run_cell(const Cell& cell, std::string_view source, CellPlace place,
                           const RunEvents& events, std::stop_token stop);
  CellPlace find_place(std::string_view source, const Cell& cell, CellPlace given) const;
  void set_from_cells_above(CellPlace place);
  std::optional<std::string> recorded_save(const Cell& cell, const CellPlace& place) const;
  Error explain(Error error, const CellPlace& place) const;
  Result<void> assign(const Cell& cell, const Lesson& lesson);
  void set(const Lesson& lesson, const std::string& name, std::string value);
  std::string act(const Action& action, CellRun& run);
  std::string choose_language(const std::string& name);
  PartRun run_part(const Call& call, BuiltRequest request, std::string label, int number);
  ExerciseRun grade_exercise(const Exercise& exercise, const PartRun& part, std::string_view source,
                             CellRun& run, const std::stop_token& stop);
  std::string save(const std::function<void(ProgressState& state)>& change);

  std::shared_ptr<const Course> course_;
  SessionOptions options_;
  ProgressState state_;
  std::map<std::string, Variables> variables_;                   // by lesson
  std::map<std::string, std::set<std::string>> set_by_learner_;  // by lesson: those of cells that ran
  std::string last_exercise_;
  std::string last_lesson_;
};

}  // namespace anthropic::internal::tutorial
