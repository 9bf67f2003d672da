#include "local/messages_api/store.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/contains.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/bedrock/route.hpp"
#include "local/messages_api/form_data.hpp"
#include "local/server/numbered_id.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostFileBytes = std::size_t{256} << 20;
constexpr std::size_t kMostIds = 100;

Refusal not_found(std::string_view what, const std::string& id) {
  return {.status = 404, .code = "", .message = std::string(what) + " not found: " + id};
}

/// The items of a map, the newest first: ids grow.
template <class Map, class Make>
std::vector<Json> newest_first(const Map& map, Make make) {
  std::vector<Json> items;
  for (auto it = map.rbegin(); it != map.rend(); ++it) items.push_back(make(it->first, it->second));
  return items;
}

std::size_t limit_of(std::string_view query) {
  const auto limit = parse_integer(query_value(query, "limit"));
  return static_cast<std::size_t>(std::clamp<long long>(limit.value_or(20), 1, 1000));
}

/// The token of a page names the last item of the page before it.
constexpr char kPageToken[] = "page_";

ApiStore::Found paged_by_token(const std::vector<Json>& items, std::string_view query) {
  const std::string token = query_value(query, "page");
  std::size_t begin = 0;
  if (!token.empty()) {
    const auto is_last = [&](const Json& item) { return kPageToken + item["id"].string_or("") == token; };
    const auto found = std::find_if(items.begin(), items.end(), is_last);
    if (found == items.end()) return refuse_input("page: is not a token of this list");
    begin = static_cast<std::size_t>(found - items.begin()) + 1;
  }
  const std::size_t end = std::min(begin + limit_of(query), items.size());
  Json data = Json::array();
  for (std::size_t i = begin; i < end; ++i) data.push_back(items[i]);
  const bool has_more = end < items.size() && end > 0;
  const Json next = has_more ? Json(kPageToken + items[end - 1]["id"].string_or("")) : Json();
  return Json::object({{"data", std::move(data)}, {"next_page", next}});
}

ApiStore::Found only_these(const std::vector<Json>& items, std::string_view query,
                           const std::vector<std::string>& wanted) {
  if (!query_value(query, "page").empty() || !query_value(query, "limit").empty())
    return refuse_input("ids: cannot be combined with page and limit");
  if (std::set<std::string>(wanted.begin(), wanted.end()).size() > kMostIds)
    return refuse_input("ids: List should have at most 100 items");
  Json data = Json::array();
  for (const Json& item : items) {
    if (contains(wanted, item["id"].string_or(""))) data.push_back(item);
  }
  return Json::object({{"data", std::move(data)}, {"next_page", nullptr}});
}

}  // namespace

Json paged(const std::vector<Json>& items, std::string_view query) {
  const std::size_t limit = limit_of(query);
  const auto position = [&](const std::string& id) {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const Json& item) { return item["id"].as_string() == id; });
    return static_cast<std::size_t>(found - items.begin());
  };
  const std::string after = query_value(query, "after_id");
  const std::string before = query_value(query, "before_id");
  std::size_t begin = after.empty() ? 0 : std::min(position(after) + 1, items.size());
  std::size_t end = std::min(begin + limit, items.size());
  bool has_more = end < items.size();
  if (!before.empty()) {
    end = position(before);
    begin = end > limit ? end - limit : 0;
    has_more = begin > 0;
  }
  Json data = Json::array();
  for (std::size_t i = begin; i < end; ++i) data.push_back(items[i]);
  const auto id_at = [&](std::size_t i) { return begin < end ? items[i]["id"] : Json(); };
  const Json first = id_at(begin);
  const Json last = begin < end ? items[end - 1]["id"] : Json();
  return Json::object(
      {{"data", std::move(data)}, {"has_more", has_more}, {"first_id", first}, {"last_id", last}});
}

Json ApiStore::batch_json(const std::string& id, const Batch& batch) const {
  const bool ended = !batch.ended_at.empty();
  const auto counted = [&](const char* type) {
    const auto found = batch.counts.find(type);
    return found == batch.counts.end() ? std::size_t{0} : found->second;
  };
  const auto time_or_null = [](const std::string& time) { return time.empty() ? Json() : Json(time); };
  return Json::object({{"id", id},
                       {"type", "message_batch"},
                       {"processing_status", ended            ? "ended"
                                             : batch.canceled ? "canceling"
                                                              : "in_progress"},
                       {"request_counts", Json::object({{"processing", ended ? 0 : batch.requests.size()},
                                                        {"succeeded", counted("succeeded")},
                                                        {"errored", counted("errored")},
                                                        {"canceled", counted("canceled")},
                                                        {"expired", 0}})},
                       {"created_at", batch.created_at},
                       {"expires_at", batch.expires_at},
                       {"ended_at", time_or_null(batch.ended_at)},
                       {"archived_at", nullptr},
                       {"cancel_initiated_at", batch.canceled ? Json(batch.created_at) : Json()},
                       {"results_url", ended ? Json("/v1/messages/batches/" + id + "/results") : Json()}});
}

