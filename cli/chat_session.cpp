#include "chat_session.hpp"

#include <cstdlib>
#include <signal.h>
#include <utility>

#include "exit_codes.hpp"
#include "report_error.hpp"
#include "signals.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

constexpr const char* kHelp =
    R"(/system [TEXT]  show or set the system prompt; /system - removes it
/model [ID]     show or set the model
/image FILE     attach an image to the next turn
/document FILE  attach a PDF or a text to the next turn
/save FILE      write the conversation to a file
/load FILE      go on with a conversation from a file
/reset          begin a new conversation; the system prompt and the model stay
/usage          the tokens of this session
/help           this list
/quit           end; so does Ctrl-D
A line that ends with \ goes on in the next. // begins a line with a slash.
Ctrl-C stops an answer; at the prompt it throws the line away, and pressed twice it ends the chat.
)";

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string expand_home(const std::string& path) {
  const char* home = std::getenv("HOME");
  if (!path.starts_with("~/") || !home) return path;
  return home + path.substr(1);
}

void add(std::optional<std::int64_t>& total, const std::optional<std::int64_t>& more) {
  if (more) total = total.value_or(0) + *more;
}

}  // namespace

ChatSession::ChatSession(const ChatOptions& options, const Messages& messages, Console& console)
    : options_(options), messages_(messages), console_(console) {
  conversation_.model = chosen_model(options.model);
  conversation_.system = options.model.system;
}

ChatSession::Next ChatSession::handle(const std::string& line) {
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
  const std::string argument = space == std::string::npos ? "" : trimmed(line.substr(space));
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
    attach_file(read_image(expand_home(argument)), argument);
  } else if (name == "/document") {
    attach_file(read_document(expand_home(argument)), argument);
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
    note_failure(report_usage(console_.err, usage_error("there is no command " + name, "/help lists them")));
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
  const bool is_unknown = find_model(conversation_.model) == nullptr;
  const std::string_view nearest = is_unknown ? nearest_model_id(conversation_.model) : "";
  std::string line = "model: " + conversation_.model;
  if (!nearest.empty()) line += " (not in the catalogue; did you mean " + std::string(nearest) + "?)";
  say(line);
}

void ChatSession::attach(std::vector<ContentBlock> blocks) {
  for (ContentBlock& block : blocks) attachments_.push_back(std::move(block));
}

void ChatSession::attach_file(Result<ContentBlock> block, const std::string& path) {
  if (path.empty()) {
    note_failure(report_usage(console_.err, usage_error("the name of a file is missing")));
  } else if (!block) {
    note_failure(report_usage(console_.err, block.error()));
  } else {
    attachments_.push_back(*std::move(block));
    say(path + " goes with the next turn");
  }
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
  say("loaded " + std::to_string(conversation_.messages.size()) + " messages; model " + conversation_.model);
}

void ChatSession::show_usage() {
  say(std::to_string(turns_) + (turns_ == 1 ? " turn: " : " turns: ") + describe_usage(total_));
}

void ChatSession::take_turn(const std::string& text) {
  MessageCreateParams params = request_for(options_.model);
  params.model = conversation_.model;
  params.system.reset();
  if (conversation_.system) params.system = Content(*conversation_.system);
  params.messages = conversation_.messages;
  const MessageParam question{Role::user, content_of(text)};
  params.messages.push_back(question);
  add_cache_marks(options_.model, params);

  SignalMask::forget_interrupt();
  Interrupts interrupts(Interrupts::SecondTime::is_ignored);
  MessageStream stream = messages_.stream(params, {.stop_token = interrupts.token()});
  while (const StreamEvent* event = stream.next()) {
    if (!console_.out.write_foreign(event->text())) stream.cancel();
  }
  const Result<Message> answer = stream.final_message();
  console_.out.end_line();
  if (answer) {
    finish_turn(question, *answer);
    return;
  }
  if (answer.error().kind == ErrorKind::user_abort) {
    say("stopped; this turn is not part of the conversation");
    note_failure(kExitFirstSignal + (interrupts.signal() != 0 ? interrupts.signal() : SIGINT));
    return;
  }
  note_failure(report_error(console_.err, answer.error()));
  say("the conversation is as it was before this turn");
}

void ChatSession::finish_turn(const MessageParam& question, const Message& answer) {
  ++turns_;
  total_.input_tokens += answer.usage.input_tokens;
  total_.output_tokens += answer.usage.output_tokens;
  add(total_.cache_read_input_tokens, answer.usage.cache_read_input_tokens);
  add(total_.cache_creation_input_tokens, answer.usage.cache_creation_input_tokens);
  print_stop_notice(console_.err, answer, options_.model.max_tokens);
  // An assistant's turn without content could not be sent back.
  if (answer.content.empty()) {
    say("an empty answer; this turn is not part of the conversation");
    return;
  }
  attachments_.clear();
  conversation_.messages.push_back(question);
  conversation_.messages.push_back(answer.to_param());
}

void ChatSession::say(const std::string& line) {
  console_.err.write(console_.err.faint(without_control_characters(line)) + "\n");
}

void ChatSession::note_failure(int exit_code) {
  if (first_failure_ == 0) first_failure_ = exit_code;
}

}  // namespace anthropic::cli
