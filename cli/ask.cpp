#include "ask.hpp"

#include <utility>

#include "ask_call.hpp"
#include "ask_s3.hpp"
#include "exit_codes.hpp"
#include "question.hpp"
#include "report_error.hpp"
#include "signals.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

void print_verbose(Output& err, const Message& message) {
  std::string text = "model: " + message.model + "\nstop reason: " + message.stop_reason.name();
  if (message.stop_sequence) text += " (" + *message.stop_sequence + ")";
  text += "\nusage: " + describe_usage(message.usage);
  text += "\nrequest id: " + message.request_id + "\n";
  err.write(without_control_characters(text));
}

std::string answer_json(const Message& message) {
  Json json = message.to_json();
  json.set("request_id", message.request_id);
  return json.dump() + "\n";
}

void print_answer(Output& out, const Answer& answer, const AskOptions& options) {
  if (options.events) return;
  if (options.json) {
    out.write(answer_json(answer.message));
  } else if (!options.schema.empty()) {
    out.write((out.is_terminal() ? answer.value.pretty() : answer.value.dump()) + "\n");
  } else {
    if (options.no_stream) out.write_foreign(answer.message.text());
    if (out.is_terminal()) out.end_line();
  }
}

/// What is stored at --to-s3: what is printed.
std::string stored_answer(const Answer& answer, const AskOptions& options) {
  if (options.json) return answer_json(answer.message);
  return options.schema.empty() ? answer.message.text() : answer.value.dump() + "\n";
}

}  // namespace

int run_ask(const AskOptions& options, Console& console) {
  if (auto checked = check_model_options(options.model); !checked)
    return report_usage(console.err, checked.error());
  const Result<AskPlaces> places = ask_places(options);
  if (!places) return report_usage(console.err, places.error());
  Result<Question> question =
      read_question(options.prompt, options.attachments, !options.from_s3.empty(), console.err);
  if (!question) return report_usage(console.err, question.error());

  const Result<AskExtras> extras = read_extras(options);
  if (!extras) return report_usage(console.err, extras.error());

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  Result<std::string> text = fetch_prompt(options, places->from, interrupts);
  if (!text) return report_failed_call(console, text.error(), interrupts);
  if (is_blank(*text) && is_blank(question->prompt))
    return report_usage(console.err,
                        usage_error("the prompt is empty: " + options.from_s3 + " holds no text"));
  MessageCreateParams params = request_for(options.model);
  params.messages.push_back({Role::user, content_of(*std::move(question), *std::move(text))});
  add_cache_marks(options.model, params);
  Result<Connection> connection = Connection::open(options.connection, console);
  if (!connection) return report_error(console.err, connection.error());

  const Result<Answer> answer = ask(connection->messages(), params, options, *extras, interrupts, console);
  if (console.out.failure() != 0) return console.finish(kExitOk);
  if (!answer) {
    // What had arrived stays; the error begins on a line of its own.
    if (console.out.is_terminal()) console.out.end_line();
    return report_failed_call(console, answer.error(), interrupts);
  }
  print_answer(console.out, *answer, options);
  print_stop_notice(console.err, answer->message, params.max_tokens);
  if (options.verbose) print_verbose(console.err, answer->message);
  const Result<void> stored = store_answer(options, places->to, stored_answer(*answer, options), interrupts);
  if (!stored) return report_failed_call(console, stored.error(), interrupts);
  return console.finish(kExitOk);
}

}  // namespace anthropic::cli
