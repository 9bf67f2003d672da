#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cli/running_program.hpp"
#include "support/loopback_server.hpp"

namespace anthropic::internal::cli {

/// A server that gives every request the next of its answers, the last one from then on, and keeps what it
/// was sent. It looks at no signature.
class FakeAws {
 public:
  /// Whole answers, head and body.
  explicit FakeAws(std::vector<std::string> answers)
      : answers_(std::move(answers)),
        server_(std::make_unique<testing::LoopbackServer>(
            [this](testing::Connection& connection) { serve(connection); })) {}

  std::string url() const { return server_->url(""); }

  /// Keys that are nobody's, a region, and no network but this.
  Variables variables() const {
    return {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE12"},
            {"AWS_SECRET_ACCESS_KEY", kSecret},
            {"AWS_SESSION_TOKEN", kToken},
            {"AWS_REGION", "eu-west-1"},
            {"AWS_MAX_ATTEMPTS", "1"},
            {"AWS_ENDPOINT_URL", url()}};
  }

  std::vector<std::string> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  /// The only one, or what was sent last.
  std::string request() {
    const std::vector<std::string> all = requests();
    return all.empty() ? "" : all.back();
  }

  static constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static constexpr const char* kToken = "FQoDYXdzEXAMPLETOKEN//////////wEaDG";

 private:
  void serve(testing::Connection& connection) {
    for (;;) {
      std::string request = connection.read_request();
      if (request.empty()) return;
      if (!connection.write(answer_to(std::move(request)))) return;
    }
  }

  std::string answer_to(std::string request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    return answers_[std::min(requests_.size(), answers_.size()) - 1];
  }

  std::mutex mutex_;
  std::vector<std::string> answers_;
  std::vector<std::string> requests_;
  std::unique_ptr<testing::LoopbackServer> server_;
};

/// An answer with that status, as AWS's JSON protocols give it.
inline std::string answer(int status, std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Status\r\nx-amzn-requestid: 4711\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

/// The body of a request as it came.
inline std::string body_of(const std::string& request) {
  const std::size_t end = request.find("\r\n\r\n");
  return end == std::string::npos ? "" : request.substr(end + 4);
}

}  // namespace anthropic::internal::cli
