#pragma once

#include <vector>

#include <anthropic/aws/cloudwatch_logs.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The events of one PutLogEvents request, by their index in what was given, in order of time.
using LogBatch = std::vector<std::size_t>;

/// Splits events so that each request keeps the service's limits. Fails with bad_request, naming the event,
/// if one cannot be sent at all.
Result<std::vector<LogBatch>> log_batches(const std::vector<InputLogEvent>& events);

}  // namespace anthropic::internal::aws
