#include <algorithm>
#include <atomic>

#include <anthropic/tool_runner.hpp>

#include "base/errors.hpp"
#include "base/option_check.hpp"
#include "base/threads/user_code.hpp"
#include "client/clients/client_core.hpp"
#include "client/clients/moved_from.hpp"
#include "client/tools/tool_calls.hpp"
#include "client/tools/tool_results.hpp"
#include "client/tracing/tool_spans.hpp"
#include "wire/messages/check/request_check.hpp"
#include "wire/messages/check/tool_pairing.hpp"
#include "wire/schema/json_schema.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

bool has_tool(const std::vector<ToolUnion>& tools, std::string_view name) {
  return std::any_of(tools.begin(), tools.end(), [&](const ToolUnion& tool) { return tool.name() == name; });
}

void put_tool(const ToolUnion& tool, std::vector<ToolUnion>& tools) {
  for (ToolUnion& known : tools) {
    if (known.name() != tool.name()) continue;
    known = tool;
    return;
  }
  tools.push_back(tool);
}

std::optional<Error> find_fault(const std::vector<RunnableTool>& tools) {
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const std::string name(tools[i].tool.name());
    if (name.empty()) return bad_request_error("tools[" + std::to_string(i) + "]: a tool must have a name");
    if (!tools[i].run)
      return bad_request_error("tools[" + std::to_string(i) + "]: \"" + name + "\" has no function `run`",
                               "Tools that you answer yourself belong into MessageCreateParams::tools.");
    for (std::size_t before = 0; before < i; ++before) {
      if (tools[before].tool.name() == name)
        return bad_request_error("tools: two are named \"" + name + "\"");
    }
    const auto* custom = std::get_if<Tool>(&tools[i].tool);
    if (!custom) continue;
    auto checked = check_json_schema(custom->input_schema, "tools." + name + ".input_schema");
    if (!checked) return std::move(checked).error();
  }
  return std::nullopt;
}

std::optional<Error> find_fault(const ToolRunnerOptions& options) {
  return OptionCheck()
      .timeout("tool_timeout", options.tool_timeout)
      .count("max_iterations", options.max_iterations, 0)
      .size("max_result_bytes", options.max_result_bytes)
      .fault();
}

std::shared_ptr<const Tracer> tracer_of(const Messages& messages) {
  const auto& core = Access::shared(messages);
  return core ? in_this_process(core)->tracer : nullptr;
}

/// The function itself for all calls: what it holds is not copied.
std::function<ToolOutput(const ToolCall&)> shared(std::function<ToolOutput(const ToolCall&)> run) {
  return
      [own = std::make_shared<decltype(run)>(std::move(run))](const ToolCall& call) { return (*own)(call); };
}

/// The tool calls of an assistant's turn that have no result yet.
struct OpenCalls {
  std::size_t turn = 0;  // their message's index
  std::vector<ToolUseBlock> uses = {};
};

OpenCalls open_calls(const std::vector<MessageParam>& messages) {
  OpenCalls open;
  open.turn = messages.size();
  std::vector<std::string_view> answered;
  while (open.turn > 0) {
    const MessageParam& message = messages[--open.turn];
    const std::vector<ContentBlock>* blocks = message.content.blocks();
    for (std::size_t i = 0; blocks && i < blocks->size(); ++i) {
      if (const auto* result = std::get_if<ToolResultBlock>(&(*blocks)[i]))
        answered.push_back(result->tool_use_id);
      const auto* use = std::get_if<ToolUseBlock>(&(*blocks)[i]);
      if (use && std::find(answered.begin(), answered.end(), use->id) == answered.end())
        open.uses.push_back(*use);
    }
    if (message.role == Role::assistant) break;
  }
  return open;
}

/// Whether the last of an answer's calls was cut off by a limit.
bool is_cut(const Message& message) {
  return !message.content.empty() && std::holds_alternative<ToolUseBlock>(message.content.back()) &&
         message.stop_reason.is_limit();
}

/// Whether an input of the answer cannot be read: it was cut off, or is no JSON object.
bool has_unreadable_input(const Message& message) {
  const auto is_unreadable = [](const ContentBlock& block) {
    const auto* use = std::get_if<ToolUseBlock>(&block);
    return use && !use->partial_json.empty();
  };
  return is_cut(message) || std::any_of(message.content.begin(), message.content.end(), is_unreadable);
}

/// An id that two calls share says of neither what it is to be answered with, or what was agreed to.
Error repeated_id(const std::string& id, const Message& answer) {
  return {.kind = ErrorKind::response_validation,
          .type = "repeated_tool_use_id",
          .message = "the answer calls a tool with the id of another call: \"" + id + "\"",
          .hint = "No tool of this answer was run, and the conversation is as it was before it.",
          .request_id = answer.request_id,
          .partial_message = std::make_shared<const Message>(answer)};
}

