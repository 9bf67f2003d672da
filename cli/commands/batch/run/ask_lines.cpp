#include "commands/batch/run/ask_lines.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/model_catalog.hpp>

#include "call/error.hpp"

namespace anthropic::internal::cli {
namespace {

// So many calls in a row without any answer, and the network is what is wrong.
constexpr int kUnreachable = 20;

// What the next line would meet, too.
bool befalls_every_line(const Error& error) {
  return error.kind == ErrorKind::configuration || error.kind == ErrorKind::credentials ||
         error.kind == ErrorKind::authentication || is_daily_quota(error);
}

// What a line of the results may need: a token is a few letters, and JSON escapes some.
std::uint64_t room_for_answer(const MessageCreateParams& params) {
  constexpr std::uint64_t kAroundIt = 4096;
  constexpr std::uint64_t kBytesPerToken = 8;
  constexpr std::int64_t kMostTokens = 128'000;
  return kAroundIt + kBytesPerToken * static_cast<std::uint64_t>(
                                          std::clamp<std::int64_t>(params.max_tokens, 0, kMostTokens));
}

}  // namespace

AskLines::AskLines(const Messages& messages, BatchLedger& ledger, Interrupts& interrupts, std::string region)
    : messages_(messages), ledger_(ledger), interrupts_(interrupts), region_(std::move(region)) {}

Error AskLines::run(const Limits& limits) {
  const std::stop_callback finish(interrupts_.token(), [this] { finish_.request_stop(); });
  const std::stop_callback stop(interrupts_.second_token(), [this] { stop_.request_stop(); });
  CreateAllOptions options;
  options.max_concurrency = limits.max_concurrency;
  options.max_per_second = limits.max_per_second;
  options.finish_token = finish_.get_token();
  options.stop_token = stop_.get_token();
  const CreateEachCounts counts =
      messages_.create_each([this] { return take(); },
                            [this](std::uint64_t index, const CreateRequest& request,
                                   Result<Message> result) { keep(index, request, std::move(result)); },
                            options);
  ledger_.set_throttled(counts.throttled);
  const std::lock_guard lock(mutex_);
  if (counts.error && ended_early_.kind == ErrorKind::none) ended_early_ = *counts.error;
  return ended_early_;
}

std::uint64_t AskLines::in_flight() const {
  const std::lock_guard lock(mutex_);
  return asked_.size();
}

std::optional<CreateRequest> AskLines::take() {
  std::optional<ParsedLine> line = ledger_.next();
  if (!line) return std::nullopt;
  CreateRequest request{.id = line->key.id, .params = std::move(line->params)};
  const std::uint64_t room = room_for_answer(request.params);
  std::uint64_t room_of_all = room;
  {
    const std::lock_guard lock(mutex_);
    room_of_all += room_;
  }
  // An answer that cannot be kept would be paid for all the same.
  if (!ledger_.reserve(room_of_all)) return std::nullopt;
  const std::string& model = request.params.model;
  std::string sent_as = region_.empty() ? model : resolve_model_id(model, region_);
  const std::lock_guard lock(mutex_);
  room_ += room;
  asked_.emplace(taken_++, Asked{std::move(line->key), std::move(sent_as), room});
  return request;
}

void AskLines::keep(std::uint64_t index, const CreateRequest&, Result<Message> result) {
  Asked asked;
  {
    const std::lock_guard lock(mutex_);
    const auto found = asked_.find(index);
    asked = std::move(found->second);
    asked_.erase(found);
  }
  if (result) {
    unreachable_in_a_row_ = 0;
    ledger_.store_success(asked.key, *result, asked.model);
  } else if (befalls_every_line(result.error())) {
    end_early(result.error());
  } else if (result.error().kind != ErrorKind::user_abort) {
    unreachable_in_a_row_ = result.error().kind == ErrorKind::connection ? unreachable_in_a_row_ + 1 : 0;
    ledger_.store_failure(asked.key, result.error());
    if (unreachable_in_a_row_ == kUnreachable) end_early(result.error());
  }
  {
    const std::lock_guard lock(mutex_);
    room_ -= asked.room;
  }
  // Answers that cannot be kept are not worth waiting for.
  if (!ledger_.is_writable()) {
    finish_.request_stop();
    stop_.request_stop();
  }
}

void AskLines::end_early(Error why) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_early_.kind == ErrorKind::none) ended_early_ = std::move(why);
  }
  finish_.request_stop();
}

}  // namespace anthropic::internal::cli
