#include "commands/metrics/metrics.hpp"

#include <anthropic/operations/metrics.hpp>

#include "base/time/clock.hpp"
#include "commands/metrics/metrics_report.hpp"
#include "commands/metrics/metrics_text.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "operations/regions/side_by_side.hpp"
#include "operations/time_text.hpp"
#include "report/html_output.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

void declare(Declaration& declaration, MetricsOptions& options) {
  declaration.text("-m,--model", options.model, "ID", "This model alone, under all of its ids")
      .suggests({"haiku", "sonnet", "opus"});
  declaration.text("--since", options.since, "TIME", "From when: 6h, 7d, 2026-11-01 (default 24h)");
  declaration.text("--until", options.until, "TIME", "Until when (default now)");
  declaration.text("--period", options.period, "LENGTH", "Of one step: 1m, 5m, 1h, 1d; else what fits");
  declare_html_option(declaration, options.html);
  declare_service_options(declaration, options.aws, options.json);
}

Result<operations::BedrockMetricsOptions> request_of(const MetricsOptions& options) {
  const SystemTime now = RealClock().now();
  operations::BedrockMetricsOptions request{.model = options.model, .client = client_options(options.aws)};
  const auto since = parse_time_text(options.since, now);
  if (!since) return since.error();
  const auto until = options.until.empty() ? Result<SystemTime>(now) : parse_time_text(options.until, now);
  if (!until) return until.error();
  request.since = *since;
  request.until = *until;
  if (options.period.empty()) return request;
  const auto period = parse_length_text(options.period);
  if (!period) return period.error();
  request.period = *period;
  return request;
}

}  // namespace

int run_metrics(const MetricsOptions& options, Console& console) {
  const auto request = request_of(options);
  if (!request) return report_usage(console.err, request.error());
  HtmlOutput page(options.html);
  if (const int code = page.begin(console); code != kExitOk) return code;
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws, interrupts.token());
  Result<operations::BedrockMetrics> metrics = operations::BedrockMetrics();
  Result<BedrockQuotas> quotas = BedrockQuotas();
  const aws::CallOptions call{.stop_token = interrupts.token()};
  run_side_by_side(2, 2, [&](std::size_t at) {
    if (at == 0)
      metrics = operations::bedrock_metrics(session, *request, call);
    else
      quotas = operations::list_bedrock_quotas(session, request->client, call);
  });
  if (!metrics) return report_failed_call(console, metrics.error(), interrupts);
  if (!quotas) {
    metrics->notes.push_back(
        "How much of the quotas was used is missing, for Service Quotas did not list them: " +
        quotas.error().message);
    quotas = BedrockQuotas();
  }
  const std::string region = session.region().value_or("");
  if (options.json) {
    console.out.write(json_line(metrics_json(*metrics, *quotas, region)));
  } else {
    console.out.write(metrics_text(*metrics, *quotas, region, text_style(console.out)));
    for (const std::string& note : metrics->notes) console.err.write("note: " + note + "\n");
  }
  if (page.is_wanted()) {
    if (const int code = page.write(metrics_report(*metrics, *quotas, region), console); code != kExitOk)
      return code;
  }
  return console.finish(kExitOk);
}

Command metrics_command() {
  return {.name = "metrics",
          .about = "What CloudWatch has measured: calls, tokens, throttles, errors, latency",
          .examples = R"(  claude-bedrock metrics
  claude-bedrock metrics --model sonnet --since 7d --html metrics.html
  claude-bedrock metrics --json | jq '.models[] | {name, calls: .total.invocations}'
)",
          .declare = with_options(declare, run_metrics)};
}

}  // namespace anthropic::internal::cli
