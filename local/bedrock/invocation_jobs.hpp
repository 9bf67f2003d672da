#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>

#include "base/crypto/random.hpp"
#include "base/time/clock.hpp"
#include "local/bedrock/route.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// Batch inference jobs that are kept, but whose files nobody reads. A job moves on when it is asked for: it
/// is Submitted when asked for the first time, InProgress the second, and then Completed, or what its tag
/// "local-outcome" says. Thread-safe.
class InvocationJobs {
 public:
  InvocationJobs(std::string region, std::function<SystemTime()> now, std::shared_ptr<Random> random);

  using Answer = std::variant<Json, Refusal>;
  /// Of the operations create_job, get_job, list_jobs and stop_job.
  Answer answer(const Route& route, std::string_view body);

 private:
  struct Job {
    Json description;  ///< as GetModelInvocationJob gives it
    Json request;
    SystemTime submitted;
    std::string outcome;
    std::optional<std::int64_t> records = {};
    int polls = 0;
  };

  Answer create(std::string_view body);
  Answer get(const std::string& identifier);
  Answer list(std::string_view query) const;
  Answer stop(const std::string& identifier);
  Job* find(const std::string& identifier);
  void set_status(Job& job, std::string_view status) const;
  void move_on(Job& job) const;

  const std::string region_;
  const std::function<SystemTime()> now_;
  const std::shared_ptr<Random> random_;
  mutable std::mutex mutex_;
  std::vector<Job> jobs_;
};

}  // namespace anthropic::internal::local
