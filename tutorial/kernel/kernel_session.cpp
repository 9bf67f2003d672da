#include "tutorial/kernel/kernel_session.hpp"

#include <chrono>
#include <utility>

#include "base/time/time_format.hpp"

namespace anthropic::internal::kernel {
namespace {

using tutorial::CellPlace;
using tutorial::Course;
using tutorial::Language;
using tutorial::Lesson;

/// A notebook in the lessons' folder `zh` is Chinese, whatever was chosen.
Language language_for(const std::string& folder, const tutorial::ProgressState& state) {
  if (folder.ends_with("/zh")) return Language::zh;
  return tutorial::language_named(state.language).value_or(Language::en);
}

}  // namespace

KernelSession::KernelSession(KernelOptions options, const Environment& environment, std::string folder)
    : options_(std::move(options)),
      environment_(environment),
      folder_(std::move(folder)),
      progress_(tutorial::Progress::path(environment), files_) {}

tutorial::Session* KernelSession::session() {
  if (!is_set_up_) set_up();
  return session_ ? &*session_ : nullptr;
}

Language KernelSession::language() {
  return session() ? session()->language() : Language::en;
}

void KernelSession::set_up() {
  is_set_up_ = true;
  const auto state = progress_.read();
  const tutorial::ProgressState kept = state ? *state : tutorial::ProgressState();
  auto course = Course::read(Course::folder(options_.lessons, environment_), language_for(folder_, kept));
  if (!course) {
    problem_ = course.error();
    return;
  }
  const std::string& region = options_.region.empty() ? kept.region : options_.region;
  if (options_.live)
    live_.emplace(AnthropicBedrockOptions{.aws_region = region, .aws_profile = options_.profile});
  session_.emplace(
      *std::move(course),
      tutorial::SessionOptions{.model = options_.model,
                               .region = region,
                               .live = live_ ? &live_->messages : nullptr,
                               .progress = &progress_,
                               .now = [] { return format_iso8601(std::chrono::system_clock::now()); }});
}

Result<tutorial::CellRun> KernelSession::run(std::string_view code, const std::string& cell_id,
                                             const tutorial::RunEvents& events, std::stop_token stop) {
  if (!session()) return problem_;
  const CellPlace place = place_of(code, cell_id);
  std::string cell;
  if (place) {
    last_lesson_ = place.lesson->id;
    cell = place.cell->id;
  }
  auto run = session_->run(code, place, events, std::move(stop));
  const tutorial::ProgressState& state = session_->state();
  if (run && !cell.empty() && (state.lesson != last_lesson_ || state.cell != cell)) {
    std::string problem = session_->remember_place(last_lesson_, cell);
    if (run->save_problem.empty()) run->save_problem = std::move(problem);
  }
  return run;
}

CellPlace KernelSession::place_of(std::string_view code, const std::string& cell_id) const {
  const Course& course = session_->course();
  if (const auto cell = tutorial::read_cell(code, course.language()); cell && !cell->exercise.empty())
    return course.find_exercise(cell->exercise);
  if (const CellPlace place = cell_id.empty() ? CellPlace() : course.find_cell(cell_id)) return place;
  const auto last = course.find_lesson(last_lesson_);
  return course.find_source(code, last && !last_lesson_.empty() ? *last : nullptr);
}

const Lesson& KernelSession::lesson_of(const CellPlace& place) const {
  if (place) return *place.lesson;
  const Course& course = session_->course();
  const auto last = course.find_lesson(last_lesson_);
  return last && !last_lesson_.empty() ? **last : course.lessons().front();
}

CompletionContext KernelSession::context(std::string_view code, const std::string& cell_id) {
  const Lesson& lesson = lesson_of(place_of(code, cell_id));
  return {session_->course(), lesson, session_->variables(lesson), session_->state()};
}

}  // namespace anthropic::internal::kernel
