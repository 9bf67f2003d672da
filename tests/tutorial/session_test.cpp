#include "tutorial/runner/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <variant>

#include <anthropic/bedrock.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"
#include "tutorial/runner/model_choice.hpp"
#include "tutorial/small_course.hpp"

namespace anthropic::internal::tutorial {
namespace {

using internal::testing::FileSizeLimit;
using internal::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

CellRun run(Session& session, std::string_view source, std::string_view cell = "") {
  const CellPlace place = cell.empty() ? CellPlace{} : session.course().find_cell(cell);
  auto result = session.run(source, place);
  EXPECT_TRUE(result) << result.error();
  return result ? *result : CellRun{.parts = {{}}};
}

std::string why(Session& session, std::string_view source, std::string_view cell = "") {
  const auto result = session.run(source, cell.empty() ? CellPlace{} : session.course().find_cell(cell));
  return result ? "it ran" : result.error().message + " " + result.error().hint;
}

TEST(Session, ARecordedAnswerStreams) {
  Session session(
      course_of(code_cell("hi", "Hello", R"({"replies": [{"text": "Good morning to you all!"}]})")), {});
  std::vector<std::string> pieces;
  bool has_begun = false;
  const RunEvents events{.on_begin = [&](const PartRun& part) { has_begun = part.is_recorded; },
                         .on_text = [&](std::string_view text) { pieces.emplace_back(text); }};
  const auto result = session.run("Hello", {}, events);
  ASSERT_TRUE(result) << result.error();
  const PartRun& part = result->parts.at(0);
  EXPECT_TRUE(has_begun);
  EXPECT_GT(pieces.size(), 1u);
  EXPECT_EQ(part.material.answer, "Good morning to you all!");
  EXPECT_EQ(part.outcome, Outcome::answered);
  EXPECT_TRUE(part.is_recorded);
  EXPECT_GT(part.usage.output_tokens, 0);
  EXPECT_GT(part.cost.value_or(0), 0);
}

TEST(Session, AChangedCellIsNotAnsweredWithWhatBelongsToAnother) {
  Session session(course_of(code_cell("hi", "Hello", R"({"replies": [{"text": "Hi."}]})")), {});
  const CellRun result = run(session, "Something else", "hi");
  EXPECT_FALSE(result.parts.at(0).has_recording);
  EXPECT_THAT(result.parts[0].material.answer, HasSubstr("Nothing was recorded"));
}

TEST(Session, APlaygroundHasTheAnswersOfTheCellThatSaysTheSame) {
  Session session(
      course_of(code_cell("hi", "Hello", R"({"replies": [{"when": {"contains": "you"}, "text": "Me."},
                                                                     {"text": "Hi."}]})") +
                "," + code_cell("play", "Hello", "{}", R"(["playground"])")),
      {});
  EXPECT_EQ(run(session, "Hello", "play").parts.at(0).material.answer, "Hi.");
  EXPECT_EQ(run(session, "And you?", "play").parts.at(0).material.answer, "Me.");
}

TEST(Session, AnExerciseIsGradedAndCounted) {
  Session session(course_of(exercise_cell()), {.now = [] { return "2026-11-30T12:00:00Z"; }});
  const CellRun wrong = run(session, "%exercise 1.1\nHello");
  ASSERT_TRUE(wrong.exercise);
  EXPECT_FALSE(wrong.exercise->is_solved);
  ASSERT_EQ(wrong.exercise->checks.size(), 2u);
  EXPECT_FALSE(wrong.exercise->checks[0].passed);
  EXPECT_EQ(wrong.exercise->checks[0].requirement, "it thanks");
  EXPECT_TRUE(wrong.exercise->checks[1].passed);
  EXPECT_EQ(wrong.exercise->progress.attempts, 1);
  const CellRun right = run(session, "%exercise 1.1\nHello, please");
  EXPECT_TRUE(right.exercise->is_solved);
  EXPECT_TRUE(right.exercise->is_first_time);
  EXPECT_EQ(right.exercise->progress.solved, "2026-11-30T12:00:00Z");
  EXPECT_EQ(right.exercise->progress.source, "%exercise 1.1\nHello, please");
  EXPECT_FALSE(run(session, "%exercise 1.1\nHello, please").exercise->is_first_time);
}

