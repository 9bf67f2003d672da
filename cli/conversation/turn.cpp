#include "conversation/turn.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include <anthropic/parse.hpp>
#include <anthropic/request_check.hpp>
#include <anthropic/tool_runner.hpp>

#include "conversation/answer_output.hpp"
#include "conversation/usage.hpp"
#include "text/text.hpp"
#include "tools/tool_command.hpp"
#include "tools/tool_consent.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::chrono::seconds kPatience(5);

ChildEnvironment environment_of(const TurnOptions& options) {
  return options.tool_env == "clean" ? ChildEnvironment::clean : ChildEnvironment::keep;
}

/// A turn with or without tools.
class ToolTurn {
 public:
  ToolTurn(const TurnContext& context, const MessageCreateParams& params)
      : context_(context),
        options_(context.options),
        question_count_(params.messages.size()),
        runner_(context.messages, params,
                runnable_tools(context.files.tools, allowed_, environment_of(context.options)),
                runner_options()) {}

  ToolTurn(const ToolTurn&) = delete;
  ToolTurn& operator=(const ToolTurn&) = delete;

  Turn take() {
    Turn turn;
    int answers = 0;
    while (auto answer = runner_.next()) {
      ++answers;
      tell_failures();
      if (!*answer) {
        turn.error = answer->error();
        break;
      }
      turn.message = **std::move(answer);
      add_usage(turn.message.usage, turn.usage);
      ask_consent(turn.message);
    }
    const End end = end_of(turn, answers);
    turn.why_unfinished = end.note;
    turn.added.assign(runner_.messages().begin() + static_cast<std::ptrdiff_t>(question_count_),
                      runner_.messages().end());
    answer_open_calls(turn.added, end.why_open);
    wait_for_killed_commands();
    return turn;
  }

 private:
  ToolRunnerOptions runner_options() {
    // The time that a person takes to answer is not the tool's; each command has a limit of its own.
    ToolRunnerOptions options{.max_iterations = options_.max_turns,
                              .parallel = options_.yes,
                              .tool_timeout = {},
                              .stop_token = context_.stop.get_token()};
    if (!options_.no_stream) options.on_event = [this](const StreamEvent& event) { show(event); };
    return options;
  }

  void show(const StreamEvent& event) {
    if (event.type() == "message_start") tell_failures();
    if (!print_event(context_.console.out, event, options_)) context_.stop.request_stop();
  }

  void ask_consent(const Message& answer) {
    allowed_->forget();
    for (const WaitingCall& call : waiting_calls(answer, context_.files.tools)) {
      if (options_.yes && options_.verbose) note(call.what);
      const Consent consent = options_.yes ? Consent::yes : context_.ask_consent(call.what);
      if (consent == Consent::yes) allowed_->allow(call.use);
      if (consent != Consent::stop_turn) continue;
      context_.stop.request_stop();
      return;
    }
  }

  /// Says once of each failed call why it failed.
  void tell_failures() {
    const std::vector<MessageParam>& messages = runner_.messages();
    if (messages.size() == told_count_ || context_.stop.stop_requested()) return;
    told_count_ = messages.size();
    if (messages.size() == question_count_) return;
    for (const std::string& line : failed_calls(messages)) note("note: the tool failed: " + line);
  }

  void note(const std::string& line) {
    context_.console.out.end_line();
    context_.console.err.write(without_control_characters(line) + "\n");
  }

  /// The runner does not wait for long; the program must not end before its commands have.
  void wait_for_killed_commands() const {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (runner_.tools_running() > 0 && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  /// How a turn ended.
  struct End {
    std::string note = {};  ///< For Turn::why_unfinished.
    std::string why_open;   ///< What Claude is told of calls that have no result.
  };

  End end_of(const Turn& turn, int answers) const {
    if (turn.error) return {.why_open = "not run: the turn was stopped before this call began"};
    const StopReason& reason = turn.message.stop_reason;
    const bool wants_more = reason == StopReason::tool_use || reason == StopReason::pause_turn;
    if (runner_.finished() || !wants_more) return {.why_open = "not run: the answer was cut off"};
    const std::vector<ToolUseBlock> uses = turn.message.tool_uses();
    if (!uses.empty() && context_.files.tools.empty())
      return {
          .note = "Claude called the tool " + uses.front().name + ", which was not offered to it (--tool)",
          .why_open = "not run: there are no tools"};
    if (answers >= options_.max_turns)
      return {.note = "Claude wants to call more tools; it was stopped after " +
                      count_turns(options_.max_turns) + " (--max-turns)",
              .why_open = "not run: the user's limit of " + count_turns(options_.max_turns) + " was reached"};
    std::string note = "Claude called tools twice in a row with an input that could not be read";
    for (const ToolUseBlock& use : uses) {
      if (use.partial_json.empty()) continue;
      const auto input = Json::parse(use.partial_json);
      if (!input) note += "; that of " + use.name + " is " + input.error().message;
      if (input && !input->is_object()) note += "; that of " + use.name + " is not a JSON object";
    }
    return {.note = std::move(note), .why_open = "not run: the inputs of two turns could not be read"};
  }

  const TurnContext& context_;
  const TurnOptions& options_;
  const std::size_t question_count_;
  const std::shared_ptr<AllowedCalls> allowed_ = std::make_shared<AllowedCalls>();
  std::size_t told_count_ = 0;
  ToolRunner runner_;
};

/// The library speaks to programmers.
Error in_words_for_users(Error error) {
  if (error.kind == ErrorKind::user_abort) error.hint.clear();
  if (error.kind != ErrorKind::response_validation) return error;
  if (error.type == "schema_mismatch" || error.type == "invalid_json")
    error.hint = "Ask again, or say in the prompt what belongs where.";
  if (error.type == "max_tokens") error.hint = "Give it more --max-tokens.";
  // The limits on what a server may send are options of programs, not of this one.
  if (error.hint.starts_with("Raise max_")) error.hint.clear();
  return error;
}

Turn take_schema_turn(const TurnContext& context, const MessageCreateParams& params) {
  Turn turn;
  auto parsed =
      parse(context.messages, params, context.files.schema, {.stop_token = context.stop.get_token()});
  if (!parsed) {
    turn.error = std::move(parsed).error();
    return turn;
  }
  turn.message = std::move(parsed->message);
  turn.value = std::move(parsed->value);
  turn.usage = turn.message.usage;
  if (!turn.message.content.empty()) turn.added.push_back(turn.message.to_param());
  return turn;
}

}  // namespace

Turn take_turn(const TurnContext& context, const MessageCreateParams& params) {
  Turn turn =
      context.files.schema.is_null() ? ToolTurn(context, params).take() : take_schema_turn(context, params);
  if (turn.error) turn.error = in_words_for_users(*std::move(turn.error));
  return turn;
}

}  // namespace anthropic::internal::cli