/// Why a tool is not run with what has come of its input; empty if it may be.
std::string find_unreadable(const ToolUseBlock& use, bool is_cut) {
  if (is_cut)
    return "The input of this call was cut off before its end, so the tool was not run. Call it again with a "
           "shorter input.";
  if (use.partial_json.empty()) return {};
  const auto input = Json::parse(use.partial_json);
  if (input && !input->is_object())
    return "The tool was not run, as the input of this call is not a JSON object. Call it again with one.";
  const std::string why = input ? "not valid JSON" : input.error().message;
  return "The tool was not run, as the input of this call is " + why + ". Call it again with valid JSON.";
}

}  // namespace

struct ToolRunner::Impl {
  Impl(Messages messages, MessageCreateParams params, std::vector<RunnableTool> tools,
       ToolRunnerOptions options)
      : messages(std::move(messages)),
        params(std::move(params)),
        tools(std::move(tools)),
        options(std::move(options)),
        spans(tracer_of(this->messages), this->options.request.trace),
        fault(find_fault(this->tools)) {
    if (!fault) fault = find_fault(this->options);
    for (RunnableTool& tool : this->tools) {
      put_tool(tool.tool, this->params.tools);
      tool.run = shared(std::move(tool.run));
    }
  }

  std::optional<Result<Message>> next();
  std::optional<Result<Message>> take_turn();
  bool has_more(const OpenCalls& open) const;
  bool is_answered() const { return last && answered_at == params.messages.size(); }

  const RunnableTool* find_tool(std::string_view name) const;
  void run_tools(const OpenCalls& open);
  PreparedToolCall prepare(const ToolUseBlock& use, bool is_cut) const;
  std::string unknown_tool(const std::string& name) const;
  Result<Message> ask();

  Messages messages;
  MessageCreateParams params;
  std::vector<RunnableTool> tools;
  ToolRunnerOptions options;
  ToolSpans spans;
  std::optional<Error> fault;
  std::optional<Message> last;
  std::size_t answered_at = 0;  // how long the conversation was when `last` had been added
  int iterations = 0;
  int unreadable_turns = 0;  // one after the other
  std::shared_ptr<std::atomic<std::size_t>> left_over = std::make_shared<std::atomic<std::size_t>>(0);
};

std::optional<Result<Message>> ToolRunner::Impl::next() {
  auto turn = take_turn();
  if (turn && *turn && has_more(open_calls(params.messages))) return turn;
  spans.end_run(turn && !*turn ? &turn->error() : nullptr);
  return turn;
}

std::optional<Result<Message>> ToolRunner::Impl::take_turn() {
  if (fault) return *fault;
  const OpenCalls open = open_calls(params.messages);
  if (!has_more(open)) return std::nullopt;
  // Before the deeds: the request would be refused after them.
  if (const auto id = open.uses.empty() ? std::nullopt : find_repeated_call(params.messages))
    return bad_request_error("two tool_use of the conversation have the id \"" + *id + "\"",
                             "Keep the ids that Claude gave, and add each answer to the history once.");
  spans.begin_run(params);
  if (!open.uses.empty() && !options.stop_token.stop_requested()) run_tools(open);
  if (options.stop_token.stop_requested()) {
    return Error{.kind = ErrorKind::user_abort,
                 .message = "the run was stopped",
                 .hint = "A new ToolRunner with this one's params() goes on from here."};
  }
  auto message = ask();
  if (!message) return message;
  if (const auto id = find_repeated_call(params.messages, message->content))
    return repeated_id(*id, *message);
  ++iterations;
  unreadable_turns = has_unreadable_input(*message) ? unreadable_turns + 1 : 0;
  // One in which nothing stands could not be sent back.
  if (!message->content.empty()) params.messages.push_back(message->to_param());
  answered_at = params.messages.size();
  last = *message;
  return message;
}

bool ToolRunner::Impl::has_more(const OpenCalls& open) const {
  if (options.max_iterations && iterations >= *options.max_iterations) return false;
  if (is_answered() && (last->stop_reason == StopReason::refusal || unreadable_turns > 1)) return false;
  if (!open.uses.empty() && tools.empty()) return false;
  for (const ToolUseBlock& use : open.uses) {
    if (!find_tool(use.name) && has_tool(params.tools, use.name)) return false;
  }
  if (!open.uses.empty() || !is_answered()) return true;
  return last->stop_reason == StopReason::pause_turn;
}

const RunnableTool* ToolRunner::Impl::find_tool(std::string_view name) const {
  for (const RunnableTool& tool : tools) {
    if (tool.tool.name() == name) return &tool;
  }
  return nullptr;
}