TEST(Session, APromptThatIsTypedIsOfItsExercise) {
  Session session(course_of(exercise_cell()), {});
  const CellPlace place = session.course().find_cell("exercise-1-1");
  const auto solved = session.try_prompt("What does %exercise mean, please?", place);
  ASSERT_TRUE(solved) << solved.error();
  EXPECT_TRUE(solved->exercise->is_solved);
  EXPECT_EQ(session.state().exercise("1.1").source, "%exercise 1.1\nWhat does %exercise mean, please?");
  const auto wrong = session.try_prompt("{NAME}", place);
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("exercise-1-1, line 1: "));
  EXPECT_THAT(session.try_prompt(" \n", place).error().message, HasSubstr("the prompt is empty"));
  EXPECT_THAT(session.try_prompt("%max_tokens 9", place).error().message, HasSubstr("there is no prompt"));
}

TEST(Session, WhatTheTutorialDoesNotKnowIsSaid) {
  Session session(course_of(exercise_cell()), {});
  EXPECT_THAT(run(session, "%model no-such-model").text, HasSubstr("There is no model \"no-such-model\"."));
  EXPECT_EQ(session.state().model, "");
  EXPECT_THAT(run(session, "%model haiku").text, HasSubstr("From now on: Claude Haiku"));
  EXPECT_THAT(run(session, "%reset 9.9").text, HasSubstr("There is no exercise \"9.9\"."));
}

TEST(Session, RefusalEmptyAndCutAreNotGraded) {
  Session session(course_of(exercise_cell()), {});
  const auto outcome = [&](const std::string& prompt) {
    const CellRun result = run(session, "%exercise 1.1\n" + prompt);
    EXPECT_THAT(result.exercise->checks, IsEmpty()) << prompt;
    EXPECT_FALSE(result.exercise->is_solved) << prompt;
    return result.parts.at(0).outcome;
  };
  EXPECT_EQ(outcome("decline"), Outcome::refused);
  EXPECT_EQ(outcome("empty"), Outcome::empty);
  EXPECT_EQ(outcome("%max_tokens 1\nplease"), Outcome::cut);
  EXPECT_EQ(session.state().exercise("1.1").attempts, 3);
  EXPECT_THAT(describe(Outcome::cut, Language::zh), HasSubstr("截断"));
}

TEST(Session, HintsAndSolutionOpenOneAfterTheOther) {
  Session session(course_of(exercise_cell()), {});
  const std::string wrong = "%exercise 1.1\nHello";
  EXPECT_THAT(run(session, "%hint 1.1").text, HasSubstr("Try exercise 1.1 first"));
  run(session, wrong);
  EXPECT_THAT(run(session, "%hint").text, HasSubstr("Hint 1 of 2: First."));
  EXPECT_THAT(session.hint("1.1"), Not(HasSubstr("Second.")));
  run(session, wrong);
  EXPECT_THAT(session.hint("1.1"), HasSubstr("Second."));
  EXPECT_THAT(session.solution("1.1"), HasSubstr("after three tries"));
  run(session, wrong);
  EXPECT_THAT(run(session, "%solution").text, HasSubstr("Hello, please"));
  run(session, "%reset 1.1");
  EXPECT_EQ(session.state().exercise("1.1").attempts, 0);
  EXPECT_THAT(session.hint("7.7"), HasSubstr("no exercise"));
}

TEST(Session, VariablesComeFromTheCellsAboveAndFromAnswers) {
  Session session(
      course_of(code_cell("a", "%set NAME = Ada\n%save ANSWER\nHi {NAME}",
                          R"({"replies": [{"text": "Hello Ada"}]})") +
                "," + code_cell("b", "Repeat {NAME}: {ANSWER}", R"({"replies": [{"text": "x"}]})")),
      {});
  run(session, "%set NAME = Ada\n%save ANSWER\nHi {NAME}", "a");
  EXPECT_EQ(run(session, "Repeat {NAME}: {ANSWER}", "b").parts.at(0).material.user, "Repeat Ada: Hello Ada");
}

TEST(Session, WhatACellSavesIsThereWithoutRunningIt) {
  const std::string first = code_cell("a", "%set NAME = Ada\n%save DRAFT\nWrite to {NAME}",
                                      R"({"replies": [{"when": {"contains": "Bob"}, "text": "Dear Bob"},
                                                      {"text": "Dear Ada"}]})");
  const std::string second =
      code_cell("b", "%save BRIEF\nShorten {DRAFT}", R"({"replies": [{"text": "Ada!"}]})");
  const std::string third = code_cell("c", "Praise {BRIEF}", R"({"replies": [{"text": "x"}]})");
  const std::string cells = first + "," + second + "," + third;
  Session session(course_of(cells), {});
  EXPECT_EQ(run(session, "Praise {BRIEF} and {DRAFT}", "c").parts.at(0).material.user,
            "Praise Ada! and Dear Ada");
  run(session, "%save DRAFT\nWrite to Bob", "a");
  EXPECT_EQ(run(session, "Shorten {DRAFT}", "b").parts.at(0).material.user, "Shorten Dear Bob");

  const auto endpoint = anthropic::testing::LocalBedrock::start({.replies = R"(["Live."])"});
  ASSERT_TRUE(endpoint) << endpoint.error();
  const AnthropicBedrock client(endpoint->client_options());
  Session live(course_of(cells), {.live = &client.messages});
  EXPECT_EQ(why(live, "Shorten {DRAFT}", "b"),
            "b, line 1: {DRAFT} is not set Run a first: its answer becomes {DRAFT}.");
}

