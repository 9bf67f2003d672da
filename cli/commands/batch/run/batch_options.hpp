#pragma once

#include <string>
#include <vector>

#include <anthropic/result.hpp>

#include "arguments/declaration.hpp"
#include "connection/connection_options.hpp"
#include "connection/model_options.hpp"

namespace anthropic::internal::cli {

/// Who asks for the lines of a batch.
enum class BatchEngine {
  local,      ///< This program, some at a time.
  bedrock,    ///< A batch inference job of Bedrock.
  anthropic,  ///< Message Batches of Anthropic's own API.
};

struct BatchOptions {
  ConnectionOptions connection = {};
  ModelOptions model = {};  ///< For what lines lack.
  std::string in = {};
  std::string out = {};     ///< Empty: standard output.
  std::string failed = {};  ///< Empty: beside `out`, with "failed" in its name.
  BatchEngine engine = BatchEngine::local;
  int concurrency = 8;
  double rate = 0;  ///< Calls a second; 0: no limit.
  bool retry_failed = false;
  bool dry_run = false;
  bool estimate = false;    ///< Says what all lines will cost, and asks none.
  bool json = false;        ///< Says it as JSON.
  std::string prices = {};  ///< A file of prices.
  // For jobs.
  std::string s3_input = {};   ///< "s3://bucket/folder/" or "s3://bucket/file.jsonl"
  std::string s3_output = {};  ///< "s3://bucket/folder/"
  std::string role_arn = {};
  std::string job_name = {};
  std::vector<std::string> tags = {};  ///< "KEY=VALUE"
  std::string job = {};                ///< A job, or with `anthropic` a batch, that is under way.
  bool stop = false;                   ///< Ends it early.
  double poll_seconds = 30;
};

/// Where the lines are asked.
PlatformKind platform_of_lines(const BatchOptions& options);

void declare_batch_options(Declaration& declaration, BatchOptions& options);

/// Fails, with a usage error, on options that do not go together: what a job, or Message Batches, would leave
/// out in silence or send in vain.
Result<void> check_batch_options(const BatchOptions& options);

}  // namespace anthropic::internal::cli
