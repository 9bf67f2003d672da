#include "commands/budget/budget.hpp"

#include <utility>

#include <anthropic/aws/sts.hpp>
#include <anthropic/json.hpp>

#include "charts/text_table.hpp"
#include "commands/budget/budget_text.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "operations/costs/decimal.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kForecast = "forecast:";
constexpr const char* kWithoutClaude =
    "note: this budget's filter leaves Claude out, which AWS bills as a service of AWS Marketplace for each "
    "model; claude-bedrock budget create makes one that counts it\n";

void declare_common(Declaration& declaration, BudgetOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.text("--account", options.account, "ID", "The account (else the caller's)");
}

void declare_one(Declaration& declaration, BudgetOptions& options) {
  declare_common(declaration, options);
  declaration.argument("name", options.name, "The budget's name").required();
}

void declare_create(Declaration& declaration, BudgetCreateOptions& options) {
  declare_one(declaration, options.common);
  declaration.text("--limit", options.limit, "USD", "What may be spent in a period: 250 or 99.50").required();
  declaration.choice("--period", options.period, {"daily", "monthly", "quarterly", "annually"}, "PERIOD",
                     "When it begins anew: daily, monthly (the default), quarterly, annually");
  declaration.text("--alert", options.alerts, "PERCENT",
                   "Tell when so much of it is spent, or with forecast:PERCENT is likely to be (repeatable; "
                   "default 80 and forecast:100)");
  declaration.text("--mail", options.mail, "ADDRESS", "Who is told (repeatable, up to ten)");
  declaration.text("--sns", options.sns, "ARN", "A topic that is told, too");
  declaration.text(
      "--service", options.services, "NAME",
      "Count only this service of the bill (repeatable); else all of AWS Marketplace and Amazon Bedrock");
  declaration.text("--tag", options.tag, "KEY=VALUE", "Count only costs with this cost allocation tag");
}

Result<operations::BudgetAlert> alert_in(std::string_view text) {
  operations::BudgetAlert alert;
  alert.of_forecast = text.starts_with(kForecast);
  if (alert.of_forecast) text.remove_prefix(kForecast.size());
  const auto percent = Decimal::parse(text);
  if (!percent || *percent <= Decimal())
    return usage_error("--alert takes a percentage, not \"" + std::string(text) + "\"",
                       "Write 80, or forecast:100.");
  alert.percent = percent->value();
  return alert;
}

Result<operations::ClaudeBudget> budget_in(const BudgetCreateOptions& options) {
  operations::ClaudeBudget budget{
      .name = options.common.name, .amount = options.limit, .services = options.services};
  budget.time_unit.clear();
  for (const char c : options.period) budget.time_unit += static_cast<char>(c - 'a' + 'A');
  const bool tells = !options.mail.empty() || !options.sns.empty();
  std::vector<std::string> alerts = options.alerts;
  if (alerts.empty() && tells) alerts = {"80", "forecast:100"};
  for (const std::string& text : alerts) {
    const auto alert = alert_in(text);
    if (!alert) return alert.error();
    budget.alerts.push_back(*alert);
  }
  budget.mail_addresses = options.mail;
  budget.sns_topic_arn = options.sns;
  if (options.tag.empty()) return budget;
  const std::size_t equals = options.tag.find('=');
  if (equals == 0 || equals == std::string::npos)
    return usage_error("--tag takes KEY=VALUE, not \"" + options.tag + "\"");
  budget.tag_key = options.tag.substr(0, equals);
  budget.tag_values = {options.tag.substr(equals + 1)};
  return budget;
}

/// What every subcommand needs.
struct Asking {
  explicit Asking(const BudgetOptions& options)
      : session(open_session(options.aws, interrupts.token())),
        budgets(session, client_options(options.aws)) {}

  aws::CallOptions call() const { return {.stop_token = interrupts.token()}; }
  Result<std::string> account(const BudgetOptions& options) const {
    if (!options.account.empty()) return options.account;
    const auto caller = aws::STS(session, client_options(options.aws)).get_caller_identity(call());
    if (!caller) return caller.error();
    return caller->account;
  }

  Interrupts interrupts{Interrupts::SecondTime::ends_program};
  aws::Session session;
  aws::Budgets budgets;
};

}  // namespace