TEST(Session, TheNearestCellAboveSetsUnlessTheLearnerDid) {
  Session session(course_of(code_cell("a", "%set X = 1") + "," + code_cell("b", "%set X = 2") + "," +
                            code_cell("c", "{X}") + "," + code_cell("d", "%set X = 4")),
                  {});
  const auto sent = [&] { return run(session, "{X}", "c").parts.at(0).material.user; };
  EXPECT_EQ(sent(), "2");
  run(session, "%set X = 1", "a");
  EXPECT_EQ(sent(), "1");
}

TEST(Session, ACellThatOnlySetsSaysWhat) {
  Session session(course_of(code_cell("a", "Hi")), {});
  EXPECT_EQ(run(session, "%set A = 1\n%set B = 2").text, "Set: {A}, {B}.");
  EXPECT_EQ(run(session, "#! nothing").text, "");
}

TEST(Session, ACellWhoseQuestionSlidIntoABlockIsWrong) {
  Session session(course_of(code_cell("a", "Hi")), {});
  for (const char* cell :
       {"%document Minutes\nWho pays?", "%system\nWho pays?", "%set A = 1\n%effort low", "%cpp"})
    EXPECT_THAT(why(session, cell), HasSubstr("does a block lack its %end?")) << cell;
}

TEST(Session, WhatIsWrongInACellIsNamed) {
  Session session(course_of(exercise_cell()), {});
  EXPECT_THAT(why(session, "Hello\n%sytem x", "exercise-1-1"),
              HasSubstr("exercise-1-1, line 2: %sytem is no directive"));
  EXPECT_THAT(why(session, "%exercise 1.1\n"), HasSubstr("there is no prompt in this cell"));
  EXPECT_THAT(why(session, "%exercise 9.9\nHello"), HasSubstr("there is no exercise \"9.9\""));
  EXPECT_THAT(why(session, "%tools nothing\nHello"), HasSubstr("line 1: this lesson has no tool nothing"));
}

TEST(Session, CompareRunsEachPart) {
  const std::string source = "Why?\n%compare plain\n%compare brief\n%system Be brief.";
  Session session(course_of(code_cell("c", source, R"({"replies": [{"part": 1, "text": "Long."},
                                                                   {"part": 2, "text": "Short."}]})")),
                  {});
  const CellRun result = run(session, source);
  ASSERT_EQ(result.parts.size(), 2u);
  EXPECT_EQ(result.parts[0].material.answer, "Long.");
  EXPECT_EQ(result.parts[1].label, "brief");
  EXPECT_EQ(result.parts[1].material.system, "Be brief.");
  EXPECT_EQ(result.parts[1].material.answer, "Short.");
}

TEST(Session, ToolsAreAnsweredFromTheLesson) {
  const std::string source = "%tools weather\nHow is it in Bonn?";
  Session session(
      course_of(
          code_cell("t", source, R"({"replies": [{"tool_use": {"name": "weather", "input": {"city": "Bonn"}},
                                                        "then": {"text": "It rains."}}]})"),
          R"(, "tools": [{"name": "weather", "description": "The weather.",
                   "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}},
                   "results": [{"if": {"city": "Bonn"}, "result": "rain"}]}])"),
      {});
  std::vector<std::string> called;
  const auto result = session.run(source, {}, {.on_tool = [&](const ToolRun& tool) {
                                    called.push_back(tool.name + ": " + tool.result);
                                  }});
  ASSERT_TRUE(result) << result.error();
  EXPECT_EQ(result->parts.at(0).error, std::nullopt);
  EXPECT_EQ(result->parts.at(0).material.answer, "It rains.");
  EXPECT_EQ(result->parts.at(0).material.tool["input"]["city"].as_string(), "Bonn");
  EXPECT_THAT(called, ElementsAre("weather: rain"));
}