void ToolRunner::Impl::run_tools(const OpenCalls& open) {
  const bool last_is_cut = is_answered() && is_cut(*last);
  std::vector<PreparedToolCall> calls;
  std::vector<std::shared_ptr<ActiveSpan>> tool_spans;
  for (const ToolUseBlock& use : open.uses) {
    calls.push_back(prepare(use, last_is_cut && &use == &open.uses.back()));
    tool_spans.push_back(spans.wrap(calls.back(), find_tool(use.name)));
  }

  std::vector<ToolOutput> outputs;
  if (options.parallel) {
    outputs = run_tool_calls(std::move(calls), options.tool_timeout, options.stop_token, left_over);
  } else {
    for (PreparedToolCall& call : calls) {
      auto output = run_tool_calls({std::move(call)}, options.tool_timeout, options.stop_token, left_over);
      outputs.push_back(std::move(output.front()));
    }
  }

  for (const auto& span : tool_spans) {
    if (span) end_late_tool(*span, options.stop_token.stop_requested());
  }

  std::vector<ToolResultBlock> results;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    results.push_back(tool_result(open.uses[i], outputs[i], options.max_result_bytes));
  // Directly behind the calls, before whatever was pushed.
  params.messages.insert(params.messages.begin() + static_cast<std::ptrdiff_t>(open.turn) + 1,
                         MessageParam::tool_results(std::move(results)));
}

PreparedToolCall ToolRunner::Impl::prepare(const ToolUseBlock& use, bool is_cut) const {
  PreparedToolCall prepared{.call = {.id = use.id, .name = use.name, .input = use.input}};
  const RunnableTool* tool = find_tool(use.name);
  if (!tool) {
    prepared.answer = ToolOutput::failure(unknown_tool(use.name));
    return prepared;
  }
  std::string unreadable = find_unreadable(use, is_cut);
  if (!unreadable.empty()) {
    prepared.answer = ToolOutput::failure(unreadable);
    return prepared;
  }
  const auto* custom = std::get_if<Tool>(&tool->tool);
  auto mismatch =
      custom ? find_schema_mismatch(use.input, custom->input_schema, NullMember::is_absent) : std::nullopt;
  if (mismatch) {
    prepared.answer = ToolOutput::failure(
        "The input does not fit the tool's schema, so the tool was not run: " + *mismatch);
    return prepared;
  }
  prepared.run = tool->run;
  return prepared;
}

std::string ToolRunner::Impl::unknown_tool(const std::string& name) const {
  std::string text = "There is no tool named \"" + name + "\".";
  for (std::size_t i = 0; i < tools.size(); ++i)
    text += (i == 0 ? " There are: " : ", ") + std::string(tools[i].tool.name());
  return text;
}

Result<Message> ToolRunner::Impl::ask() {
  RequestOptions request = options.request;
  request.trace = spans.context();
  request.stop_token = options.stop_token;
  spans.count_inference_call();
  if (!options.on_event) return messages.create(params, request);
  auto stream = messages.stream(params, request);
  return run_user_code(ErrorKind::configuration, "on_event", [&] {
    while (const StreamEvent* event = stream.next()) options.on_event(*event);
    return stream.final_message();
  });
}

ToolRunner::ToolRunner(Messages messages, MessageCreateParams params, std::vector<RunnableTool> tools,
                       ToolRunnerOptions options)
    : impl_(std::make_unique<Impl>(std::move(messages), std::move(params), std::move(tools),
                                   std::move(options))) {}
ToolRunner::ToolRunner(ToolRunner&&) noexcept = default;
ToolRunner& ToolRunner::operator=(ToolRunner&&) noexcept = default;
ToolRunner::~ToolRunner() = default;

/// Of a runner that was moved from: an empty one, which can do nothing.
ToolRunner::Impl& ToolRunner::impl() {
  if (impl_) return *impl_;
  impl_ = std::make_unique<Impl>(Messages(nullptr), MessageCreateParams(), std::vector<RunnableTool>(),
                                 ToolRunnerOptions());
  impl_->fault = moved_from("ToolRunner");
  return *impl_;
}
const ToolRunner::Impl& ToolRunner::impl() const {
  return const_cast<ToolRunner*>(this)->impl();
}

std::optional<Result<Message>> ToolRunner::next() {
  return impl().next();
}

Result<Message> ToolRunner::run_until_done() {
  while (auto turn = next()) {
    if (!*turn) return std::move(*turn).error();
  }
  if (impl().last) return *impl().last;
  return bad_request_error(
      "the run ended before anything was asked",
      "max_iterations is 0, or the conversation ends with a call of a tool that is yours to run.");
}

bool ToolRunner::finished() const {
  return impl().is_answered() && impl().last->stop_reason != StopReason::pause_turn &&
         open_calls(impl().params.messages).uses.empty();
}

void ToolRunner::push_messages(std::vector<MessageParam> messages) {
  for (MessageParam& message : messages) impl().params.messages.push_back(std::move(message));
  impl().iterations = 0;
  impl().unreadable_turns = 0;
}

MessageCreateParams& ToolRunner::params() {
  return impl().params;
}
const MessageCreateParams& ToolRunner::params() const {
  return impl().params;
}

std::size_t ToolRunner::tools_running() const {
  return impl().left_over->load();
}

ToolOutput::ToolOutput(const Error& error)
    : content_(error.message.empty() ? error.to_string() : error.message), is_error_(true) {}

ToolOutput ToolOutput::failure(std::string_view text) {
  ToolOutput output(text);
  output.is_error_ = true;
  return output;
}

}  // namespace anthropic::inline v0
