#include "commands/chat/chat.hpp"

#include <memory>
#include <optional>
#include <signal.h>
#include <unistd.h>
#include <utility>

#include "commands/chat/chat_session.hpp"
#include "connection/connection.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "io/signals.hpp"
#include "prompt/hidden_typing.hpp"
#include "prompt/line_editor.hpp"
#include "prompt/prompt.hpp"
#include "question/attachments.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

// A line, with those that follow while each ends with a backslash.
LineSource::Line read_whole_line(LineSource& source) {
  LineSource::Line whole = source.read("> ");
  while (whole.outcome == LineSource::Outcome::line && whole.text.ends_with('\\')) {
    whole.text.back() = '\n';
    LineSource::Line next = source.read(". ");
    const bool is_read = next.outcome == LineSource::Outcome::line;
    if (!is_read && next.outcome != LineSource::Outcome::end) return next;
    if (whole.text.size() + next.text.size() > kLargestRequest) return {LineSource::Outcome::too_long, {}};
    if (next.outcome == LineSource::Outcome::end) break;
    whole.text += next.text;
  }
  return whole;
}

// Below what is to run; Ctrl-D is a no.
Consent ask_consent(const std::string& what, LineSource& source, Console& console) {
  console.out.end_line();
  console.err.write(what + "\n");
  forget_typing(0);
  const LineSource::Line answer = source.read("run it? [y/N] ");
  if (answer.outcome == LineSource::Outcome::interrupted) return Consent::stop_turn;
  if (answer.outcome == LineSource::Outcome::end) console.out.write("\n");
  return means_yes(answer.text) ? Consent::yes : Consent::no;
}

void greet(const ChatSession& session, const TurnFiles& files, bool asks, Console& console) {
  console.err.write("chat with " + on_one_line(session.describe_model()) +
                    "; /help lists the commands, Ctrl-D ends it\n");
  std::string tools;
  for (const CommandTool& tool : files.tools)
    tools += (tools.empty() ? "tools: " : ", ") + on_one_line(tool.tool.name);
  if (!tools.empty()) console.err.write(tools + (asks ? "; you are asked before each run\n" : "\n"));
}

// What is typed while an answer comes is not for the middle of that: `hidden`, it stands behind the next
// prompt.
int talk(ChatSession& session, LineSource& source, bool is_interactive, std::optional<HiddenTyping>& hidden,
         Console& console) {
  bool was_interrupted = false;
  while (console.out.failure() == 0) {
    const LineSource::Line line = read_whole_line(source);
    if (line.outcome == LineSource::Outcome::end) {
      if (is_interactive) console.out.write("\n");
      break;
    }
    if (line.outcome == LineSource::Outcome::too_long)
      return report_usage(console.err, usage_error("a line of the input is longer than " +
                                                       with_thousands(kLargestRequest) + " bytes",
                                                   "no model takes that much in one request"));
    if (line.outcome == LineSource::Outcome::interrupted) {
      if (std::exchange(was_interrupted, true)) return kExitFirstSignal + SIGINT;
      console.err.write("Ctrl-C again, or Ctrl-D, ends the chat\n");
      continue;
    }
    was_interrupted = false;
    if (line.text.find_first_not_of(" \t\n") != std::string::npos) source.remember(line.text);
    if (is_interactive) hidden.emplace(0, LineEnds::are_hidden);
    const ChatSession::Next next = session.handle(line.text);
    hidden.reset();
    if (next == ChatSession::Next::quit) break;
    const int signal = session.last_signal();
    if (signal == SIGTERM || (signal != 0 && !is_interactive)) return kExitFirstSignal + signal;
  }
  return is_interactive ? kExitOk : session.first_failure();
}

void declare(Declaration& declaration, ChatOptions& options) {
  declaration.text("--load", options.load, "FILE", "Go on with a conversation that /save wrote");
  declare_attachments(declaration, options.attachments);
  declare_turn_options(declaration, options.turn);
  declare_model_options(declaration, options.model);
  declare_connection_options(declaration, options.connection);
}

}  // namespace

int run_chat(const ChatOptions& options, Console& console) {
  if (auto checked = check_connection(options.connection, options.model); !checked)
    return report_usage(console.err, checked.error());
  if (auto checked = check_turn_options(options.turn); !checked)
    return report_usage(console.err, checked.error());
  if (options.attachments.inputs() > 0) return report_usage(console.err, input_is_for_lines());
  Result<std::vector<ContentBlock>> attachments = read_attachments(options.attachments);
  if (!attachments) return report_usage(console.err, attachments.error());
  const bool is_interactive = ::isatty(0) == 1 && console.out.is_terminal();
  const Result<TurnFiles> files = read_turn_files(options.turn, is_interactive);
  if (!files) return report_usage(console.err, files.error());
  // On a terminal Ctrl-C never ends the program: it is a key at the prompt, and stops an answer.
  std::optional<SignalMask> no_interrupts;
  if (is_interactive) no_interrupts.emplace(SIGINT);
  std::optional<SignalMask> while_starting(std::in_place);
  Result<Connection> connection = Connection::open(options.connection, console);
  while_starting.reset();
  if (!connection) return report_error(console.err, connection.error());

  const std::unique_ptr<LineSource> source =
      is_interactive ? make_line_editor(default_history_file()) : make_line_reader();
  std::optional<HiddenTyping> hidden;
  ChatSession session(options, *files, connection->messages(), console, [&](const std::string& what) {
    const Consent consent = ask_consent(what, *source, console);
    if (hidden) hidden->hide();
    return consent;
  });
  session.attach(*std::move(attachments));
  if (!options.load.empty()) {
    session.load(options.load);
    if (session.first_failure() != 0) return session.first_failure();
  }
  if (is_interactive) greet(session, *files, !options.turn.yes, console);
  return console.finish(talk(session, *source, is_interactive, hidden, console));
}

Command chat_command() {
  return {.name = "chat",
          .about = "Talk, turn by turn",
          .examples = R"(  claude-bedrock chat --model sonnet --system "Answer in one sentence"
  claude-bedrock chat --load yesterday.json
  claude-bedrock chat --tool weather.json   # asks before it runs the tool's command
  claude-bedrock chat --schema city.json --json <questions.txt
  printf 'My name is Ada.\nWhat is my name?\n' | claude-bedrock chat --local
)",
          .declare = with_options(declare, run_chat),
          .notes = kToolFileHelp};
}

}  // namespace anthropic::internal::cli
