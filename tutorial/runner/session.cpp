#include "tutorial/runner/session.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <anthropic/json_schema.hpp>
#include <anthropic/tool_runner.hpp>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "tutorial/runner/cpp_program.hpp"
#include "tutorial/runner/judge.hpp"
#include "tutorial/runner/model_choice.hpp"
#include "tutorial/runner/recorded.hpp"

namespace anthropic::internal::tutorial {

/// What the parts of a cell have in common.
struct Session::Call {
  const Lesson& lesson;
  const LessonCell* cell;
  bool is_untouched;
  const RunEvents& events;
  std::stop_token stop;
};

namespace {

constexpr int kMostTurns = 6;
/// Of a prompt that is typed: progress keeps one for each exercise, and is read whole.
constexpr std::size_t kMostBytes = 100'000;

void add(const Usage& more, Usage& total) {
  const auto add_optional = [](const auto& from, auto& to) {
    if (from) to = to.value_or(0) + *from;
  };
  total.input_tokens += more.input_tokens;
  total.output_tokens += more.output_tokens;
  add_optional(more.cache_read_input_tokens, total.cache_read_input_tokens);
  add_optional(more.cache_creation_input_tokens, total.cache_creation_input_tokens);
}

bool agrees(const ToolResult& result, const Json& input) {
  for (const Json::Member& member : result.if_input.members()) {
    if (!(input[member.name] == member.value)) return false;
  }
  return true;
}

/// What the lesson recorded for a tool.
ToolOutput answer_for(const LessonTool& tool, const ToolCall& call) {
  for (const ToolResult& result : tool.results) {
    if (!agrees(result, call.input)) continue;
    return result.is_error ? ToolOutput::failure(result.text) : ToolOutput(result.text);
  }
  return ToolOutput::failure("nothing was recorded for this input");
}

/// The tools that have results. Those without are only declared: a call of one ends the run.
std::vector<RunnableTool> runnable_tools(const std::vector<LessonTool>& tools) {
  std::vector<RunnableTool> runnable;
  for (const LessonTool& tool : tools) {
    if (tool.results.empty()) continue;
    runnable.push_back({tool.tool, [tool](const ToolCall& call) { return answer_for(tool, call); }});
  }
  return runnable;
}

Outcome outcome_of(const PartRun& part) {
  if (part.error) return part.error->kind == ErrorKind::user_abort ? Outcome::stopped : Outcome::failed;
  if (part.message.stop_reason == StopReason::refusal) return Outcome::refused;
  if (part.message.stop_reason.is_limit()) return Outcome::cut;
  if (trim(part.message.text()).empty() && part.tools.empty()) return Outcome::empty;
  return Outcome::answered;
}

/// What each tool was told, from the conversation.
std::vector<ToolRun> tool_runs(const std::vector<MessageParam>& messages) {
  std::vector<ToolRun> runs;
  std::vector<std::string> ids;
  for (const MessageParam& message : messages) {
    if (!message.content.blocks()) continue;
    for (const ContentBlock& block : *message.content.blocks()) {
      if (const auto* use = std::get_if<ToolUseBlock>(&block)) {
        runs.push_back({.name = use->name, .input = use->input});
        ids.push_back(use->id);
      }
      const auto* result = std::get_if<ToolResultBlock>(&block);
      if (!result) continue;
      const auto found = std::find(ids.begin(), ids.end(), result->tool_use_id);
      if (found == ids.end()) continue;
      ToolRun& run = runs[static_cast<std::size_t>(found - ids.begin())];
      run.result = result->content.text();
      run.is_error = result->is_error.value_or(false);
    }
  }
  return runs;
}

/// Makes the call and its turns with tools.
class CallRunner {
 public:
  CallRunner(PartRun& part, const Messages& messages, const RunEvents& events, std::stop_token stop,
             const Recording* recording)
      : part_(part),
        events_(events),
        recording_(recording),
        runner_(messages, part.request.params, runnable_tools(part.request.tools),
                {.max_iterations = kMostTurns,
                 .parallel = false,
                 .on_event = [this](const StreamEvent& event) { show(event); },
                 .stop_token = std::move(stop)}) {}
  CallRunner(const CallRunner&) = delete;
  CallRunner& operator=(const CallRunner&) = delete;

