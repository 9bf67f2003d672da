#include <algorithm>
#include <set>
#include <utility>

#include <anthropic/message_batches.hpp>

#include "base/crypto/encoding.hpp"
#include "base/errors.hpp"
#include "base/process/never_destroyed.hpp"
#include "base/text/line_splitter.hpp"
#include "client/clients/effective_options.hpp"
#include "client/clients/moved_from.hpp"
#include "client/resources/paging.hpp"
#include "platform/errors/api_errors.hpp"
#include "platform/models/choice.hpp"
#include "platform/requests/messages_request.hpp"
#include "platform/requests/rules.hpp"
#include "wire/json/fields.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

constexpr std::string_view kPath = "/v1/messages/batches";

ApiRequest batch_request(std::string_view operation, std::string method, const std::string& id,
                         const std::string& behind = {}) {
  return {.operation = operation,
          .id = id,
          .method = std::move(method),
          .path = std::string(kPath) + "/" + percent_encode(id) + behind,
          .feature = Feature::batches};
}

Result<MessageBatch> read_batch(Result<Json> json) {
  if (!json) return std::move(json).error();
  return MessageBatch::from_json(*std::move(json));
}

bool is_custom_id(std::string_view id) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !id.empty() && id.size() <= 64 && id.find_first_not_of(letters) == std::string_view::npos;
}

/// {"requests": […]}
Result<std::string> write_requests(const std::vector<MessageBatchRequest>& requests, PlatformKind platform,
                                   bool check_support) {
  std::set<std::string_view> seen;
  std::string out = R"({"requests":[)";
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const MessageBatchRequest& request = requests[i];
    const std::string where = "requests[" + std::to_string(i) + "]";
    if (!is_custom_id(request.custom_id))
      return bad_request_error(where + ".custom_id: must be 1 to 64 letters, digits, \"_\" and \"-\"");
    if (!seen.insert(request.custom_id).second)
      return bad_request_error(where + ".custom_id: \"" + request.custom_id + "\" is there twice");
    if (auto refused = refuse_bedrock_options(platform, request.params.bedrock)) {
      refused->message = where + ".params: " + refused->message;
      return *std::move(refused);
    }
    if (request.params.model.empty()) return missing_model();
    const std::string model = model_id_for(platform, request.params.model, {});
    const auto params = write_body(request.params, {}, {}, model);
    if (!params) {
      Error error = params.error();
      error.message = where + ".params: " + error.message;
      return error;
    }
    if (check_support) {
      RequestFacts facts = read_request_facts(*params);
      facts.betas.insert(facts.betas.end(), request.params.betas.begin(), request.params.betas.end());
      if (auto refused = refuse_request(platform, request.params.model, "", facts)) {
        refused->message = where + ".params: " + refused->message;
        return *std::move(refused);
      }
    }
    if (i != 0) out += ',';
    out += R"({"custom_id":")" + request.custom_id + R"(","params":)" + *params + "}";
  }
  return out + "]}";
}

/// A batch has one header: what one request needs, it asks for.
Headers beta_headers_of(const std::vector<MessageBatchRequest>& requests) {
  MessageCreateParams all;
  for (const MessageBatchRequest& request : requests) {
    for (const std::string& beta : request.params.betas) {
      if (std::find(all.betas.begin(), all.betas.end(), beta) == all.betas.end()) all.betas.push_back(beta);
    }
  }
  return beta_headers(all);
}

/// What a damaged line still says of where it belongs.
std::string custom_id_in(std::string_view line) {
  constexpr std::string_view name = "\"custom_id\"";
  const std::size_t at = line.find(name);
  if (at == std::string_view::npos) return {};
  line.remove_prefix(at + name.size());
  line.remove_prefix(std::min(line.find_first_not_of(" :"), line.size()));
  if (!line.starts_with('"')) return {};
  const std::size_t end = line.find('"', 1);
  if (end == std::string_view::npos) return {};
  const std::string_view id = line.substr(1, end - 1);
  return is_custom_id(id) ? std::string(id) : std::string();
}

MessageBatchResult damaged_result(std::string_view line, const std::string& why) {
  MessageBatchResult damaged;
  damaged.custom_id = custom_id_in(line);
  damaged.error = Error{.kind = ErrorKind::response_validation, .message = "a line of the results is " + why};
  return damaged;
}

