#include "commands/chat/chat_session.hpp"

#include <cstdlib>
#include <signal.h>
#include <utility>

#include <anthropic/model_catalog.hpp>
#include <anthropic/request_check.hpp>

#include "base/text/edit_distance.hpp"
#include "base/text/text.hpp"
#include "conversation/answer_output.hpp"
#include "conversation/usage.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "io/signals.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr const char* kHelp =
    R"(/system [TEXT]  show or set the system prompt; /system - removes it
/model [ID]     show or set the model
/image FILE     attach an image to the next turn
/document FILE  attach a PDF or a text to the next turn
/detach         take away what is attached
/save FILE      write the conversation to a file
/load FILE      go on with a conversation from a file
/reset          begin a new conversation; the system prompt and the model stay
/usage          the tokens of this session
/help           this list
/quit           end; so does Ctrl-D
A line that ends with \ goes on in the next. // begins a line with a slash.
Ctrl-C stops an answer, or a tool; at the prompt it throws the line away, and pressed twice it ends the chat.
)";

std::string expand_home(const std::string& path) {
  const char* home = std::getenv("HOME");
  if (!path.starts_with("~/") || !home) return path;
  return home + path.substr(1);
}

// What the server refused because of what is in it would be refused with the next turn, too.
bool can_go_on_from(const Error& error) {
  return error.kind != ErrorKind::bad_request && error.kind != ErrorKind::request_too_large &&
         error.kind != ErrorKind::unprocessable_entity;
}

}  // namespace

Error input_is_for_lines() {
  return usage_error("- is no file here: chat reads its lines from standard input",
                     "give the name of a file; claude-bedrock ask attaches standard input with --file -");
}

ChatSession::ChatSession(const ChatOptions& options, const TurnFiles& files, const Messages& messages,
                         Console& console, std::function<Consent(const std::string& what)> ask_consent)
    : options_(options),
      turn_options_(options.turn),
      files_(files),
      messages_(messages),
      console_(console),
      ask_consent_(std::move(ask_consent)) {
  turn_options_.verbose = true;
  conversation_.model = chosen_model(options.model);
  conversation_.system = options.model.system;
}

ChatSession::Next ChatSession::handle(const std::string& line) {
  last_signal_ = 0;
  if (is_blank(line)) return Next::go_on;
  if (const auto at = find_invalid_utf8(line)) {
    note_failure(report_usage(console_.err, usage_error("the line is not UTF-8: byte " +
                                                        std::to_string(*at + 1) + " cannot be read")));
    return Next::go_on;
  }
  if (!line.starts_with('/') || line.starts_with("//")) {
    take_turn(line.starts_with("//") ? line.substr(1) : line);
    return Next::go_on;
  }
  const std::size_t space = line.find_first_of(" \t");
  const std::string argument = space == std::string::npos ? "" : std::string(trim(line.substr(space)));
  return run_command(line.substr(0, space), argument);
}

ChatSession::Next ChatSession::run_command(const std::string& name, const std::string& argument) {
  if (name == "/quit" || name == "/exit") return Next::quit;
  if (name == "/help") {
    console_.err.write(kHelp);
  } else if (name == "/system") {
    set_system(argument);
  } else if (name == "/model") {
    set_model(argument);
  } else if (name == "/image") {
    attach_file(argument, read_image);
  } else if (name == "/document") {
    attach_file(argument, read_document);
  } else if (name == "/detach") {
    attachments_.clear();
    say("nothing is attached");
  } else if (name == "/save") {
    save(argument);
  } else if (name == "/load") {
    load(argument);
  } else if (name == "/usage") {
    show_usage();
  } else if (name == "/reset") {
    conversation_.messages.clear();
    attachments_.clear();
    say("a new conversation");
  } else {
    constexpr std::string_view kNames[] = {"/system", "/model", "/image", "/document", "/detach", "/save",
                                           "/load",   "/reset", "/usage", "/help",     "/quit"};
    const std::string_view nearest = nearest_word(name, kNames);
    const std::string guess = nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ";
    note_failure(
        report_usage(console_.err, usage_error("there is no command " + name, guess + "/help lists them")));
  }
  return Next::go_on;
}

void ChatSession::set_system(const std::string& text) {
  if (text == "-") {
    conversation_.system.reset();
  } else if (!text.empty()) {
    conversation_.system = text;
  }
  say("system prompt: " + conversation_.system.value_or("none"));
}

void ChatSession::set_model(const std::string& model) {
  if (!model.empty()) conversation_.model = model;
  say("model: " + describe_model());
}

std::string ChatSession::describe_model() const {
  const std::string& model = conversation_.model;
  const std::string_view nearest = find_model(model) ? "" : nearest_model_id(model);
  if (nearest.empty()) return model;
  return model + " (not in the catalogue; did you mean " + std::string(nearest) + "?)";
}

void ChatSession::attach(std::vector<ContentBlock> blocks) {
  for (ContentBlock& block : blocks) attachments_.push_back(std::move(block));
}