  void run() {
    while (auto answer = runner_.next()) {
      if (!*answer) {
        part_.error = answer->error();
        if (part_.error->partial_message) part_.message = *part_.error->partial_message;
        break;
      }
      part_.message = **std::move(answer);
      const std::size_t turn = answer_ - 1;
      if (recording_ && turn < recording_->turns.size())
        complete(recording_->turns[turn], part_.material.request, part_.message);
      add(part_.message.usage, part_.usage);
      // Once it has called the tool that it had to call, it may answer.
      runner_.params().tool_choice.reset();
    }
    tell_tools();
  }

 private:
  void show(const StreamEvent& event) {
    if (std::holds_alternative<MessageStartEvent>(event)) begin_answer();
    if (!event.thinking().empty()) tell_thinking(event.thinking());
    if (!event.text().empty() && events_.on_text) events_.on_text(event.text());
  }

  void begin_answer() {
    tell_tools();
    if (recording_ && answer_ < recording_->turns.size() && shows_thinking())
      tell_thinking(recording_->turns[answer_].thinking);
    ++answer_;
  }

  bool shows_thinking() const {
    const std::string type = part_.material.request["thinking"]["type"].string_or("");
    return type == "adaptive" || type == "enabled";
  }

  void tell_tools() {
    part_.tools = tool_runs(runner_.messages());
    for (; told_ < part_.tools.size(); ++told_) {
      if (events_.on_tool) events_.on_tool(part_.tools[told_]);
    }
  }

  void tell_thinking(std::string_view text) {
    part_.material.thinking += text;
    if (!text.empty() && events_.on_thinking) events_.on_thinking(text);
  }

