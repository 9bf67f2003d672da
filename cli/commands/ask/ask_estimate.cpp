#include "commands/ask/ask_estimate.hpp"

#include <anthropic/model_catalog.hpp>

#include "connection/connection.hpp"
#include "connection/price_option.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "question/estimate.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

/// Bedrock's runtime counts for some models, the other platforms for all.
bool counts_tokens(const AskOptions& options, const std::string& model_id) {
  if ((bit(platform_kind_of(options.connection)) & kRuntimePlatforms) == 0) return true;
  const ModelInfo* model = find_model(model_id);
  return model && model->features.count_tokens;
}

}  // namespace

int run_ask_estimate(const AskOptions& options, const MessageCreateParams& params, Console& console,
                     const Interrupts& interrupts) {
  const auto prices = open_prices(options.prices);
  if (!prices) return report_usage(console.err, prices.error());
  operations::EstimateInput call{.model_id = sent_model_id(platform_kind_of(options.connection), params.model,
                                                           runtime_region(options.connection)),
                                 .max_tokens = params.max_tokens,
                                 .cache_ttl = options.model.cache};
  EstimatedCalls calls;
  calls.is_counted = counts_tokens(options, call.model_id);
  if (calls.is_counted) {
    Result<Connection> connection = Connection::open(options.connection, console);
    if (!connection) return report_error(console.err, connection.error());
    const auto count = connection->messages().count_tokens(params, {.stop_token = interrupts.token()});
    if (!count) return report_failed_call(console, count.error(), interrupts);
    call.input = {count->input_tokens, count->input_tokens};
  } else {
    call.input = operations::guess_input_tokens(params);
  }
  calls.add(*prices, call);
  console.out.write(options.turn.json ? json_line(estimate_json(calls)) : estimate_text(calls));
  return console.finish(kExitOk);
}

}  // namespace anthropic::internal::cli
