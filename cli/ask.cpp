#include "ask.hpp"

#include <utility>

#include "ask_s3.hpp"
#include "exit_codes.hpp"
#include "report_error.hpp"
#include "signals.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

// The prompt of the command line, then what was piped in.
Result<std::string> read_prompt(const AskOptions& options, Output& err) {
  const bool from_stdin_only = options.prompt == "-";
  std::string prompt = from_stdin_only ? "" : options.prompt.value_or("");
  if (const auto at = find_invalid_utf8(prompt))
    return usage_error("the prompt is not UTF-8: byte " + std::to_string(*at + 1) + " cannot be read");
  if (from_stdin_only || has_piped_input()) {
    Result<std::string> piped = read_standard_input(err, !prompt.empty() || !options.from_s3.empty());
    if (!piped) return piped;
    if (!prompt.empty() && !is_blank(*piped)) prompt += "\n\n";
    if (!is_blank(*piped)) prompt += *piped;
  }
  if (!is_blank(prompt) || !options.from_s3.empty()) return prompt;
  const bool is_missing = !options.prompt && !has_piped_input();
  return usage_error(is_missing ? "there is no prompt" : "the prompt is empty",
                     "give one (claude-bedrock ask \"Why is the sky blue?\") or pipe text in");
}

// What is asked, but for the text that is in S3.
struct Question {
  std::vector<ContentBlock> attachments = {};
  std::string prompt = {};
};

Result<Question> read_question(const AskOptions& options, Output& err) {
  Question question;
  Result<std::vector<ContentBlock>> attachments = read_attachments(options.attachments);
  if (!attachments) return attachments.error();
  question.attachments = *std::move(attachments);
  Result<std::string> prompt = read_prompt(options, err);
  if (!prompt) return prompt.error();
  question.prompt = *std::move(prompt);
  return question;
}

// The text from S3 goes before the prompt.
Content content_of(Question question, std::string text) {
  if (is_blank(text)) text.clear();
  if (!text.empty() && !is_blank(question.prompt)) text += "\n\n";
  text += question.prompt;
  if (question.attachments.empty()) return Content(std::move(text));
  question.attachments.push_back(TextBlock{std::move(text)});
  return Content(std::move(question.attachments));
}

Result<Message> ask(const Messages& messages, const MessageCreateParams& params, const AskOptions& options,
                    Interrupts& interrupts, Output& out) {
  const RequestOptions request = {.stop_token = interrupts.token()};
  if (options.no_stream) return messages.create(params, request);
  MessageStream stream = messages.stream(params, request);
  while (const StreamEvent* event = stream.next()) {
    const std::string_view text = event->text();
    // Where the reader went away the answer is not paid for any further.
    if (options.events) {
      if (!out.write(event->to_json().dump() + "\n")) stream.cancel();
    } else if (!options.json && !text.empty()) {
      if (!out.write_foreign(text)) stream.cancel();
    }
  }
  return stream.final_message();
}

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

void print_answer(Output& out, const Message& message, const AskOptions& options) {
  if (options.events) return;
  if (options.json) {
    out.write(answer_json(message));
    return;
  }
  if (options.no_stream) out.write_foreign(message.text());
  if (out.is_terminal()) out.end_line();
}

}  // namespace

int run_ask(const AskOptions& options, Console& console) {
  if (auto checked = check_model_options(options.model); !checked)
    return report_usage(console.err, checked.error());
  const Result<AskPlaces> places = ask_places(options);
  if (!places) return report_usage(console.err, places.error());
  Result<Question> question = read_question(options, console.err);
  if (!question) return report_usage(console.err, question.error());

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

  const Result<Message> message = ask(connection->messages(), params, options, interrupts, console.out);
  if (console.out.failure() != 0) return console.finish(kExitOk);
  if (!message) {
    // What had arrived stays; the error begins on a line of its own.
    if (console.out.is_terminal()) console.out.end_line();
    return report_failed_call(console, message.error(), interrupts);
  }
  print_answer(console.out, *message, options);
  print_stop_notice(console.err, *message, params.max_tokens);
  if (options.verbose) print_verbose(console.err, *message);
  const std::string answer = options.json ? answer_json(*message) : message->text();
  const Result<void> stored = store_answer(options, places->to, answer, interrupts);
  if (!stored) return report_failed_call(console, stored.error(), interrupts);
  return console.finish(kExitOk);
}

}  // namespace anthropic::cli
