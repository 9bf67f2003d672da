#include "tutorial/runner/recorded.hpp"

#include <utility>

#include "base/public_names.hpp"
#include "tutorial/graders/grade.hpp"

namespace anthropic::internal::tutorial {
namespace {

bool fits(const RecordedReply& reply, const LessonCell& cell, bool is_untouched, int part,
          const BuiltRequest& request, Language language) {
  if (reply.part != 0 && reply.part != part) return false;
  if (!reply.when) return cell.exercise || is_untouched;
  return check(*reply.when, request.sent, language).passed;
}

/// What was recorded goes on from the prefill; a model that takes none says it itself.
Json with_beginning(Json reply, const BuiltRequest& request) {
  const std::string& beginning = request.sent.prefill;
  const std::string text = reply["text"].string_or("");
  if (!beginning.empty() && request.prefill.empty() && !text.empty() && !text.starts_with(beginning))
    reply.set("text", beginning + text);
  return reply;
}

}  // namespace

Recording find_recording(const LessonCell* cell, bool is_untouched, int part, const BuiltRequest& request,
                         Language language) {
  Recording recording;
  if (cell) {
    for (const RecordedReply& reply : cell->replies) {
      if (!fits(reply, *cell, is_untouched, part, request, language)) continue;
      recording.is_there = true;
      for (const RecordedReply* next = &reply; next;
           next = next->then.empty() ? nullptr : &next->then.front()) {
        recording.replies.push_back(with_beginning(next->reply, request));
        recording.thinking.push_back(next->thinking);
      }
      return recording;
    }
  }
  recording.replies.push_back(Json::object(
      {{"text",
        phrase(
            language,
            "Nothing was recorded for this prompt. Ask Claude with --live, or go back to the prompt of the "
            "lesson.",
            "这个提示没有录制的回答。请用 --live 询问 Claude，或改回课里的提示。")}}));
  recording.thinking.emplace_back();
  return recording;
}

Result<RecordedBedrock> RecordedBedrock::start(const Recording& recording, const std::string& region) {
  testing::LocalBedrockOptions options;
  if (!region.empty()) options.region = region;
  Json replies = Json::array();
  for (const Json& reply : recording.replies) replies.push_back(reply);
  options.replies = replies;
  auto endpoint = testing::LocalBedrock::start(std::move(options));
  if (!endpoint) return endpoint.error();
  RecordedBedrock recorded;
  recorded.endpoint_ = std::make_unique<testing::LocalBedrock>(*std::move(endpoint));
  // Whatever the environment and the AWS profile files say.
  const aws::Credentials& key = recorded.endpoint_->credentials();
  AnthropicBedrockOptions client;
  client.aws_session = aws::Session({.region = recorded.endpoint_->region(),
                                     .access_key_id = key.access_key_id,
                                     .secret_access_key = key.secret_access_key,
                                     .session_token = key.session_token,
                                     .use_environment = false,
                                     .transport = {.proxy = "none"}});
  client.aws_region = recorded.endpoint_->region();
  client.base_url = recorded.endpoint_->base_url();
  recorded.client_ = std::make_unique<AnthropicBedrock>(std::move(client));
  return recorded;
}

}  // namespace anthropic::internal::tutorial