void ChatSession::attach_file(const std::string& path,
                              Result<ContentBlock> (*read)(const std::string& path)) {
  if (path.empty()) {
    note_failure(report_usage(console_.err, usage_error("the name of a file is missing")));
    return;
  }
  if (path == kStandardInput) {
    note_failure(report_usage(console_.err, input_is_for_lines()));
    return;
  }
  Result<ContentBlock> block = read(expand_home(path));
  if (!block) {
    note_failure(report_usage(console_.err, block.error()));
    return;
  }
  attachments_.push_back(*std::move(block));
  say(path + " goes with the next turn");
}

Content ChatSession::content_of(const std::string& text) const {
  if (attachments_.empty()) return text;
  std::vector<ContentBlock> blocks = attachments_;
  blocks.push_back(TextBlock{text});
  return blocks;
}

void ChatSession::save(const std::string& path) {
  if (path.empty()) {
    note_failure(report_usage(console_.err, usage_error("/save needs the name of a file")));
    return;
  }
  const Result<void> saved = save_conversation(conversation_, expand_home(path));
  if (!saved) {
    note_failure(report_usage(console_.err, saved.error()));
    return;
  }
  say("saved " + std::to_string(conversation_.messages.size()) + " messages to " + path);
}

void ChatSession::load(const std::string& path) {
  if (path.empty()) {
    note_failure(report_usage(console_.err, usage_error("/load needs the name of a file")));
    return;
  }
  Result<Conversation> loaded = load_conversation(expand_home(path));
  if (!loaded) {
    note_failure(report_usage(console_.err, loaded.error()));
    return;
  }
  std::string model = std::move(conversation_.model);
  conversation_ = *std::move(loaded);
  if (conversation_.model.empty()) conversation_.model = std::move(model);
  const std::size_t open =
      answer_open_calls(conversation_.messages, "not run: the conversation was saved before");
  if (open == 1) say("1 tool call at its end had no result; Claude is told that it did not run");
  if (open > 1)
    say(std::to_string(open) + " tool calls at its end had no results; Claude is told that they did not run");
  say("loaded " + std::to_string(conversation_.messages.size()) + " messages; model " + conversation_.model);
}

void ChatSession::show_usage() {
  say(std::to_string(turns_) + (turns_ == 1 ? " turn: " : " turns: ") + describe_usage(total_));
}

MessageCreateParams ChatSession::next_request() const {
  MessageCreateParams params = request_for(options_.model);
  params.model = conversation_.model;
  params.system = {};
  if (conversation_.system) params.system = Content(*conversation_.system);
  params.messages = conversation_.messages;
  return params;
}

void ChatSession::take_turn(const std::string& text) {
  MessageParam question{Role::user, content_of(text)};
  MessageCreateParams params = next_request();
  params.messages.push_back(question);
  add_cache_breakpoints(options_.model, params);

  SignalMask::forget_interrupt();
  std::stop_source stop;
  PausableInterrupts interrupts(stop);
  const auto ask_consent = [&](const std::string& what) {
    interrupts.pause();
    const Consent consent = ask_consent_(what);
    interrupts.resume();
    return consent;
  };
  Turn turn = cli::take_turn({messages_, turn_options_, files_, console_, stop, ask_consent}, params);
  last_signal_ = interrupts.signal();
  add_usage(turn.usage, total_);
  if (turn.error) {
    fail_turn(std::move(question), std::move(turn));
  } else {
    finish_turn(std::move(question), std::move(turn));
  }
}

void ChatSession::finish_turn(MessageParam question, Turn turn) {
  ++turns_;
  print_answer(console_.out, turn, turn_options_);
  console_.out.end_line();
  print_turn_notice(console_.err, turn, options_.model.max_tokens);
  // An assistant's turn without content could not be sent back.
  if (turn.added.empty()) {
    say("an empty answer; this turn is not part of the conversation");
    return;
  }
  keep(std::move(question), std::move(turn.added));
}

void ChatSession::fail_turn(MessageParam question, Turn turn) {
  console_.out.end_line();
  const Error& error = *turn.error;
  const bool is_stopped = error.kind == ErrorKind::user_abort;
  if (is_stopped) {
    note_failure(kExitFirstSignal + (last_signal_ != 0 ? last_signal_ : SIGINT));
  } else {
    print_unusable_answer(console_.err, error, turn_options_);
    note_failure(report_error(console_.err, error));
  }
  const std::string begin = is_stopped ? "stopped; " : "";
  // What tools did is done: Claude has to know of it.
  if (!turn.added.empty() && can_go_on_from(error)) {
    ++turns_;
    keep(std::move(question), std::move(turn.added));
    say(begin + "the conversation keeps this turn up to here; the next line goes on from it");
    return;
  }
  say(begin + (is_stopped ? "this turn is not part of the conversation"
                          : "the conversation is as it was before this turn"));
  if (!attachments_.empty()) say("what is attached goes with the next turn; /detach takes it away");
}

void ChatSession::keep(MessageParam question, std::vector<MessageParam> added) {
  attachments_.clear();
  conversation_.messages.push_back(std::move(question));
  for (MessageParam& message : added) conversation_.messages.push_back(std::move(message));
}

void ChatSession::say(const std::string& line) {
  console_.err.write(console_.err.styled().faint(line).plain("\n"));
}

void ChatSession::note_failure(int exit_code) {
  if (first_failure_ == 0) first_failure_ = exit_code;
}

}  // namespace anthropic::internal::cli
