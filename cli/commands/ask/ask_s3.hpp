#pragma once

#include <string>

#include <anthropic/aws/s3.hpp>

#include "base/public_names.hpp"
#include "commands/ask/ask.hpp"
#include "io/signals.hpp"

namespace anthropic::internal::cli {

/// The objects that `ask` reads and writes; their keys are empty where none was named.
struct AskPlaces {
  aws::S3Uri from = {};
  aws::S3Uri to = {};
};

/// Fails, with a usage error, if a place is not s3://bucket/key.
Result<AskPlaces> ask_places(const AskOptions& options);

/// The object's text; empty without a key. --endpoint-url is Bedrock's: S3 is where the environment and the
/// profile have it.
Result<std::string> fetch_prompt(const AskOptions& options, const aws::S3Uri& place,
                                 const Interrupts& interrupts);

/// Stores the answer; nothing without a key.
Result<void> store_answer(const AskOptions& options, const aws::S3Uri& place, const std::string& answer,
                          const Interrupts& interrupts);

}  // namespace anthropic::internal::cli