  PartRun& part_;
  const RunEvents& events_;
  const Recording* recording_;
  std::size_t answer_ = 0;
  std::size_t told_ = 0;
  ToolRunner runner_;
};

std::string hint_heading(std::size_t number, Language language) {
  return phrase(language, "Hint %1 of 2: ", "提示 %1（共 2 个）：", {std::to_string(number)});
}

/// The cell whose recorded answers a cell has: its own, or those of one that says the same.
const LessonCell* recorded_cell(const Course& course, const CellPlace& place) {
  if (!place || !place.cell->replies.empty()) return place.cell;
  return course.find_source(place.cell->source, place.lesson).cell;
}

/// The names that a cell sets, "{A}, {B}".
std::string names_set(const Cell& cell) {
  std::string names;
  for (const Assignment& assignment : cell.assignments)
    names += (names.empty() ? "{" : ", {") + assignment.name + "}";
  return names;
}

}  // namespace

std::string describe(Outcome outcome, Language language) {
  switch (outcome) {
    case Outcome::refused:
      return phrase(language, "Claude declined to answer.", "Claude 拒绝了回答。");
    case Outcome::empty:
      return phrase(language, "The answer is empty.", "回答是空的。");
    case Outcome::cut:
      return phrase(language, "The answer was cut off; give it more %max_tokens, or ask for less.",
                    "回答被截断了；请加大 %max_tokens，或要求得少一些。");
    case Outcome::stopped:
      return phrase(language, "Stopped.", "已停止。");
    case Outcome::answered:
    case Outcome::failed:
      return {};
  }
  return {};
}

Session::Session(Course course, SessionOptions options)
    : course_(std::make_shared<const Course>(std::move(course))), options_(std::move(options)) {
  if (!options_.progress) return;
  if (auto state = options_.progress->read()) state_ = *std::move(state);
}

std::string Session::model_for(const Lesson& lesson) const {
  const std::string& chosen = options_.model.empty() ? state_.model : options_.model;
  return chosen.empty() ? cheapest_model(needs_of(lesson), options_.region) : chosen;
}

std::string Session::save(const std::function<void(ProgressState& state)>& change) {
  change(state_);
  if (!options_.progress) return {};
  const Result<void> saved = options_.progress->update(change);
  if (saved) return {};
  return phrase(language(), "progress was not saved: %1", "进度没有保存：%1", {saved.error().message}) +
         (saved.error().hint.empty() ? "" : " (" + saved.error().hint + ")");
}

CellPlace Session::find_place(std::string_view source, const Cell& cell, CellPlace given) const {
  if (!cell.exercise.empty()) {
    if (const CellPlace place = course_->find_exercise(cell.exercise)) return place;
  }
  if (given) return given;
  const auto last =
      last_lesson_.empty() ? Result<const Lesson*>(Error{}) : course_->find_lesson(last_lesson_);
  return course_->find_source(source, last ? *last : nullptr);
}

void Session::set_from_cells_above(CellPlace place) {
  if (!place) return;
  Variables& variables = variables_[place.lesson->id];
  const std::set<std::string>& by_learner = set_by_learner_[place.lesson->id];
  for (const LessonCell& above : place.lesson->cells) {
    if (above.id == place.cell->id) return;
    if (!above.is_code) continue;
    const auto cell = read_cell(above.source, language());
    if (!cell) continue;
    for (const Assignment& assignment : cell->assignments) {
      if (by_learner.count(assignment.name) > 0) continue;
      auto value = substitute(assignment.value, variables, language());
      if (value && assignment.is_file) value = course_->read_text_file(*value);
      if (value) variables[assignment.name] = *std::move(value);
    }
    if (cell->save.empty() || by_learner.count(cell->save) > 0) continue;
    if (auto answer = recorded_save(*cell, {place.lesson, &above}))
      variables[cell->save] = *std::move(answer);
  }
}

/// What a cell saves offline as it stands in the lesson.
std::optional<std::string> Session::recorded_save(const Cell& cell, const CellPlace& place) const {
  if (options_.live) return {};
  const Lesson& lesson = *place.lesson;
  const auto request = build_request(cell.parts.front().prompt,
                                     {lesson, variables_.at(lesson.id), model_for(lesson), language()});
  if (!request) return {};
  const Recording recording = find_recording(recorded_cell(*course_, place), true, 1, *request, language());
  if (!recording.is_there) return {};
  return request->prefill + recording.turns.back().reply["text"].string_or("");
}

/// Names the cell, and which one to run first if a variable is missing that is an answer.
Error Session::explain(Error error, const CellPlace& place) const {
  if (!place) return error;
  for (const LessonCell& above : place.lesson->cells) {
    if (above.id == place.cell->id) break;
    const auto cell = above.is_code ? read_cell(above.source, language()) : Result<Cell>(Cell());
    if (!cell || cell->save.empty() || error.message.find("{" + cell->save + "}") == std::string::npos)
      continue;
    error.hint = phrase(language(), "Run %1 first: its answer becomes {%2}.",
                        "请先运行 %1：它的回答会成为 {%2}。", {above.id, cell->save});
  }
  error.message = place.cell->id + ", " + error.message;
  return error;
}

Result<void> Session::assign(const Cell& cell, const Lesson& lesson) {
  for (const Assignment& assignment : cell.assignments) {
    auto value = substitute(assignment.value, variables_[lesson.id], language());
    if (value && assignment.is_file) value = course_->read_text_file(*value);
    if (!value) return value.error();
    set(lesson, assignment.name, *std::move(value));
  }
  return {};
}

void Session::set(const Lesson& lesson, const std::string& name, std::string value) {
  variables_[lesson.id][name] = std::move(value);
  set_by_learner_[lesson.id].insert(name);
}

std::string Session::choose_language(const std::string& name) {
  const Language chosen = *language_named(name);
  auto course = Course::read(course_->folder(), chosen);
  if (!course) return course.error().message;
  course_ = std::make_shared<const Course>(*std::move(course));
  return phrase(chosen, "The tutorial speaks English now.", "教程现在使用中文。");
}

std::string Session::act(const Action& action, CellRun& run) {
  const std::string& id = action.value.empty() ? last_exercise_ : action.value;
  switch (action.kind) {
    case Action::Kind::hint:
      return hint(id);
    case Action::Kind::solution:
      return solution(id);
    case Action::Kind::reset:
      if (!course_->find_exercise(id))
        return phrase(language(), "There is no exercise %1.", "没有练习 %1。", {in_quotes(id)});
      run.save_problem = reset(id);
      return phrase(language(), "Exercise %1 begins anew.", "练习 %1 重新开始。", {id});
    case Action::Kind::model:
      if (!options_.live && !find_model(action.value))
        return phrase(language(), "There is no model %1. `claude-bedrock models` lists them.",
                      "没有模型 %1。`claude-bedrock models` 列出所有模型。", {in_quotes(action.value)});
      options_.model.clear();
      run.save_problem = save([&](ProgressState& state) { state.model = action.value; });
      return phrase(language(), "From now on: %1.", "从现在起：%1。", {name_of_model(action.value)});
    case Action::Kind::language:
      run.save_problem = save([&](ProgressState& state) { state.language = action.value; });
      return choose_language(action.value);
  }
  return {};
}

std::string Session::hint(const std::string& exercise_id) {
  const CellPlace place = course_->find_exercise(exercise_id);
  if (!place)
    return phrase(language(), "There is no exercise %1.", "没有练习 %1。", {in_quotes(exercise_id)});
  const ExerciseProgress before = state_.exercise(exercise_id);
  const int open = before.open_hints();
  if (open == 0)
    return phrase(language(), "Try exercise %1 first: a hint opens after a try.",
                  "请先尝试练习 %1：尝试一次后会开放提示。", {exercise_id});
  const int shown = std::min(before.hints + 1, open);
  save([&](ProgressState& state) { state.exercises[exercise_id].hints = shown; });
  std::string text;
  for (std::size_t i = 0; i < static_cast<std::size_t>(shown); ++i)
    text += hint_heading(i + 1, language()) + place.cell->exercise->hints[i].in(language()) + "\n";
  if (shown == open && open < 2)
    text +=
        phrase(language(), "The second opens after another try.", "再尝试一次后会开放第二个提示。") + "\n";
  if (shown == 2 && !before.is_solution_open())
    text += phrase(language(), "The solution opens after another try.", "再尝试一次后会开放答案。") + "\n";
  return text;
}

std::string Session::solution(const std::string& exercise_id) {
  const CellPlace place = course_->find_exercise(exercise_id);
  if (!place)
    return phrase(language(), "There is no exercise %1.", "没有练习 %1。", {in_quotes(exercise_id)});
  const ExerciseProgress before = state_.exercise(exercise_id);
  if (!before.is_solution_open())
    return phrase(language(), "The solution of exercise %1 opens after three tries; so far: %2.",
                  "练习 %1 的答案在三次尝试后开放；目前 %2 次。",
                  {exercise_id, std::to_string(before.attempts)});
  save([&](ProgressState& state) { state.exercises[exercise_id].solution_seen = true; });
  const Exercise& exercise = *place.cell->exercise;
  std::string text = phrase(language(), "A solution of %1:", "练习 %1 的一个答案：", {exercise_id}) +
                     "\n\n```\n" + exercise.solution + "\n```\n";
  if (!exercise.explanation.empty()) text += "\n" + exercise.explanation.in(language()) + "\n";
  return text;
}

std::string Session::reset(const std::string& exercise_id) {
  return save([&](ProgressState& state) { state.exercises.erase(exercise_id); });
}

std::string Session::remember_place(const std::string& lesson, const std::string& cell) {
  return save([&](ProgressState& state) {
    state.lesson = lesson;
    state.cell = cell;
  });
}

PartRun Session::run_part(const Call& call, BuiltRequest request, std::string label, int number) {
  PartRun run;
  run.label = std::move(label);
  run.model = request.params.model;
  run.material = request.sent;
  run.request = std::move(request);
  run.is_recorded = !options_.live;

  Recording recording;
  std::optional<RecordedBedrock> recorded;
  if (run.is_recorded) {
    recording = find_recording(call.cell, call.is_untouched, number, run.request, language());
    run.has_recording = recording.is_there;
    auto started = RecordedBedrock::start(recording, options_.region);
    if (!started) {
      run.error = started.error();
      run.outcome = Outcome::failed;
      return run;
    }
    recorded = *std::move(started);
  }
  if (call.events.on_begin) call.events.on_begin(run);
  const Messages& messages = recorded ? recorded->messages() : *options_.live;
  CallRunner(run, messages, call.events, call.stop, recorded ? &recording : nullptr).run();
  run.outcome = outcome_of(run);
  run.material.answer = run.request.prefill + run.message.text();
  if (!run.tools.empty())
    run.material.tool = Json::object({{"name", run.tools.front().name}, {"input", run.tools.front().input}});
  if (run.request.schema && run.outcome == Outcome::answered) {
    const Rule fits{.kind = Rule::Kind::schema, .of = "answer", .schema = *run.request.schema};
    run.schema_mismatch = check(fits, run.material, language()).where;
  }
  const std::string sent = options_.region.empty() ? run.model : resolve_model_id(run.model, options_.region);
  run.cost = options_.prices.cost(sent, run.usage);
  if (call.events.on_end) call.events.on_end(run);
  return run;
}

ExerciseRun Session::grade_exercise(const Exercise& exercise, const PartRun& part, std::string_view source,
                                    CellRun& run, const std::stop_token& stop) {
  ExerciseRun result;
  result.id = exercise.id;
  last_exercise_ = exercise.id;
  const bool is_try =
      part.outcome != Outcome::failed && part.outcome != Outcome::stopped && part.has_recording;
  const bool was_solved = state_.exercise(exercise.id).is_solved();
  if (part.outcome == Outcome::answered && part.has_recording) {
    const Judge judge = options_.live ? model_judge(*options_.live, part.model, language(), stop) : Judge();
    result.checks = grade(exercise.rules, part.material, language(), judge);
    result.is_solved = all_passed(result.checks);
  }
  result.is_first_time = result.is_solved && !was_solved;
  if (result.is_solved) result.explanation = exercise.explanation.in(language());
  run.save_problem = save([&](ProgressState& state) {
    ExerciseProgress& progress = state.exercises[exercise.id];
    progress.source = std::string(source);
    if (is_try && !progress.is_solved()) ++progress.attempts;
    if (result.is_solved && !progress.is_solved()) progress.solved = options_.now ? options_.now() : "solved";
  });
  result.progress = state_.exercise(exercise.id);
  return result;
}

Result<CellRun> Session::run(std::string_view source, CellPlace place, const RunEvents& events,
                             std::stop_token stop) {
  const auto cell = read_cell(source, language());
  if (!cell) return explain(cell.error(), place);
  return run_cell(*cell, source, place, events, std::move(stop));
}

Result<CellRun> Session::try_prompt(std::string_view prompt, const CellPlace& place, const RunEvents& events,
                                    std::stop_token stop) {
  if (trim(prompt).empty()) return bad_request_error(phrase(language(), "the prompt is empty", "提示是空的"));
  if (prompt.size() > kMostBytes)
    return bad_request_error(phrase(language(), "the prompt has %1 bytes; at most %2 are taken",
                                    "提示有 %1 字节；最多 %2 字节",
                                    {std::to_string(prompt.size()), std::to_string(kMostBytes)}));
  auto cell = read_cell(prompt, language());
  if (!cell) return explain(cell.error(), place);
  if (!place || !place.cell->exercise || !cell->exercise.empty())
    return run_cell(*cell, prompt, place, events, std::move(stop));
  cell->exercise = place.cell->exercise->id;
  cell->needs_prompt = true;
  const std::string source = "%exercise " + cell->exercise + "\n" + std::string(prompt);
  return run_cell(*cell, source, place, events, std::move(stop));
}

Result<CellRun> Session::run_cell(const Cell& cell, std::string_view source, CellPlace place,
                                  const RunEvents& events, std::stop_token stop) {
  CellRun run;
  for (const Action& action : cell.actions) run.text += act(action, run);
  if (!cell.actions.empty()) return run;

  place = find_place(source, cell, place);
  if (!cell.exercise.empty() && (!place || !place.cell->exercise))
    return bad_request_error(
        phrase(language(), "there is no exercise %1", "没有练习 %1", {in_quotes(cell.exercise)}));
  const Lesson* lesson = place.lesson;
  if (!lesson) {
    const auto last = course_->find_lesson(last_lesson_);
    lesson = last ? *last : &course_->lessons().front();
  }
  last_lesson_ = lesson->id;
  set_from_cells_above(place);
  if (auto assigned = assign(cell, *lesson); !assigned) return explain(assigned.error(), place);
  if (!cell.has_prompt() && !cell.needs_prompt) {
    if (!cell.assignments.empty())
      run.text = phrase(language(), "Set: %1.", "已设置：%1。", {names_set(cell)});
    return run;
  }

  std::vector<BuiltRequest> requests;
  for (const Part& part : cell.parts) {
    auto request =
        build_request(part.prompt, {*lesson, variables_[lesson->id], model_for(*lesson), language()});
    if (!request) return explain(std::move(request).error(), place);
    requests.push_back(*std::move(request));
  }
  if (cell.shows_cpp) {
    for (const BuiltRequest& request : requests) run.cpp += cpp_program(request.params);
    return run;
  }

  const LessonCell* recorded = recorded_cell(*course_, place);
  const bool is_untouched = recorded && trim(recorded->source) == trim(source);
  const Call call{*lesson, recorded, is_untouched, events, std::move(stop)};
  for (std::size_t i = 0; i < requests.size(); ++i) {
    run.parts.push_back(run_part(call, std::move(requests[i]), cell.parts[i].label, static_cast<int>(i) + 1));
    if (run.parts.back().outcome == Outcome::stopped) break;
  }
  if (!cell.save.empty() && run.parts.front().outcome == Outcome::answered)
    set(*lesson, cell.save, run.parts.front().material.answer);
  if (place && place.cell->exercise && !cell.exercise.empty())
    run.exercise = grade_exercise(*place.cell->exercise, run.parts.front(), source, run, call.stop);
  return run;
}

}  // namespace anthropic::internal::tutorial