TEST(Session, ARecordedCallNeedsItsTool) {
  const std::string call = R"({"replies": [{"tool_use": {"name": "t", "input": {}}}]})";
  const std::string question = "\nHow is it?";
  const auto has_recording = [&](const std::string& directives) {
    Session session(course_of(code_cell("c", directives + question, call)), {});
    return run(session, directives + question, "c").parts.at(0).has_recording;
  };
  EXPECT_TRUE(has_recording(R"(%tools [{"name": "t"}])"));
  EXPECT_FALSE(has_recording(R"(%tools [{"name": "u"}])"));
  EXPECT_FALSE(has_recording("%tools [{\"name\": \"t\"}]\n%tool_choice none"));
  EXPECT_FALSE(has_recording(""));
}

TEST(Session, RulesSeeTheRequest) {
  Session session(course_of(code_cell("c", "Hi", R"({"replies": [
      {"when": {"of": "request", "contains": "json_schema"}, "text": "{}"},
      {"when": {"of": "request", "contains": "\"stop_sequences\""}, "text": "stopped"},
      {"text": "Hi."}]})")),
                  {.model = "claude-haiku-4-5"});
  EXPECT_EQ(run(session, "Hi", "c").parts.at(0).material.answer, "Hi.");
  EXPECT_EQ(run(session, "%stop END\nHi", "c").parts.at(0).material.answer, "stopped");
  const std::string schema = R"(%schema {"type": "object", "additionalProperties": false})";
  EXPECT_EQ(run(session, schema + "\nHi", "c").parts.at(0).material.answer, "{}");
}

TEST(Session, ARecordedAnswerMayCountAndCite) {
  const std::string source = "%document Notes\nÄ: the pump is new.\n%end\nWhat is new?";
  Session session(course_of(code_cell("c", source, R"({"replies": [{"text": "The pump.",
      "citations": [{"document": 0, "quote": "the pump"}],
      "usage": {"input_tokens": 7, "cache_read_input_tokens": 5000}}]})")),
                  {});
  const PartRun part = run(session, source, "c").parts.at(0);
  EXPECT_EQ(part.usage.input_tokens, 7);
  EXPECT_EQ(part.usage.cache_read_input_tokens, 5000);
  EXPECT_GT(part.usage.output_tokens, 0);
  const auto& citation =
      std::get<CitationCharLocation>(std::get<TextBlock>(part.message.content.at(0)).citations.at(0));
  EXPECT_EQ(citation.cited_text, "the pump");
  EXPECT_EQ(citation.document_title, "Notes");
  EXPECT_EQ(citation.start_char_index, 3);
  EXPECT_EQ(citation.end_char_index, 11);
  EXPECT_FALSE(run(session, "%document Notes\nNothing.\n%end\nWhat is new?", "c").parts.at(0).has_recording);
}

TEST(Session, ARawRequestShowsItsError) {
  Session session(course_of(code_cell("r", "x")), {});
  const CellRun result = run(session, R"(%raw
{"max_tokens": 10, "messages": [{"content": "no role"}]})");
  ASSERT_TRUE(result.parts.at(0).error);
  EXPECT_THAT(result.parts[0].error->message, HasSubstr("role"));
}

TEST(Session, RecordedThinkingIsToldIfItWasAskedFor) {
  const auto thought_by = [](const std::string& source) {
    Session session(course_of(code_cell("t", source, R"({"replies": [{"thinking": "Hm.", "text": "So."}]})")),
                    {});
    std::string thought;
    const auto result =
        session.run(source, {}, {.on_thinking = [&](std::string_view text) { thought += text; }});
    EXPECT_TRUE(result);
    EXPECT_EQ(result->parts.at(0).material.answer, "So.");
    EXPECT_EQ(result->parts.at(0).material.thinking, thought);
    return thought;
  };
  EXPECT_EQ(thought_by("%thinking adaptive\nWhy?"), "Hm.");
  EXPECT_EQ(thought_by("%thinking 2048\nWhy?"), "Hm.");
  EXPECT_EQ(thought_by("%thinking disabled\nWhy?"), "");
  EXPECT_EQ(thought_by("Why?"), "");
}

TEST(Session, ItCanBeStopped) {
  Session session(
      course_of(
          code_cell("hi", "Hello",
                    R"({"replies": [{"text": "Good morning to all of you who are here", "pace_ms": 50}]})")),
      {});
  std::stop_source stop;
  const RunEvents events{.on_text = [&](std::string_view) { stop.request_stop(); }};
  const auto result = session.run("Hello", {}, events, stop.get_token());
  ASSERT_TRUE(result);
  EXPECT_EQ(result->parts.at(0).outcome, Outcome::stopped);
}

