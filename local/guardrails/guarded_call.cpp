#include "local/guardrails/guarded_call.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "local/guardrails/qualifiers.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMaskedPiece = 16;  // characters a delta

using Reader = std::function<std::string(std::string_view)>;

// A text, or the text blocks of a list.
Json read_content(const Json& content, const Reader& reader) {
  if (const auto text = content.as_string()) return reader(*text);
  Json out = Json::array();
  for (Json block : content.items()) {
    if (block["type"].as_string() == "text") block.set("text", reader(block["text"].string_or("")));
    out.push_back(std::move(block));
  }
  return out;
}

Json read_messages(const Json& messages, const std::function<Json(const Json& content)>& read) {
  Json out = Json::array();
  for (Json message : messages.items()) {
    message.set("content", read(message["content"]));
    out.push_back(std::move(message));
  }
  return out;
}

// What stands between tags is read, the rest passed by.
std::string read_tagged(std::string_view text, const std::string& begin, const std::string& end,
                        Assessment& assessment) {
  std::string out;
  while (true) {
    const std::size_t open = text.find(begin);
    const std::string_view before = text.substr(0, open);
    assessment.pass(before);
    out += before;
    if (open == std::string_view::npos) return out;
    text.remove_prefix(open + begin.size());
    const std::size_t close = text.find(end);
    out += begin + assessment.read(text.substr(0, close));
    if (close == std::string_view::npos) return out;
    out += end;
    text.remove_prefix(close + end.size());
  }
}

bool has_guard_content(const Json& blocks) {
  const Json::Array& all = blocks.items();
  return std::any_of(all.begin(), all.end(),
                     [](const Json& block) { return block["guardContent"].is_object(); });
}

bool has_guard_content_in(const Json& messages) {
  const Json::Array& all = messages.items();
  return std::any_of(all.begin(), all.end(),
                     [](const Json& message) { return has_guard_content(message["content"]); });
}

/// The blocks of Converse: guardContent is read, and text too unless only the former counts.
Json read_blocks(const Json& blocks, bool only_guard_content, Assessment& assessment) {
  Json out = Json::array();
  for (Json block : blocks.items()) {
    const Json* text = block.find("text");
    Json* guarded = block.find("guardContent");
    Json* guarded_text = guarded ? guarded->find("text") : nullptr;
    if (guarded_text) {
      const std::string said = (*guarded_text)["text"].string_or("");
      if (is_guarded(*guarded_text))
        guarded_text->set("text", assessment.read(said));
      else
        assessment.pass(said);
    } else if (text && only_guard_content) {
      assessment.pass(text->string_or(""));
    } else if (text) {
      block.set("text", assessment.read(text->string_or("")));
    }
    out.push_back(std::move(block));
  }
  return out;
}

}  // namespace

Json GuardedCall::guard_invoke(Json body) {
  if (!use_.guardrail) return body;
  Assessment& input = input_.emplace(*use_.guardrail, Source::input);
  const std::string tag = "amazon-bedrock-guardrails-guardContent_" + use_.tag_suffix + ">";
  const bool has_tags = !use_.tag_suffix.empty() && body.dump().find("<" + tag) != std::string::npos;
  const Reader reader = [&](std::string_view text) {
    return has_tags ? read_tagged(text, "<" + tag, "</" + tag, input) : input.read(text);
  };
  if (const Json* system = body.find("system")) body.set("system", read_content(*system, reader));
  body.set("messages", read_messages(body["messages"],
                                     [&](const Json& content) { return read_content(content, reader); }));
  return body;
}

Json GuardedCall::guard_converse(Json request) {
  if (!use_.guardrail) return request;
  Assessment& input = input_.emplace(*use_.guardrail, Source::input);
  if (const Json* system = request.find("system")) request.set("system", read_blocks(*system, true, input));
  const bool is_marked = has_guard_content_in(request["messages"]);
  request.set("messages", read_messages(request["messages"], [&](const Json& content) {
                return read_blocks(content, is_marked, input);
              }));
  return request;
}

void GuardedCall::guard_answer(ComposedMessage& message) {
  if (!use_.guardrail) return;
  model_output_ = message.text();
  Assessment& output = output_.emplace(*use_.guardrail, Source::output, !use_.is_async);
  const std::string masked = output.read(model_output_);
  if (output.is_blocked()) return block_answer(message);
  if (!output.is_masked()) return;
  message.deltas.clear();
  split_into(masked, kMaskedPiece, message.deltas);
}

// An asynchronous stream has said by then what was found.
void GuardedCall::block_answer(ComposedMessage& message) const {
  std::size_t said = 0;
  const auto is_past = [&](const std::string& delta) {
    const bool past = !use_.is_async || said >= *output_->blocked_end();
    said += delta.size();
    return past;
  };
  message.deltas.erase(std::find_if(message.deltas.begin(), message.deltas.end(), is_past),
                       message.deltas.end());
  message.deltas.push_back(use_.guardrail->blocked_output);
  message.thinking.reset();
  message.citations.clear();
  message.redacted_thinking.clear();
  message.tool_uses.clear();
  message.stop_sequence.clear();
  message.stop_reason = kGuardrailIntervened;
}

void GuardedCall::report(ComposedMessage& message) const {
  if (!use_.guardrail) return;
  const bool intervened = (input_ && input_->intervened()) || (output_ && output_->intervened());
  message.invoke_extra =
      Json::object({{"amazon-bedrock-guardrailAction", intervened ? "INTERVENED" : "NONE"}});
  if (!use_.trace) return;
  message.invoke_extra.set("amazon-bedrock-trace", Json::object({{"guardrail", invoke_trace()}}));
  message.converse_trace = Json::object({{"guardrail", converse_trace()}});
}

std::string GuardedCall::action_reason() const {
  if (!output_) return input_->action_reason();
  return output_->intervened() ? output_->action_reason() : input_->action_reason();
}

// InvokeModel has other names for the same.
Json GuardedCall::invoke_trace() const {
  const std::string& id = use_.guardrail->id;
  Json trace = Json::object({{"input", Json::object({{id, input_->to_json(*use_.trace, region_)}})}});
  if (!output_) return trace;
  trace.set("modelOutput", Json::array({Json(model_output_)}));
  trace.set("outputs", Json::array({Json::object({{id, output_->to_json(*use_.trace, region_)}})}));
  return trace;
}

Json GuardedCall::converse_trace() const {
  const std::string& id = use_.guardrail->id;
  Json trace =
      Json::object({{"actionReason", action_reason()},
                    {"inputAssessment", Json::object({{id, input_->to_json(*use_.trace, region_)}})}});
  if (!output_) return trace;
  trace.set("modelOutput", Json::array({Json(model_output_)}));
  trace.set("outputAssessments", Json::object({{id, Json::array({output_->to_json(*use_.trace, region_)})}}));
  return trace;
}

}  // namespace anthropic::internal::local
