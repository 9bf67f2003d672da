#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"

namespace anthropic::internal::cli {

/// S3 and Bedrock's batch inference in one server: it keeps objects and jobs, answers the records of a job
/// when it is asked for the second time, and keeps what it was sent. It looks at no signature.
class FakeBedrockJobs {
 public:
  FakeBedrockJobs()
      : server_(std::make_unique<testing::LoopbackServer>([this](testing::Connection& connection) {
          for (std::string request = connection.read_request(); !request.empty();
               request = connection.read_request()) {
            if (!connection.write(answer_to(request))) return;
          }
        })) {}

  /// What a job comes to.
  std::string outcome = "Completed";
  std::string message = {};
  /// Of a record's prompt, whether the job answers it, fails it, or does not come to it.
  std::function<char(const std::string& prompt)> fate = [](const std::string&) { return 'a'; };
  /// Has the last word on what the job writes.
  std::function<std::string(std::string lines)> spoil = [](std::string lines) { return lines; };
  bool has_output = true;
  int polls_until_end = 2;
  int refuse_create_with = 0;
  bool names_job = true;

  Variables variables() const {
    return {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE12"},
            {"AWS_SECRET_ACCESS_KEY", FakeAws::kSecret},
            {"AWS_REGION", "us-east-1"},
            {"AWS_MAX_ATTEMPTS", "1"},
            {"AWS_ENDPOINT_URL", server_->url("")}};
  }

  std::map<std::string, std::string> objects() {
    const std::lock_guard lock(mutex_);
    return objects_;
  }
  std::vector<Json> creations() {
    const std::lock_guard lock(mutex_);
    return creations_;
  }
  int stops() {
    const std::lock_guard lock(mutex_);
    return stops_;
  }

 private:
  std::string answer_to(const std::string& request) {
    const std::lock_guard lock(mutex_);
    const std::string method = request.substr(0, request.find(' '));
    std::string target = request.substr(method.size() + 1);
    target = target.substr(0, target.find(' '));
    if (target.starts_with("/model-invocation-job")) return answer_job(method, target, body_of(request));
    if (method == "PUT") {
      objects_[target] = body_of(request);
      return answer(200, "");
    }
    const std::size_t query = target.find('?');
    if (query != std::string::npos) return answer(200, list(target.substr(0, query), target.substr(query)));
    const auto found = objects_.find(target);
    return found == objects_.end() ? answer(404, "<Error><Code>NoSuchKey</Code></Error>")
                                   : answer(200, found->second);
  }

  std::string answer_job(const std::string& method, const std::string& target, const std::string& body) {
    if (method == "POST" && target.ends_with("/stop")) {
      ++stops_;
      polls_ = polls_until_end;
      outcome = "Stopped";
      return answer(200, "{}");
    }
    if (method == "POST") {
      if (refuse_create_with != 0)
        return answer(refuse_create_with,
                      R"({"message": "The role may not read the bucket.", "__type": "ValidationException"})");
      creations_.push_back(*Json::parse(body));
      return answer(200, names_job ? Json::object({{"jobArn", arn()}}).dump() : "{}");
    }
    if (creations_.empty()) return answer(404, R"({"message": "no such job"})");
    Json job = creations_.back();
    const bool is_over = ++polls_ >= polls_until_end;
    if (is_over) write_results(job);
    job.set("jobArn", arn());
    job.set("status", is_over ? outcome : "InProgress");
    job.set("message", is_over ? message : "");
    return answer(200, job.dump());
  }

  std::string job_id() const { return "job" + std::to_string(creations_.size()); }
  std::string arn() const {
    return "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/" + job_id();
  }

  void write_results(const Json& job) {
    const auto path = [&](const char* config, const char* inner) {
      return job[config][inner]["s3Uri"].string_or("").substr(4);
    };
    const std::string in = path("inputDataConfig", "s3InputDataConfig");
    std::stringstream records(objects_[in]);
    std::string results;
    for (std::string line; std::getline(records, line);) {
      const Json record = *Json::parse(line);
      const Json& content = record["modelInput"]["messages"][0]["content"];
      const char what = fate(content.string_or(content[0]["text"].string_or("")));
      Json result = record;
      if (what == 'a')
        result.set("modelOutput",
                   *Json::parse(R"({"id": "msg_1", "type": "message", "role": "assistant", "model": "claude",
                     "content": [{"type": "text", "text": "fine"}], "stop_reason": "end_turn",
                     "usage": {"input_tokens": 3, "output_tokens": 5}})"));
      if (what == 'f')
        result.set("error", Json::object({{"errorCode", 400}, {"errorMessage", "bad request"}}));
      if (what != '-') results += result.dump() + "\n";
    }
    if (!has_output) return;
    const std::string out = path("outputDataConfig", "s3OutputDataConfig");
    objects_[out + job_id() + "/" + in.substr(in.rfind('/') + 1) + ".out"] = spoil(results);
    objects_[out + job_id() + "/manifest.json.out"] = "{}";
  }

  std::string list(const std::string& bucket, const std::string& query) const {
    std::string prefix = query.substr(query.find("prefix=") + 7);
    prefix = prefix.substr(0, prefix.find('&'));
    for (std::size_t at = 0; (at = prefix.find("%2F")) != std::string::npos;) prefix.replace(at, 3, "/");
    const std::string front = bucket + (bucket.ends_with('/') ? "" : "/");
    std::string xml = "<ListBucketResult><IsTruncated>false</IsTruncated>";
    for (const auto& [path, bytes] : objects_) {
      if (!path.starts_with(front + prefix)) continue;
      xml += "<Contents><Key>" + path.substr(front.size()) + "</Key><Size>" + std::to_string(bytes.size()) +
             "</Size></Contents>";
    }
    return xml + "</ListBucketResult>";
  }

  std::mutex mutex_;
  std::map<std::string, std::string> objects_;  // "/bucket/key"
  std::vector<Json> creations_;
  int polls_ = 0;
  int stops_ = 0;
  std::unique_ptr<testing::LoopbackServer> server_;
};

}  // namespace anthropic::internal::cli