TEST(Session, CppShowsTheCallAndSendsNothing) {
  Session session(course_of(code_cell("hi", "Hello")), {});
  const CellRun result = run(session, "%cpp\n%system Be brief.\nHello");
  EXPECT_THAT(result.parts, IsEmpty());
  EXPECT_THAT(result.cpp, HasSubstr("params.system = \"Be brief.\";"));
}

TEST(Session, ProgressIsSharedAndAFullDiskIsSaid) {
  const TemporaryFolder folder;
  const RealFiles files;
  const Progress progress(folder.file("tutorial.json"), files);
  {
    Session session(course_of(exercise_cell()), {.progress = &progress});
    run(session, "%exercise 1.1\nHello");
    run(session, "%model claude-haiku-4-5");
  }
  Session session(course_of(exercise_cell()), {.progress = &progress});
  EXPECT_EQ(session.state().exercise("1.1").attempts, 1);
  EXPECT_EQ(session.model_for(session.course().lessons()[0]), "claude-haiku-4-5");
  const FileSizeLimit full(10);
  const CellRun result = run(session, "%exercise 1.1\nHello, please");
  EXPECT_TRUE(result.exercise->is_solved);
  EXPECT_THAT(result.save_problem, HasSubstr("progress was not saved"));
  EXPECT_EQ(progress.read()->exercise("1.1").attempts, 1);
}

TEST(Session, LiveItAsksAndAModelJudges) {
  const auto endpoint = anthropic::testing::LocalBedrock::start({.replies = R"({"rules": [
         {"match": {"system": "You grade an answer"}, "reply": {"tool_use": {"name": "answer", "input":
            {"why": "It is rude.", "passes": false}}, "text": "{\"why\": \"It is rude.\", \"passes\": false}"}},
         {"reply": {"text": "Thank you, live!"}}]})"});
  ASSERT_TRUE(endpoint) << endpoint.error();
  const AnthropicBedrock client(endpoint->client_options());
  Session session(course_of(exercise_cell()), {.live = &client.messages});
  const CellRun result = run(session, "%exercise 1.1\nHello");
  EXPECT_FALSE(result.parts.at(0).is_recorded);
  EXPECT_EQ(result.parts.at(0).material.answer, "Thank you, live!");
  EXPECT_TRUE(result.exercise->is_solved);
}

TEST(Request, IsMadeToFitTheModel) {
  const Lesson lesson = lesson_of(code_cell("hi", "Hello"));
  const auto build = [&](std::string_view source, std::string model) {
    const auto cell = read_cell(source, Language::en);
    EXPECT_TRUE(cell) << cell.error();
    auto request = build_request(cell->parts[0].prompt, {lesson, {}, std::move(model), Language::en});
    EXPECT_TRUE(request) << request.error();
    return *request;
  };
  const std::string source =
      "%temperature 0.5\n%prefill <a>\n%thinking 2048\n%schema {\"type\": \"object\", \"properties\": "
      "{\"a\": {\"type\": \"string\"}}}\n%tool_choice "
      "any\n%tools [{"
      "\"name\": \"t\"}]\nHello";
  const BuiltRequest newer = build(source, "anthropic.claude-opus-5-5");
  EXPECT_FALSE(newer.params.temperature);
  EXPECT_EQ(newer.params.messages.size(), 1u);
  EXPECT_THAT(newer.params.messages[0].content.text(), HasSubstr("Begin your answer with exactly this"));
  EXPECT_EQ(newer.params.thinking->type, "adaptive");
  EXPECT_EQ(newer.notes.size(), 5u);
  EXPECT_EQ(newer.sent.user, "Hello");
  EXPECT_EQ(newer.sent.prefill, "<a>");
  const BuiltRequest older = build(source, "claude-haiku-4-5");
  EXPECT_EQ(older.params.temperature, 0.5);
  EXPECT_EQ(older.params.messages.back().content.text(), "<a>");
  EXPECT_EQ(older.params.thinking->budget_tokens, 2048);
  EXPECT_GT(older.params.max_tokens, 2048);
  EXPECT_THAT(older.notes, IsEmpty());
}

TEST(ModelChoice, IsTheCheapestThatTakesAll) {
  const std::string any = cheapest_model({});
  const std::string prefill = cheapest_model({.sampling = true, .prefill = true});
  EXPECT_TRUE(rules_of(prefill).prefill);
  EXPECT_TRUE(rules_of(prefill).sampling);
  EXPECT_EQ(find_model(any)->state, ModelState::active);
  EXPECT_LE(find_model(any)->price.input, find_model(prefill)->price.input);
}

}  // namespace
}  // namespace anthropic::internal::tutorial
