#include "commands/batch/estimate.hpp"

#include <utility>

#include "commands/batch/jobs/job_submit.hpp"
#include "commands/batch/run/finish.hpp"
#include "commands/batch/run/ledger.hpp"
#include "connection/price_option.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "question/estimate.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {

int run_batch_estimate(const BatchOptions& options, Console& console) {
  const auto prices = open_prices(options.prices);
  if (!prices) return report_usage(console.err, prices.error());
  LedgerOptions ledger_options = ledger_options_of(options);
  ledger_options.out.clear();
  ledger_options.keeps_nothing = true;
  const bool is_job = options.engine == BatchEngine::bedrock;
  const bool is_anthropic = options.engine == BatchEngine::anthropic;
  const std::string region = is_anthropic ? "" : runtime_region(options.connection);
  OneModel one_model(options, region);
  if (is_job) ledger_options.check = [&](const ParsedLine& line) { return one_model.check(line); };
  Result<std::unique_ptr<BatchLedger>> ledger = BatchLedger::open(std::move(ledger_options), console.out);
  if (!ledger) return report_usage(console.err, ledger.error());

  EstimatedCalls calls;
  while (const auto line = (*ledger)->next()) {
    calls.add(*prices, {.model_id = sent_model_id(platform_of_lines(options), line->params.model, region),
                        .input = operations::guess_input_tokens(line->params),
                        .max_tokens = line->params.max_tokens,
                        .is_batch = options.engine != BatchEngine::local,
                        .can_read_cache = !is_job,
                        .cache_ttl = options.model.cache});
  }
  if ((*ledger)->failure().kind != ErrorKind::none) return report_usage(console.err, (*ledger)->failure());
  if (const Result<void> has_batch = one_model.has_batch(); is_job && !has_batch)
    return report_usage(console.err, has_batch.error());
  console.out.write(options.json ? json_line(estimate_json(calls)) : estimate_text(calls));
  const Tally tally = (*ledger)->tally();
  if (tally.failed > 0)
    console.err.write("note: " + std::to_string(tally.failed) +
                      " lines cannot be asked and are not counted; --dry-run says why\n");
  return console.finish(tally.failed == 0 ? kExitOk : kExitSomeFailed);
}

}  // namespace anthropic::internal::cli
