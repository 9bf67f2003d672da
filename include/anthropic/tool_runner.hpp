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

#include <anthropic/lifetime_bound.hpp>
#include <anthropic/messages.hpp>

// Conversations in which Claude uses your tools: the runner asks, runs the tools that Claude calls, sends the
// results, and asks again, until Claude has finished.
// https://docs.claude.com/en/docs/agents-and-tools/tool-use/overview

namespace anthropic::inline v0 {

/// A call of a tool by Claude.
struct ToolCall {
  std::string id = {};
  std::string name = {};
  Json input = {};  ///< It fits the tool's input_schema.
  /// Asked to stop when the tool's time is up or the run is stopped; then nobody waits for the result.
  std::stop_token stop_token = {};
  /// The tool's span, for calls that the tool makes itself: `{.trace = call.trace}`. Without tracing, that of
  /// the runner's own requests.
  TraceContext trace = {};
};

/// What a tool answers: a text, a JSON value (its text is sent), content blocks, or why it failed. Claude
/// receives a failure as a result with is_error, and the conversation continues.
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

  /// A failure with the text that Claude receives.
  static ToolOutput failure(std::string_view text);

  const Content& content() const ANTHROPIC_LIFETIME_BOUND { return content_; }
  bool is_error() const { return is_error_; }

 private:
  Content content_;
  bool is_error_ = false;
};

/// A tool and the function that implements it.
struct RunnableTool {
  /// `Tool{.name = "get_weather", .description = …, .input_schema = …}`, or an UnknownTool for one that the
  /// API defines and you run (bash, text editor, memory).
  ToolUnion tool = {};
  /// Runs on a thread of its own, concurrently with the other calls of the same turn, which share this
  /// function, and may still run after the runner has given up waiting. What it uses must be thread-safe and
  /// live as long, so capture by value or by shared_ptr. An exception is caught, and Claude receives its
  /// `what()`, as with a returned Error: it must contain no secret.
  std::function<ToolOutput(const ToolCall& call)> run = {};
};

struct ToolRunnerOptions {
  /// The most answers to ask for, since the beginning or the last push_messages(). No limit if unset: Claude
  /// may then continue, and cost money, for as long as it calls tools.
  std::optional<int> max_iterations = {};
  /// Whether the calls of one turn run concurrently. Otherwise they run one after the other, in Claude's
  /// order.
  bool parallel = true;
  /// How long a call may take; no limit if unset. Afterwards its stop token is asked, Claude learns that it
  /// took too long, and the conversation continues without it.
  std::optional<std::chrono::milliseconds> tool_timeout = std::chrono::seconds(60);
  /// The largest result in bytes, not counting images. Claude receives the sizes instead of a larger result.
  std::size_t max_result_bytes = std::size_t{1} << 20;
  /// If set, each answer is streamed and its events are passed to it as they arrive, on the running thread.
  /// If it throws, next() fails with ErrorKind::configuration and the exception's text (an AnthropicError
  /// with its own error), and the conversation is as it was before that answer.
  std::function<void(const StreamEvent& event)> on_event = {};
  /// For each call to the API, including its `timeout`. Its `stop_token` is ignored.
  RequestOptions request = {};
  /// Once it is asked to stop, a call to the API or the wait for tools ends with ErrorKind::user_abort. The
  /// conversation stays valid: unfinished calls get a result that reports it.
  std::stop_token stop_token = {};
};

/// A conversation with tools. Move-only; for one thread at a time. A moved-from runner has an empty
/// conversation, and its next() fails.
///
///     auto runner = client.messages.tool_runner(params, {weather, calendar}, {.max_iterations = 10});
///     auto answer = runner.run_until_done();
///
///     for (const anthropic::Message& turn : runner) std::cout << turn.text() << "\n";   // or turn by turn
///
/// **Stop and resume.** The runner's whole state is its conversation: a new runner with these `params()` (or
/// with the same `messages()`, which have to_json() and from_json()) and the same tools continues from here,
/// starting with the tool calls that have no result yet. It is valid after each failure, too: call next()
/// again to continue.
///
/// **Results with is_error.** Claude receives one, and the conversation continues, if a tool failed, threw,
/// took too long or returned too much, if a tool does not exist although others do, or if an input does not
/// fit the tool's schema, is no JSON object, or was cut off by max_tokens. If the next answer again has an
/// input that cannot be read, the run ends with it.
///
/// **Threads.** Each tool call has a thread of its own, which is not one of the client's. One that took too
/// long, or ignored a stop, is left running: neither next() nor the destructor waits for it; see
/// tools_running().
///
/// A `tool_choice` of "any" or "tool" applies to each turn: Claude then never ends by itself. Set
/// `max_iterations`, or change params() after the first turn.
class ToolRunner {
 public:
  class iterator;

  /// Sends nothing yet. Adds the given tools to `params.tools`, replacing those of the same name. Tools of
  /// `params` that are not given here are yours to run: the run ends at a call of one, and continues after
  /// push_messages() with its result. Without any tool here it ends at each call.
  ToolRunner(Messages messages, MessageCreateParams params, std::vector<RunnableTool> tools,
             ToolRunnerOptions options = {});
  ToolRunner(ToolRunner&&) noexcept;
  ToolRunner& operator=(ToolRunner&&) noexcept;
  ~ToolRunner();

  /// The next answer: runs the tools that the last one called, and asks with their results. An answer whose
  /// stop_reason is "pause_turn" is sent back unchanged. Empty when the run has ended: see finished().
  ///
  /// Fails as Messages::create() does; with bad_request if a tool's input_schema is no schema, two tools have
  /// one name, or one has no `run`, or two calls of the conversation one id; with response_validation, type
  /// "repeated_tool_use_id", if the answer calls a tool with the id of another call: none of its tools run,
  /// and `partial_message` holds it; with user_abort if it was stopped.
  [[nodiscard]] std::optional<Result<Message>> next();

  /// Runs to the end and returns the last answer, or the first failure.
  Result<Message> run_until_done();

  /// Answers until the end. Throws where next() fails.
  iterator begin();
  std::default_sentinel_t end() const { return {}; }

  /// Whether Claude's last answer calls no more tools. If a run ended without this, it was stopped by
  /// max_iterations, by a tool that is yours to run, or by inputs that could not be read in two answers, one
  /// after the other; its last answer calls tools that have no results yet.
  bool finished() const;

  /// Adds to the conversation, after the results of the last calls: a question, so that a finished run
  /// continues, or results for tools of your own.
  void push_messages(std::vector<MessageParam> messages);

  /// The next request, with the conversation so far in its `messages`. You may change it between turns.
  MessageCreateParams& params();
  const MessageCreateParams& params() const ANTHROPIC_LIFETIME_BOUND;
  const std::vector<MessageParam>& messages() const ANTHROPIC_LIFETIME_BOUND { return params().messages; }

  /// The number of calls that are still running but no longer waited for.
  std::size_t tools_running() const;

 private:
  struct Impl;
  Impl& impl();
  const Impl& impl() const;
  std::unique_ptr<Impl> impl_;
};

inline ToolRunner Messages::tool_runner(MessageCreateParams params, std::vector<RunnableTool> tools) const {
  return ToolRunner(*this, std::move(params), std::move(tools));
}
inline ToolRunner Messages::tool_runner(MessageCreateParams params, std::vector<RunnableTool> tools,
                                        ToolRunnerOptions options) const {
  return ToolRunner(*this, std::move(params), std::move(tools), std::move(options));
}

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

}  // namespace anthropic::inline v0
