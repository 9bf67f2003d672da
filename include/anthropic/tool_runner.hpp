#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <anthropic/messages.hpp>

// Conversations in which Claude uses tools of yours: the runner asks, runs what Claude calls, answers with
// the results, and asks again, until Claude has finished.
// https://docs.claude.com/en/docs/agents-and-tools/tool-use/overview

namespace anthropic {

/// What Claude calls a tool with.
struct ToolCall {
  std::string id = {};
  std::string name = {};
  Json input = {};  ///< It fits the tool's input_schema.
  /// Asked to stop when the tool's time is over or the run is stopped; nobody waits for the result then.
  std::stop_token stop_token = {};
};

/// What a tool answers: a text, a JSON value (its text is sent), content blocks, or why it failed. A failure
/// is told to Claude, as a result with is_error, and the conversation goes on.
class ToolOutput {
 public:
  template <class Text>
  requires std::is_convertible_v<Text, std::string_view> ToolOutput(const Text& text)
      : content_(std::string(std::string_view(text))) {}
  ToolOutput(Content content) : content_(std::move(content)) {}
  ToolOutput(std::vector<ContentBlock> blocks) : content_(std::move(blocks)) {}
  ToolOutput(const Json& json) : content_(json.dump()) {}
  /// Claude reads the error's `message`, and nothing else of it.
  ToolOutput(const Error& error);
  template <class T>
  ToolOutput(const Result<T>& result)
      : ToolOutput(result ? ToolOutput(*result) : ToolOutput(result.error())) {}

  /// A failure that Claude is told in these words.
  static ToolOutput failure(std::string text);

  const Content& content() const { return content_; }
  bool is_error() const { return is_error_; }

 private:
  Content content_;
  bool is_error_ = false;
};

/// A tool and the function that does what it says.
struct RunnableTool {
  /// `Tool{.name = "get_weather", .description = …, .input_schema = …}`, or an UnknownTool for one that the
  /// API defines and you run (bash, text editor, memory).
  ToolUnion tool = {};
  /// Runs on a thread of its own, beside the other calls of the same turn, which share this function, and may
  /// run on after the runner has given it up: what it uses must live as long and be safe for that, so capture
  /// by value or by shared_ptr. What it throws is caught and told to Claude as `what()`, a failure like a
  /// returned Error: it must hold no secret.
  std::function<ToolOutput(const ToolCall& call)> run = {};
};

struct ToolRunnerOptions {
  /// The most answers to ask for, since the beginning or the last push_messages(). No limit if unset: Claude
  /// may then go on, and cost, for as long as it calls tools.
  std::optional<int> max_iterations = {};
  /// Whether the calls of one turn run at once. Otherwise they run one after the other, in Claude's order.
  bool parallel = true;
  /// How long a call may take; unset: as long as it likes. Afterwards its stop token is asked, Claude is told
  /// that it took too long, and the conversation goes on without it.
  std::optional<std::chrono::milliseconds> tool_timeout = std::chrono::seconds(60);
  /// The largest result, without the images in it. Claude is told the sizes instead of what is larger.
  std::size_t max_result_bytes = std::size_t{1} << 20;
  /// Set: each answer is streamed and its events are handed over as they come, on the thread that runs. If
  /// it throws, next() fails with ErrorKind::configuration and the exception's text (an AnthropicError with
  /// its own error), and the conversation is as it was before that answer.
  std::function<void(const StreamEvent& event)> on_event = {};
  /// For each call to the API, its `timeout` too. Its `stop_token` is not looked at.
  RequestOptions request = {};
  /// Asking this to stop ends a call to the API or the wait for tools with ErrorKind::user_abort. The
  /// conversation stays whole: of calls that had not ended it says so.
  std::stop_token stop_token = {};
};

/// A conversation with tools. Move-only; used by one thread at a time. One that was moved from has an empty
/// conversation, and its next() fails.
///
///     anthropic::ToolRunner runner(client.messages, params, {weather, calendar}, {.max_iterations = 10});
///     auto answer = runner.run_until_done();
///
///     for (const anthropic::Message& turn : runner) std::cout << turn.text() << "\n";   // or turn by turn
///
/// **Stop and resume.** The runner's whole state is its conversation: a new runner with these `params()` (or
/// with the same `messages()`, which have to_json() and from_json()) and the same tools goes on where this
/// one is, first of all with the tool calls that have no result yet. It is whole after each failure too:
/// call next() again to go on.
///
/// **What Claude is told with is_error**, while the conversation goes on: a tool that failed, threw, took too
/// long or answered too much; a tool that does not exist, though others do; an input that does not fit the
/// tool's schema, is no JSON object, or was cut off by max_tokens. If an input of the answer to that cannot
/// be read either, the run ends with it.
///
/// **Threads.** Each tool call has a thread of its own, which is not one of the client's. One that took too
/// long, or did not heed a stop, is left to itself: neither next() nor the destructor waits for it; see
/// tools_running().
///
/// A `tool_choice` of "any" or "tool" holds for each turn: Claude then never ends by itself. Set
/// `max_iterations`, or change params() after the first turn.
class ToolRunner {
 public:
  class iterator;