MessageBatchResult read_result(Json line) {
  MessageBatchResult read;
  read.custom_id = take_string(line, "custom_id").value_or("");
  Json result = take(line, "result");
  read.type = take_string(result, "type").value_or("");
  if (read.type == "succeeded") {
    auto message = Message::from_json(take(result, "message"));
    if (message) {
      read.message = *std::move(message);
    } else {
      read.error = std::move(message).error();
    }
  } else if (read.type == "errored") {
    // An error response stands in it, as a call of its own would have got it.
    Json error = take(result, "error");
    if (!error["error"].is_object()) error = Json::object({{"error", std::move(error)}});
    read.error = error_in(error);
  } else {
    read.error = Error{.kind = read.type == "canceled" ? ErrorKind::user_abort : ErrorKind::timeout,
                       .message = "the request was " + read.type + " before it was answered"};
  }
  read.extra = rest(std::move(result));
  return read;
}

}  // namespace

Json MessageBatch::to_json() const {
  const auto text_or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json json = Json::object({{"id", id},
                            {"type", "message_batch"},
                            {"processing_status", processing_status},
                            {"request_counts", Json::object({{"processing", request_counts.processing},
                                                             {"succeeded", request_counts.succeeded},
                                                             {"errored", request_counts.errored},
                                                             {"canceled", request_counts.canceled},
                                                             {"expired", request_counts.expired}})},
                            {"created_at", created_at},
                            {"expires_at", expires_at},
                            {"ended_at", text_or_null(ended_at)},
                            {"results_url", text_or_null(results_url)}});
  merge(extra, json);
  return json;
}

MessageBatch MessageBatch::from_json(Json json) {
  MessageBatch batch;
  batch.id = take_string(json, "id").value_or("");
  batch.processing_status = take_string(json, "processing_status").value_or("");
  const Json counts = take(json, "request_counts");
  const auto count = [&](const char* name) { return counts[name].as_int64().value_or(0); };
  batch.request_counts = {.processing = count("processing"),
                          .succeeded = count("succeeded"),
                          .errored = count("errored"),
                          .canceled = count("canceled"),
                          .expired = count("expired")};
  batch.created_at = take_string(json, "created_at").value_or("");
  batch.expires_at = take_string(json, "expires_at").value_or("");
  batch.ended_at = take_string(json, "ended_at").value_or("");
  batch.results_url = take_string(json, "results_url").value_or("");
  for (const char* name : {"type", "ended_at", "results_url"}) json.erase(name);
  batch.extra = rest(std::move(json));
  return batch;
}

Result<MessageBatch> MessageBatches::create(const std::vector<MessageBatchRequest>& requests,
                                            const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  const PlatformKind platform = core->platform->kind();
  if (auto refused = refuse_feature(platform, Feature::batches)) return *std::move(refused);
  if (requests.empty()) return bad_request_error("requests: at least one is required");
  auto body = write_requests(requests, platform, core->check_support);
  if (!body) return std::move(body).error();
  return read_batch(call_api(core,
                             {.operation = "messages.batches.create",
                              .method = "POST",
                              .path = std::string(kPath),
                              .headers = beta_headers_of(requests),
                              .body = *std::move(body),
                              .feature = Feature::batches},
                             *EffectiveOptions(overrides_, options)));
}

Result<MessageBatch> MessageBatches::retrieve(const std::string& batch_id,
                                              const RequestOptions& options) const {
  return read_batch(call_api(core_, batch_request("messages.batches.retrieve", "GET", batch_id),
                             *EffectiveOptions(overrides_, options)));
}

Result<Page<MessageBatch>> MessageBatches::list(const PageParams& params,
                                                const RequestOptions& options) const {
  return list_page<MessageBatch>(core_,
                                 {.operation = "messages.batches.list",
                                  .path = std::string(kPath),
                                  .params = params,
                                  .feature = Feature::batches},
                                 *EffectiveOptions(overrides_, options));
}

