#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/headers.hpp>
#include <anthropic/json.hpp>

#include "base/time/clock.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// The batches and files of the local endpoint, in memory. Thread-safe.
class ApiStore {
 public:
  /// Answers one request of a batch, which came with these headers: the member `result` of its line.
  using AnswerOne = std::function<Json(const Json& params, const Headers& headers)>;
  using Found = std::variant<Json, Refusal>;

  /// A batch from a valid list of requests. It has ended, and its requests are answered, when it is asked for
  /// the next time.
  Json create_batch(const Json& requests, const Headers& headers, SystemTime now);
  Found get_batch(const std::string& id, const AnswerOne& answer, SystemTime now);
  Found cancel_batch(const std::string& id, SystemTime now);
  Found delete_batch(const std::string& id);
  Json list_batches(std::string_view query, SystemTime now);
  /// One line of JSON for each request.
  std::variant<std::string, Refusal> batch_results(const std::string& id);

  Found upload_file(std::string_view content_type, std::string_view body, SystemTime now);
  Found get_file(const std::string& id);
  Found delete_file(const std::string& id);
  /// By `page` and `next_page`, or, `by_ids`, as the beta did: by `after_id`, `has_more` and `last_id`.
  Found list_files(std::string_view query, bool by_ids);
  std::variant<std::string, Refusal> file_content(const std::string& id, std::string& mime_type);

 private:
  struct Batch {
    Json requests;
    Headers headers;
    std::string created_at, expires_at, ended_at;
    bool canceled = false;
    std::string results = {};  // lines of JSON
    std::map<std::string, std::size_t> counts = {};
  };
  struct File {
    Json metadata;
    std::string content;
  };
  static void end_batch(Batch& batch, const AnswerOne& answer, SystemTime now);
  Json batch_json(const std::string& id, const Batch& batch) const;

  std::mutex mutex_;
  std::uint64_t next_id_ = 1;
  std::map<std::string, Batch> batches_;
  std::map<std::string, File> files_;
  std::size_t file_bytes_ = 0;
};

/// A list as the API pages it, by the query's limit, after_id and before_id. `items` have ids; the newest
/// come first.
Json paged(const std::vector<Json>& items, std::string_view query);

}  // namespace anthropic::internal::local