  /// Sends nothing yet. `params.tools` gains the given tools, each in the place of one of its name. Tools of
  /// `params` that are not given here are yours to run: the run ends at a call of one, and goes on when
  /// push_messages() has brought its result. Without any tool here it ends at each call.
  ToolRunner(Messages messages, MessageCreateParams params, std::vector<RunnableTool> tools,
             ToolRunnerOptions options = {});
  ToolRunner(ToolRunner&&) noexcept;
  ToolRunner& operator=(ToolRunner&&) noexcept;
  ~ToolRunner();

  /// The next answer: runs the tools that the last one called, and asks with their results. An answer whose
  /// stop_reason is "pause_turn" is sent back as it is. Empty when the run has ended: see finished().
  ///
  /// Fails as Messages::create() does; with bad_request if a tool's input_schema is no schema, two tools have
  /// one name, or one has no `run`, or two calls of the conversation one id; with response_validation, type
  /// "repeated_tool_use_id", if the answer calls a tool with the id of another call: nothing of
  /// it runs, and `partial_message` holds it; with user_abort if it was stopped.
  [[nodiscard]] std::optional<Result<Message>> next();

  /// Goes on to the end and returns the last answer; the first failure, if there is one.
  Result<Message> run_until_done();

  /// Answers until the end. Throws where next() fails.
  iterator begin();
  std::default_sentinel_t end() const { return {}; }

  /// Whether Claude's last answer asks for nothing more. A run that ended without this was stopped by
  /// max_iterations, by a tool that is yours to run, or by inputs that could not be read in two answers, one
  /// after the other; its last answer calls tools that have no results yet.
  bool finished() const;

  /// Adds to the conversation, after the results of what was called last: a question, so that a run that has
  /// ended goes on, or results for tools of your own.
  void push_messages(std::vector<MessageParam> messages);

  /// What is sent next, the conversation so far in its `messages`. It may be changed between turns.
  MessageCreateParams& params();
  const MessageCreateParams& params() const;
  const std::vector<MessageParam>& messages() const { return params().messages; }

  /// How many calls are still running that the runner waits for no longer.
  std::size_t tools_running() const;

 private:
  struct Impl;
  Impl& impl();
  const Impl& impl() const;
  std::unique_ptr<Impl> impl_;
};

class ToolRunner::iterator {
 public:
  using value_type = Message;
  using difference_type = std::ptrdiff_t;

  explicit iterator(ToolRunner& runner) : runner_(&runner) { ++*this; }
  const Message& operator*() const { return **turn_; }
  const Message* operator->() const { return &**turn_; }
  iterator& operator++() {
    turn_ = runner_->next();
    if (turn_ && !*turn_) turn_->error().raise();
    return *this;
  }
  void operator++(int) { ++*this; }
  bool operator==(std::default_sentinel_t) const { return !turn_.has_value(); }

 private:
  ToolRunner* runner_;
  std::optional<Result<Message>> turn_ = {};
};

inline ToolRunner::iterator ToolRunner::begin() {
  return iterator(*this);
}

}  // namespace anthropic
