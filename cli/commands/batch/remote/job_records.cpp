#include "commands/batch/remote/job_records.hpp"

#include <algorithm>
#include <utility>

#include "base/json/write.hpp"

namespace anthropic::cli {
namespace {

constexpr std::string_view kVersion = "bedrock-2023-05-31";

ErrorKind kind_of(int status) {
  switch (status) {
    case 400:
      return ErrorKind::bad_request;
    case 403:
      return ErrorKind::permission_denied;
    case 404:
      return ErrorKind::not_found;
    case 408:
      return ErrorKind::request_timeout;
    case 413:
      return ErrorKind::request_too_large;
    case 429:
      return ErrorKind::rate_limit;
    case 503:
      return ErrorKind::service_unavailable;
    default:
      return status == 424 || status >= 500 ? ErrorKind::internal_server : ErrorKind::api_status;
  }
}

Error error_of(const Json& json) {
  Error error;
  error.status = static_cast<int>(json["errorCode"].as_int64().value_or(0));
  error.kind = kind_of(error.status);
  error.message = json["errorMessage"].string_or("the job gave no answer and no reason");
  return error;
}

}  // namespace

std::string record_id(const LineKey& key) {
  const std::string made_up = made_up_id(key.number, key.digest);
  return key.id == made_up ? made_up : made_up + "-" + key.id;
}

Result<std::string> record_line(const ParsedLine& line) {
  Result<Json> body = line.params.to_json();
  if (!body) return body.error();
  body->erase("model");
  if (!body->contains("anthropic_version")) {
    Json versioned = Json::object({{"anthropic_version", kVersion}});
    for (const Json::Member& member : body->members()) versioned.set(member.name, member.value);
    *body = std::move(versioned);
  }
  std::string out = "{\"recordId\":";
  write_json_string(record_id(line.key), out);
  out += ",\"modelInput\":";
  body->dump_to(out);
  out += "}\n";
  return out;
}

Result<RecordResult> read_record_result(std::string_view line) {
  Result<Json> json = Json::parse(line);
  if (!json) return json.error();
  RecordResult result;
  result.id = (*json)["recordId"].string_or("");
  if (result.id.empty())
    return Error{.kind = ErrorKind::response_validation, .message = "there is no \"recordId\""};
  if (Json* output = json->find("modelOutput")) {
    const Result<Message> message = Message::from_json(*output);
    if (message) {
      result.usage = message->usage;
      result.message = std::move(*output);
    } else {
      result.error = message.error();
    }
    return result;
  }
  result.error = error_of((*json)["error"]);
  return result;
}

Result<void> LineCutter::take(std::string_view piece,
                              const std::function<Result<void>(std::string_view)>& line) {
  for (;;) {
    const std::size_t at = piece.find('\n');
    const std::size_t size = std::min(at, piece.size());
    const std::size_t kept = std::min(size, longest_ - rest_.size());
    rest_ += piece.substr(0, kept);
    is_cut_ = is_cut_ || kept < size;
    if (at == std::string_view::npos) return {};
    if (const Result<void> finished = finish(line); !finished) return finished;
    piece.remove_prefix(at + 1);
  }
}

Result<void> LineCutter::finish(const std::function<Result<void>(std::string_view)>& line) {
  const std::string whole = std::exchange(rest_, {});
  last_was_cut_ = std::exchange(is_cut_, false);
  ++number_;
  if (whole.find_first_not_of(" \t\r") == std::string::npos) return {};
  return line(whole);
}

std::string LineCutter::why_cut() const {
  return last_was_cut_ ? "it is longer than " + std::to_string(longest_) + " bytes" : std::string();
}

}  // namespace anthropic::cli
