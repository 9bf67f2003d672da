#include "commands/tutorial/tutorial_options.hpp"

namespace anthropic::internal::cli {

void declare_lessons_options(Declaration& declaration, TutorialOptions& options) {
  declaration.flag("--live", options.live,
                   "Ask Claude, which costs money; without it answers are recorded ones");
  declaration
      .text("-m,--model", options.model, "ID", "The model; else the cheapest that takes what a lesson uses")
      .suggests({"haiku", "sonnet", "opus"});
  declaration.text("--lessons", options.lessons, "FOLDER",
                   "Where the lessons are; else CLAUDE_BEDROCK_LESSONS, else beside the program");
  declare_aws_options(declaration, options.aws);
}

tutorial::Language language_of(const TutorialOptions& options, const tutorial::ProgressState& state) {
  const std::string& name = options.language.empty() ? state.language : options.language;
  return tutorial::language_named(name).value_or(tutorial::Language::en);
}

Result<tutorial::Course> open_course(const TutorialOptions& options, tutorial::Language language) {
  return tutorial::Course::read(tutorial::Course::folder(options.lessons, RealEnvironment()), language);
}

Result<tutorial::Course> open_named_lesson(const TutorialOptions& options, tutorial::Language language) {
  const std::string folder = tutorial::Course::folder(options.lessons, RealEnvironment());
  return tutorial::Course::read_lesson_of(*options.lesson, folder, language);
}

std::string shown_command() {
  return RealEnvironment().get("CLAUDE_BEDROCK_TUTORIAL").value_or("claude-bedrock tutorial");
}

ConnectionOptions connection_of(const TutorialOptions& options) {
  ConnectionOptions connection;
  connection.aws = options.aws;
  return connection;
}

}  // namespace anthropic::internal::cli