void ApiStore::end_batch(Batch& batch, const AnswerOne& answer, SystemTime now) {
  batch.ended_at = format_iso8601(now);
  for (const Json& request : batch.requests.items()) {
    Json result =
        batch.canceled ? Json::object({{"type", "canceled"}}) : answer(request["params"], batch.headers);
    ++batch.counts[result["type"].string_or("")];
    Json::object({{"custom_id", request["custom_id"]}, {"result", std::move(result)}}).dump_to(batch.results);
    batch.results += '\n';
  }
}

Json ApiStore::create_batch(const Json& requests, const Headers& headers, SystemTime now) {
  const std::lock_guard lock(mutex_);
  const std::string id = numbered_id("msgbatch_local_", next_id_++);
  Batch& batch = batches_[id];
  batch.requests = requests;
  batch.headers = headers;
  batch.created_at = format_iso8601(now);
  batch.expires_at = format_iso8601(now + std::chrono::hours(24));
  return batch_json(id, batch);
}

ApiStore::Found ApiStore::get_batch(const std::string& id, const AnswerOne& answer, SystemTime now) {
  const std::lock_guard lock(mutex_);
  const auto found = batches_.find(id);
  if (found == batches_.end()) return not_found("batch", id);
  if (found->second.ended_at.empty()) end_batch(found->second, answer, now);
  return batch_json(id, found->second);
}

ApiStore::Found ApiStore::cancel_batch(const std::string& id, SystemTime) {
  const std::lock_guard lock(mutex_);
  const auto found = batches_.find(id);
  if (found == batches_.end()) return not_found("batch", id);
  if (!found->second.ended_at.empty()) return refuse_input("Batch " + id + " has already ended.");
  found->second.canceled = true;
  return batch_json(id, found->second);
}

ApiStore::Found ApiStore::delete_batch(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = batches_.find(id);
  if (found == batches_.end()) return not_found("batch", id);
  if (found->second.ended_at.empty()) return refuse_input("Batch " + id + " has not ended yet.");
  batches_.erase(found);
  return Json::object({{"id", id}, {"type", "message_batch_deleted"}});
}

Json ApiStore::list_batches(std::string_view query, SystemTime) {
  const std::lock_guard lock(mutex_);
  return paged(newest_first(batches_,
                            [&](const std::string& id, const Batch& batch) { return batch_json(id, batch); }),
               query);
}

std::variant<std::string, Refusal> ApiStore::batch_results(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = batches_.find(id);
  if (found == batches_.end()) return not_found("batch", id);
  if (found->second.ended_at.empty())
    return Refusal{.status = 404, .code = "", .message = "batch " + id + " has no results yet"};
  return found->second.results;
}

ApiStore::Found ApiStore::upload_file(std::string_view content_type, std::string_view body, SystemTime now) {
  auto part = form_file(content_type, body);
  if (!part) return refuse_input("file: Field required in a form of type multipart/form-data");
  const std::lock_guard lock(mutex_);
  if (file_bytes_ + part->content.size() > kMostFileBytes)
    return refuse_input("The local endpoint keeps no more than 256 MiB of files.");
  const std::string id = numbered_id("file_local_", next_id_++);
  Json metadata = Json::object({{"id", id},
                                {"type", "file"},
                                {"filename", part->filename},
                                {"mime_type", part->content_type},
                                {"size_bytes", part->content.size()},
                                {"created_at", format_iso8601(now)},
                                {"downloadable", true}});
  file_bytes_ += part->content.size();
  files_[id] = {metadata, std::move(part->content)};
  return metadata;
}

ApiStore::Found ApiStore::get_file(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(id);
  if (found == files_.end()) return not_found("file", id);
  return found->second.metadata;
}

ApiStore::Found ApiStore::delete_file(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(id);
  if (found == files_.end()) return not_found("file", id);
  file_bytes_ -= found->second.content.size();
  files_.erase(found);
  return Json::object({{"id", id}, {"type", "file_deleted"}});
}

ApiStore::Found ApiStore::list_files(std::string_view query, bool by_ids) {
  const std::lock_guard lock(mutex_);
  const std::vector<Json> items =
      newest_first(files_, [](const std::string&, const File& file) { return file.metadata; });
  if (by_ids) return paged(items, query);
  const std::vector<std::string> wanted = query_list(query, "ids");
  return wanted.empty() ? paged_by_token(items, query) : only_these(items, query, wanted);
}

std::variant<std::string, Refusal> ApiStore::file_content(const std::string& id, std::string& mime_type) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(id);
  if (found == files_.end()) return not_found("file", id);
  mime_type = found->second.metadata["mime_type"].string_or("application/octet-stream");
  return found->second.content;
}

}  // namespace anthropic::internal::local
