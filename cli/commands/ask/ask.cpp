#include "commands/ask/ask.hpp"

#include <utility>

#include "commands/ask/ask_estimate.hpp"
#include "commands/ask/ask_s3.hpp"
#include "connection/connection.hpp"
#include "connection/connection_options.hpp"
#include "connection/model_options.hpp"
#include "connection/price_option.hpp"
#include "conversation/answer_output.hpp"
#include "conversation/usage.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "prompt/prompt.hpp"
#include "question/question.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

void print_verbose(Output& err, const Turn& turn) {
  const Message& message = turn.message;
  std::string text =
      "model: " + on_one_line(message.model) + "\nstop reason: " + on_one_line(message.stop_reason.name());
  if (message.stop_sequence) text += " (" + on_one_line(*message.stop_sequence) + ")";
  text += "\nusage: " + describe_usage(turn.usage);
  text += "\nrequest id: " + on_one_line(message.request_id) + "\n";
  err.write(text);
}

/// Asks the person at the terminal, who may have piped something else into standard input.
Consent ask_consent(const std::string& what, const std::stop_token& stop, Console& console) {
  console.out.end_line();
  const auto answer = ask_on_terminal(what + "\nrun it? [y/N] ", Echo::on, stop, TypedBefore::is_forgotten);
  if (!answer) return answer.error().kind == ErrorKind::user_abort ? Consent::stop_turn : Consent::no;
  return means_yes(*answer) ? Consent::yes : Consent::no;
}

/// What is stored at --to-s3: of a text exactly what Claude wrote, without the line's end that is printed.
std::string stored_answer(const Turn& turn, const TurnOptions& options) {
  if (options.json) return answer_json(turn.message);
  return options.schema.empty() ? turn.message.text() : value_json(turn);
}

void declare(Declaration& declaration, AskOptions& options) {
  declaration.argument("prompt", options.prompt,
                       "The question; - for standard input. Piped text is added to it");
  declare_attachments(declaration, options.attachments);
  declaration.text("--from-s3", options.from_s3, "URI",
                   "Take the prompt, or a text before it, from s3://bucket/key");
  declaration.text("--to-s3", options.to_s3, "URI", "Store the answer at s3://bucket/key, too");
  declare_turn_options(declaration, options.turn);
  declaration.flag("--no-stream", options.turn.no_stream, "Print the answer when it is whole");
  declaration.flag("-v,--verbose", options.turn.verbose, "Usage and stop reason to standard error");
  declaration.flag("--estimate", options.estimate, "Say what it will cost, and ask nothing");
  declare_price_option(declaration, options.prices);
  declare_model_options(declaration, options.model);
  declare_connection_options(declaration, options.connection);
}

}  // namespace

int run_ask(const AskOptions& options, Console& console) {
  if (auto checked = check_connection(options.connection, options.model); !checked)
    return report_usage(console.err, checked.error());
  if (auto checked = check_turn_options(options.turn); !checked)
    return report_usage(console.err, checked.error());
  const Result<AskPlaces> places = ask_places(options);
  if (!places) return report_usage(console.err, places.error());
  Result<Question> question =
      read_question(options.prompt, options.attachments, !options.from_s3.empty(), console.err);
  if (!question) return report_usage(console.err, question.error());

  const Result<TurnFiles> files = read_turn_files(options.turn, can_ask_on_terminal());
  if (!files) return report_usage(console.err, files.error());

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  Result<std::string> text = fetch_prompt(options, places->from, interrupts);
  if (!text) return report_failed_call(console, text.error(), interrupts);
  if (is_blank(*text) && is_blank(question->prompt))
    return report_usage(console.err,
                        usage_error("the prompt is empty: " + options.from_s3 + " holds no text"));
  MessageCreateParams params = request_for(options.model);
  params.messages.push_back({Role::user, content_of(*std::move(question), *std::move(text))});
  add_cache_breakpoints(options.model, params);
  if (options.estimate) return run_ask_estimate(options, params, console, interrupts);
  Result<Connection> connection = Connection::open(options.connection, console);
  if (!connection) return report_error(console.err, connection.error());

  std::stop_source stop;
  const std::stop_callback on_interrupt(interrupts.token(), [&stop] { stop.request_stop(); });
  const Turn turn =
      take_turn({connection->messages(), options.turn, *files, console, stop,
                 [&](const std::string& what) { return ask_consent(what, stop.get_token(), console); }},
                params);
  if (console.out.failure() != 0) return console.finish(kExitOk);
  if (turn.error) {
    // What had arrived stays; the error begins on a line of its own.
    console.out.end_line();
    print_unusable_answer(console.err, *turn.error, options.turn);
    return report_failed_call(console, *turn.error, interrupts);
  }
  print_answer(console.out, turn, options.turn);
  console.out.end_line();
  print_turn_notice(console.err, turn, params.max_tokens);
  if (options.turn.verbose) print_verbose(console.err, turn);
  const Result<void> stored =
      store_answer(options, places->to, stored_answer(turn, options.turn), interrupts);
  if (!stored) return report_failed_call(console, stored.error(), interrupts);
  return console.finish(kExitOk);
}

Command ask_command() {
  return {.name = "ask",
          .about = "Ask one question; the answer is printed as it comes",
          .examples = R"(  claude-bedrock ask "Why is the sky blue?"
  git diff | claude-bedrock ask --model sonnet "Review this change"
  claude-bedrock ask -f photo.jpg -f notes.md "Does the photo show what the notes say?"
  claude-bedrock ask --json --max-tokens 200 "Name three colours" | jq -r '.content[0].text'
  claude-bedrock ask --tool weather.json "What should I wear in Prague?"
  claude-bedrock ask --schema city.json "Where is the Louvre?" | jq -r .city
  claude-bedrock ask --local "Hello"        # no AWS account needed; it is not Claude that answers
)",
          .declare = with_options(declare, run_ask),
          .notes = kToolFileHelp};
}

}  // namespace anthropic::internal::cli
