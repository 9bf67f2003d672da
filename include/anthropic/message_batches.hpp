#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <anthropic/message_create_params.hpp>
#include <anthropic/option_overrides.hpp>
#include <anthropic/page.hpp>

namespace anthropic::internal {
class ClientCore;
}

namespace anthropic::inline v0 {

/// One request of a batch.
struct MessageBatchRequest {
  std::string custom_id = {};  ///< Your own: 1 to 64 letters, digits, `_` and `-`, unique in the batch.
  MessageCreateParams params;
};

/// The state of a batch's requests.
struct MessageBatchRequestCounts {
  std::int64_t processing = 0;
  std::int64_t succeeded = 0;
  std::int64_t errored = 0;
  std::int64_t canceled = 0;
  std::int64_t expired = 0;
};

/// Many requests, answered within a day, for half the price.
/// https://docs.claude.com/en/docs/build-with-claude/batch-processing
struct MessageBatch {
  std::string id = {};
  std::string processing_status = {};  ///< "in_progress", "canceling" or "ended".
  MessageBatchRequestCounts request_counts = {};
  std::string created_at = {};  ///< RFC 3339, as the other times.
  std::string expires_at = {};
  std::string ended_at = {};     ///< Empty until then.
  std::string results_url = {};  ///< Empty until the batch has ended.
  Json extra = {};               ///< Members without a field here, an object or null.

  bool ended() const { return processing_status == "ended"; }
  Json to_json() const;
  static MessageBatch from_json(Json json);
};

/// The outcome of one request of a batch.
struct MessageBatchResult {
  std::string custom_id = {};
  /// "succeeded", "errored", "canceled" or "expired". Empty if the line was damaged: then `error` is of kind
  /// response_validation, and `custom_id` is empty unless it could be read.
  std::string type = {};
  std::optional<Message> message;   ///< If it succeeded.
  std::optional<Error> error = {};  ///< If it did not.
  Json extra = {};                  ///< Of `result`, members without a field here, an object or null.
};

/// The results of a batch, read line by line, in no particular order. Move-only; destroying it closes the
/// connection. One thread reads.
///
///     auto results = client.messages.batches.results(batch.id);
///     while (const auto* result = results.next()) store(result->custom_id, *result);
///     if (results.error()) …
class [[nodiscard]] MessageBatchResults {
 public:
  MessageBatchResults(MessageBatchResults&&) noexcept;
  MessageBatchResults& operator=(MessageBatchResults&&) noexcept;
  ~MessageBatchResults();

  /// The next result; null at the end and on failure. A damaged line is a result of its own, and does not end
  /// the list. Valid until the next call.
  const MessageBatchResult* next();
  /// Null unless reading has failed.
  const Error* error() const;

  struct Impl;
  explicit MessageBatchResults(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

/// Message batches: on Anthropic's own API and Claude Platform on AWS; the other platforms refuse them with
/// an error that names them. A handle, safe from many threads.
class MessageBatches {
 public:
  /// Fails with bad_request, before anything is sent, on a missing or repeated custom_id.
  Result<MessageBatch> create(const std::vector<MessageBatchRequest>& requests,
                              const RequestOptions& options = {}) const;
  Result<MessageBatch> retrieve(const std::string& batch_id, const RequestOptions& options = {}) const;
  /// The newest first.
  Result<Page<MessageBatch>> list(const PageParams& params = {}, const RequestOptions& options = {}) const;
  /// Ends it early; answers that exist stay, and are paid for.
  Result<MessageBatch> cancel(const std::string& batch_id, const RequestOptions& options = {}) const;
  /// Deletes a batch that has ended, with its results. (`delete` is a keyword of C++, so the name says what
  /// is deleted.)
  Result<void> delete_batch(const std::string& batch_id, const RequestOptions& options = {}) const;
  /// The object reports failures, also those before the first result.
  MessageBatchResults results(const std::string& batch_id, const RequestOptions& options = {}) const;

  /// As the client's own with_options(), for its batches.
  MessageBatches with_options(const OptionOverrides& overrides) const;

  explicit MessageBatches(std::shared_ptr<internal::ClientCore> core) : core_(std::move(core)) {}
  // Moving copies, so no handle is ever empty.
  MessageBatches(const MessageBatches&) = default;
  MessageBatches& operator=(const MessageBatches&) = default;

 private:
  std::shared_ptr<internal::ClientCore> core_;
  std::shared_ptr<const OptionOverrides> overrides_ = {};
};

}  // namespace anthropic::inline v0