Result<MessageBatch> MessageBatches::cancel(const std::string& batch_id,
                                            const RequestOptions& options) const {
  return read_batch(call_api(core_, batch_request("messages.batches.cancel", "POST", batch_id, "/cancel"),
                             *EffectiveOptions(overrides_, options)));
}

Result<void> MessageBatches::delete_batch(const std::string& batch_id, const RequestOptions& options) const {
  auto json = call_api(core_, batch_request("messages.batches.delete", "DELETE", batch_id),
                       *EffectiveOptions(overrides_, options));
  if (!json) return std::move(json).error();
  return {};
}

struct MessageBatchResults::Impl {
  Impl(const std::shared_ptr<ClientCore>& core, const std::string& batch_id, const RequestOptions& options)
      : call(core, prepare(*core, batch_id, options), options),
        longest(core->max_bytes.event),
        splitter(longest, LongLine::at_once) {
    if (const auto head = call.send(); !head) fail(head.error());
  }
  ~Impl() {
    if (!call.core().is_of_this_process()) return;
    const Error closed{.kind = ErrorKind::user_abort, .message = "the results were closed before their end"};
    call.ended(&closed);
  }

  static TracedRequest prepare(const ClientCore& core, const std::string& batch_id,
                               const RequestOptions& options) {
    ApiRequest request = batch_request("messages.batches.results", "GET", batch_id, "/results");
    request.headers = {{"accept", "application/binary"}};
    return prepare_api(core, std::move(request), options);
  }

  void fail(Error failure) {
    error = std::move(failure);
    call.ended(&*error);
  }
  /// The next line; empty at the end of the body. One that is too long is cut, and told before its end comes.
  std::optional<SplitLine> line();
  const MessageBatchResult* next();

  ApiCall call;
  const std::size_t longest;
  LineSplitter splitter;
  bool ended = false;
  MessageBatchResult result;
  std::optional<Error> error;
};

std::optional<SplitLine> MessageBatchResults::Impl::line() {
  while (true) {
    if (const auto line = splitter.next()) return line;
    if (ended) return splitter.last();
    const auto piece = call.exchange().read();
    if (!piece) {
      fail(call.complete(piece.error()));
      return std::nullopt;
    }
    splitter.give(*piece);
    ended = piece->empty();
    if (!ended) continue;
    call.succeeded();
    call.ended(nullptr);
  }
}

const MessageBatchResult* MessageBatchResults::Impl::next() {
  while (!error) {
    const auto line = this->line();
    if (!line) return nullptr;
    const std::string_view text = line->text;
    if (text.empty() || text == "\r") continue;
    if (line->is_cut()) {
      result = damaged_result(text, "too long");
      result.error = too_long("a line of the results", longest, kMaxEventBytes);
      return &result;
    }
    auto json = Json::parse(text);
    if (!json) {
      result = damaged_result(text, json.error().message);
    } else if (!(*json)["result"]["type"].is_string()) {
      result = damaged_result(text, "no result: it has no \"result\" with a \"type\"");
    } else {
      result = read_result(*std::move(json));
    }
    return &result;
  }
  return nullptr;
}

MessageBatchResults::MessageBatchResults(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MessageBatchResults::MessageBatchResults(MessageBatchResults&&) noexcept = default;
MessageBatchResults& MessageBatchResults::operator=(MessageBatchResults&&) noexcept = default;
MessageBatchResults::~MessageBatchResults() = default;

const MessageBatchResult* MessageBatchResults::next() {
  return impl_ ? impl_->next() : nullptr;
}
const Error* MessageBatchResults::error() const {
  static const NeverDestroyed<Error> gone(moved_from("MessageBatchResults"));
  if (!impl_) return &*gone;
  return impl_->error ? &*impl_->error : nullptr;
}

MessageBatchResults MessageBatches::results(const std::string& batch_id,
                                            const RequestOptions& options) const {
  return MessageBatchResults(std::make_unique<MessageBatchResults::Impl>(
      in_this_process(core_), batch_id, *EffectiveOptions(overrides_, options)));
}

MessageBatches MessageBatches::with_options(const OptionOverrides& overrides) const {
  MessageBatches other = *this;
  other.overrides_ = add_overrides(overrides_, overrides);
  return other;
}

}  // namespace anthropic::inline v0
