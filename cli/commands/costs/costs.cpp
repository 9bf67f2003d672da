#include "commands/costs/costs.hpp"

#include <utility>

#include "charts/text_table.hpp"
#include "commands/costs/costs_input.hpp"
#include "commands/costs/costs_output.hpp"
#include "connection/aws_session.hpp"
#include "connection/price_option.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "report/html_output.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr const char* kProfile = "profile";

void declare(Declaration& declaration, CostsOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declare_html_option(declaration, options.html);
  declaration
      .text("--by", options.by, "WHAT",
            "day, month, model, profile, tag:KEY, region or usage (default day and model)")
      .suggests({"day", "month", "model", "profile", "tag:", "region", "usage"});
  declaration.text("--since", options.since, "TIME", "The first day: 2026-11-01, or 30d ago (the default)");
  declaration.text("--until", options.until, "TIME", "The day after the last one (default tomorrow)");
  declaration.flag("--forecast", options.forecast,
                   "Also what the rest of this month and the next are likely to cost");
}

void declare_prices(Declaration& declaration, CostsPricesOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.flag("--check", options.check, "Compare them with AWS's public price list of the region");
  declare_price_option(declaration, options.prices);
}

void print(const ShownCosts& costs, Console& console) {
  const TextStyle style = text_style(console.out);
  if (!costs.output.rows.empty()) {
    if (console.out.is_terminal()) {
      console.out.write(bar_chart(costs_bars(costs), Unit::dollars, style));
      console.out.write("\n");
    }
    console.out.write(text_table(costs_table(costs), style));
  }
  console.out.write(costs_summary(costs));
}

}  // namespace

int run_costs(const CostsOptions& options, Console& console) {
  const SystemTime now = std::chrono::system_clock::now();
  Result<operations::CostsInput> input = costs_input(options, now);
  if (!input) return report_usage(console.err, input.error());
  HtmlOutput page(options.html);
  if (const int code = page.begin(console); code != kExitOk) return code;

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws, interrupts.token());
  const aws::CallOptions call{.stop_token = interrupts.token()};
  if (options.by == kProfile) {
    auto tag = operations::find_profile_tag(aws::Bedrock(session, {.region = options.aws.region}), call);
    if (!tag) return report_failed_call(console, tag.error(), interrupts);
    input->tag_key = std::move(tag->key);
    input->tag_names = std::move(tag->profiles);
  }
  const aws::CostExplorer explorer(session, client_options(options.aws));
  const auto output = operations::read_costs(explorer, *input, now, call);
  if (!output) return report_failed_call(console, output.error(), interrupts);

  const ShownCosts costs{.input = *input, .output = *output, .by = options.by};
  if (options.json) {
    console.out.write(json_line(costs_json(costs)));
  } else {
    print(costs, console);
  }
  console.err.write(price_of_query(output->requests));
  if (page.is_wanted()) {
    if (const int code = page.write(costs_report(costs), console); code != kExitOk) return code;
  }
  return console.finish(kExitOk);
}

Command costs_command() {
  return {.name = "costs",
          .about = "What Claude on Bedrock has cost, and what it will",
          .examples =
              R"(  claude-bedrock costs                                # the last 30 days, by day and model
  claude-bedrock costs --by tag:team --since 2026-11-01 --until 2026-12-01
  claude-bedrock costs --by month --forecast --html costs.html
  claude-bedrock costs prices --check --region eu-north-1
)",
          .declare = with_options(declare, run_costs),
          .subcommands = {{.name = "prices",
                           .about = "The prices that estimates are made with",
                           .examples = R"(  claude-bedrock costs prices
  claude-bedrock costs prices --check --region eu-north-1
  claude-bedrock costs prices --prices our-prices.json
)",
                           .declare = with_options(declare_prices, run_costs_prices)}},
          .notes =
              "Each request to Cost Explorer costs 0.01 US dollars; a query takes two, and one more for each "
              "further page\nand for the forecast. Costs appear about a day after the call.\n"};
}

}  // namespace anthropic::internal::cli
