#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "commands/chat/chat.hpp"
#include "conversation/conversation.hpp"
#include "conversation/turn.hpp"

namespace anthropic::internal::cli {

/// Why "-" cannot be attached in a chat.
Error input_is_for_lines();

/// What a running chat knows, and its commands. Answers go to standard output, all else to standard error.
class ChatSession {
 public:
  /// `ask_consent` asks whether a tool may run. All but it outlive the session.
  ChatSession(const ChatOptions& options, const TurnFiles& files, const Messages& messages, Console& console,
              std::function<Consent(const std::string& what)> ask_consent);

  enum class Next { go_on, quit };

  /// Does what a line asks: a command if it begins with '/' ("//" stands for a slash that does not), else a
  /// turn.
  Next handle(const std::string& line);

  /// Replaces the conversation with a file's.
  void load(const std::string& path);

  /// What goes with the next turn, before its text.
  void attach(std::vector<ContentBlock> blocks);

  /// The exit code of the first thing that failed; 0 if nothing has.
  int first_failure() const { return first_failure_; }
  /// The signal that stopped the last turn; 0 if none did.
  int last_signal() const { return last_signal_; }
  /// The model's id; if it is not known, with the nearest that is.
  std::string describe_model() const;

 private:
  void take_turn(const std::string& text);
  void finish_turn(MessageParam question, Turn turn);
  void fail_turn(MessageParam question, Turn turn);
  void keep(MessageParam question, std::vector<MessageParam> added);
  MessageCreateParams next_request() const;
  Next run_command(const std::string& name, const std::string& argument);
  void set_system(const std::string& text);
  void set_model(const std::string& model);
  void attach_file(const std::string& path, Result<ContentBlock> (*read)(const std::string& path));
  Content content_of(const std::string& text) const;
  void save(const std::string& path);
  void show_usage();
  void say(const std::string& line);
  void note_failure(int exit_code);

  const ChatOptions& options_;
  TurnOptions turn_options_;
  const TurnFiles& files_;
  const Messages& messages_;
  Console& console_;
  std::function<Consent(const std::string& what)> ask_consent_;
  Conversation conversation_;
  std::vector<ContentBlock> attachments_;  // for the next turn
  std::int64_t turns_ = 0;
  Usage total_;
  int first_failure_ = 0;
  int last_signal_ = 0;
};

}  // namespace anthropic::internal::cli
