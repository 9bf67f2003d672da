#include "commands/batch/jobs/job_records.hpp"

#include <utility>

#include "base/errors.hpp"
#include "base/json/write.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kVersion = "bedrock-2023-05-31";

Error error_of(const Json& json) {
  Error error;
  error.status = static_cast<int>(json["errorCode"].as_int64().value_or(0));
  error.kind = kind_of_status(error.status);
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

}  // namespace anthropic::internal::cli