int run_budget_create(const BudgetCreateOptions& options, Console& console) {
  auto budget = budget_in(options);
  if (!budget) return report_usage(console.err, budget.error());
  const Asking asking(options.common);
  auto account = asking.account(options.common);
  if (!account) return report_failed_call(console, account.error(), asking.interrupts);
  budget->account_id = *account;
  const auto input = operations::create_budget_input(*budget);
  if (!input) return report_usage(console.err, usage_error(input.error().message, input.error().hint));
  const auto created = asking.budgets.create_budget(*input, asking.call());
  if (!created) return report_refused_input(console, created.error(), asking.interrupts);
  console.out.write(options.common.json
                        ? json_line(Json::object({{"account", *account}, {"name", budget->name}}))
                        : on_one_line(budget->name) + " of account " + *account + " may cost " +
                              budget->amount + " " + budget->currency + " " + options.period + "\n");
  if (input->notifications_with_subscribers.empty())
    console.err.write("note: it tells nobody: name somebody with --mail or --sns\n");
  if (operations::leaves_out_claude(input->budget)) console.err.write(kWithoutClaude);
  return console.finish(kExitOk);
}

int run_budget_list(const BudgetOptions& options, Console& console) {
  const Asking asking(options);
  const auto account = asking.account(options);
  if (!account) return report_failed_call(console, account.error(), asking.interrupts);
  std::vector<aws::Budget> budgets;
  auto all = asking.budgets.describe_budgets_all({.account_id = *account, .show_filter_expression = true},
                                                 asking.call());
  while (const aws::Budget* budget = all.next()) budgets.push_back(*budget);
  if (const Error* error = all.error()) return report_failed_call(console, *error, asking.interrupts);
  if (options.json) {
    Json list = Json::array();
    for (const aws::Budget& budget : budgets) list.push_back(budget_json(budget));
    console.out.write(json_line(Json::object({{"account", *account}, {"budgets", std::move(list)}})));
  } else if (budgets.empty()) {
    console.err.write("account " + *account + " has no budget\n");
  } else {
    console.out.write(text_table(budgets_table(budgets), text_style(console.out)));
  }
  return console.finish(kExitOk);
}

int run_budget_show(const BudgetOptions& options, Console& console) {
  const Asking asking(options);
  const auto account = asking.account(options);
  if (!account) return report_failed_call(console, account.error(), asking.interrupts);
  const auto found = operations::read_budget(asking.budgets, *account, options.name, asking.call());
  if (!found) return report_failed_call(console, found.error(), asking.interrupts);
  console.out.write(options.json ? json_line(budget_json(*found)) : budget_text(*found));
  if (operations::leaves_out_claude(found->budget)) console.err.write(kWithoutClaude);
  return console.finish(kExitOk);
}

int run_budget_delete(const BudgetOptions& options, Console& console) {
  const Asking asking(options);
  const auto account = asking.account(options);
  if (!account) return report_failed_call(console, account.error(), asking.interrupts);
  const auto deleted =
      asking.budgets.delete_budget({.account_id = *account, .budget_name = options.name}, asking.call());
  if (!deleted) return report_failed_call(console, deleted.error(), asking.interrupts);
  if (options.json)
    console.out.write(json_line(Json::object({{"account", *account}, {"deleted", options.name}})));
  else
    console.out.write(on_one_line(options.name) + " is deleted\n");
  return console.finish(kExitOk);
}

Command budget_command() {
  constexpr const char* kExamples =
      R"(  claude-bedrock budget create claude --limit 250 --mail team@example.com --alert 80 --alert forecast:100
  claude-bedrock budget list
  claude-bedrock budget show claude
)";
  return {
      .name = "budget",
      .about = "Budgets of AWS that count Claude, and tell before it is too much",
      .examples = kExamples,
      .subcommands = {{.name = "create",
                       .about = "Make a budget for Claude on Bedrock",
                       .examples = kExamples,
                       .declare = with_options(declare_create, run_budget_create)},
                      {.name = "list",
                       .about = "List the account's budgets, and what was spent of each",
                       .examples = "  claude-bedrock budget list --json\n",
                       .declare = with_options(declare_common, run_budget_list)},
                      {.name = "show",
                       .about = "Show a budget, its alerts, and whom they tell",
                       .examples = "  claude-bedrock budget show claude\n",
                       .declare = with_options(declare_one, run_budget_show)},
                      {.name = "delete",
                       .about = "Delete a budget",
                       .examples = "  claude-bedrock budget delete claude\n",
                       .declare = with_options(declare_one, run_budget_delete)}},
      .notes =
          "A budget tells; it stops nothing. AWS brings its figures up to date up to three times a day.\n"};
}

}  // namespace anthropic::internal::cli
