#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>

#include "base/crypto/random.hpp"
#include "base/time/clock.hpp"
#include "local/bedrock/model_access.hpp"
#include "local/bedrock/route.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// Batch inference jobs that are kept, but whose files nobody reads. A job moves on when it is asked for: it
/// is Submitted when asked for the first time, InProgress the second, and then Completed, or what its tag
/// "local-outcome" says. Thread-safe.
class InvocationJobs {
 public:
  /// `model_for` says which model an id means, or why it is none for a job.
  using ModelFor = std::function<std::variant<const ModelInfo*, Refusal>(std::string_view id, ModelUse use)>;

  InvocationJobs(std::string region, std::function<SystemTime()> now, std::shared_ptr<Random> random,
                 ModelFor model_for);

  using Answer = std::variant<Json, Refusal>;
  /// Of the operations create_job, get_job, list_jobs and stop_job.
  Answer answer(const Route& route, std::string_view body);

  /// The tags that a job was made with; nothing if there is no such job.
  std::optional<Json> tags_made_with(std::string_view arn) const;

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
  const ModelFor model_for_;
  mutable std::mutex mutex_;
  std::vector<Job> jobs_;
};

}  // namespace anthropic::internal::local
