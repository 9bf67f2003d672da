#include "ask.hpp"

#include <utility>

#include "attachments.hpp"
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
    Result<std::string> piped = read_standard_input(err, !prompt.empty());
    if (!piped) return piped;
    if (!prompt.empty() && !is_blank(*piped)) prompt += "\n\n";
    if (!is_blank(*piped)) prompt += *piped;
  }
  if (!is_blank(prompt)) return prompt;
  const bool is_missing = !options.prompt && !has_piped_input();
  return usage_error(is_missing ? "there is no prompt" : "the prompt is empty",
                     "give one (claude-bedrock ask \"Why is the sky blue?\") or pipe text in");
}

Result<Content> read_content(const AskOptions& options, Output& err) {
  std::vector<ContentBlock> blocks;
  for (const std::string& path : options.files) {
    Result<ContentBlock> block = read_attachment(path);
    if (!block) return block.error();
    blocks.push_back(*std::move(block));
  }
  Result<std::string> prompt = read_prompt(options, err);
  if (!prompt) return prompt.error();
  if (blocks.empty()) return Content(*std::move(prompt));
  blocks.push_back(TextBlock{*std::move(prompt)});
  return Content(std::move(blocks));
}

Result<Message> ask(const Messages& messages, const MessageCreateParams& params, const AskOptions& options,
                    Interrupts& interrupts, Output& out) {
  const RequestOptions request = {.stop_token = interrupts.token()};
  if (options.no_stream) return messages.create(params, request);
  MessageStream stream = messages.stream(params, request);
  while (const StreamEvent* event = stream.next()) {
    const std::string_view text = event->text();
    if (options.json || text.empty()) continue;
    if (!out.write_foreign(text)) stream.cancel();  // the reader went away: stop paying for the answer
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

void print_answer(Output& out, const Message& message, const AskOptions& options) {
  if (options.json) {
    Json json = message.to_json();
    json.set("request_id", message.request_id);
    out.write(json.dump() + "\n");
    return;
  }
  if (options.no_stream) out.write_foreign(message.text());
  if (out.is_terminal()) out.end_line();
}

}  // namespace

int run_ask(const AskOptions& options, Console& console) {
  Result<Content> content = read_content(options, console.err);
  if (!content) return report_usage(console.err, content.error());
  MessageCreateParams params = request_for(options.model);
  params.messages.push_back({Role::user, *std::move(content)});

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  Result<Connection> connection = Connection::open(options.connection, console);
  if (!connection) return report_error(console.err, connection.error());

  const Result<Message> message = ask(connection->messages(), params, options, interrupts, console.out);
  if (console.out.failure() != 0) return console.finish(kExitOk);
  if (!message) {
    // What had arrived stays; the error begins on a line of its own.
    if (console.out.is_terminal()) console.out.end_line();
    const bool is_interrupted = message.error().kind == ErrorKind::user_abort && interrupts.signal() != 0;
    if (is_interrupted) return kExitFirstSignal + interrupts.signal();
    return report_error(console.err, message.error());
  }
  print_answer(console.out, *message, options);
  print_stop_notice(console.err, *message, params.max_tokens);
  if (options.verbose) print_verbose(console.err, *message);
  return console.finish(kExitOk);
}

}  // namespace anthropic::cli
