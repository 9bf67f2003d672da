#include <cmath>

#include <anthropic/operations/logs.hpp>

#include "base/time/clock.hpp"
#include "base/time/time_format.hpp"
#include "charts/figures.hpp"
#include "charts/text_table.hpp"
#include "commands/logs/log_choice.hpp"
#include "commands/logs/query_table.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "operations/time_text.hpp"
#include "report/html_output.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::LogQuestion;

constexpr std::string_view kMetadata = "metadata:";

Result<std::string> question_by(const std::string& by, const std::string& model) {
  if (by.starts_with(kMetadata))
    return operations::log_question(LogQuestion::by_metadata, by.substr(kMetadata.size()), model);
  if (by == "caller") return operations::log_question(LogQuestion::by_caller, {}, model);
  if (by == "model") return operations::log_question(LogQuestion::by_model, {}, model);
  if (by == "slow") return operations::log_question(LogQuestion::slow, {}, model);
  if (by == "errors") return operations::log_question(LogQuestion::errors, {}, model);
  return usage_error("--by: \"" + by + "\" is none of its values",
                     "use caller, model, metadata:KEY, slow or errors");
}

Result<std::string> query_of(const LogsQueryOptions& options) {
  if (options.query.empty() == options.by.empty())
    return usage_error("a query is either --by something or words of your own",
                       "write --by model, or 'fields @timestamp, @message | limit 20'");
  if (options.by.empty() && !options.model.empty())
    return usage_error("--model goes with --by", "filter for the model in the query");
  if (!options.by.empty()) return question_by(options.by, options.model);
  return options.query;
}

/// What only Bedrock's own log knows.
bool needs_invocations(const LogsQueryOptions& options) {
  return options.by == "caller" || options.by.starts_with(kMetadata);
}

Result<operations::LogQuery> request_of(const LogsQueryOptions& options) {
  const SystemTime now = RealClock().now();
  operations::LogQuery request{.limit = options.limit, .client = client_options(options.aws)};
  auto query = query_of(options);
  if (!query) return std::move(query).error();
  const auto since = parse_time_text(options.since, now);
  if (!since) return since.error();
  const auto until = options.until.empty() ? Result<SystemTime>(now) : parse_time_text(options.until, now);
  if (!until) return until.error();
  request.query = *std::move(query);
  request.since = *since;
  request.until = *until;
  return request;
}

/// Prints rows as they come: each as JSON, or some at a time as a table, so that many take no more room than
/// few.
class RowPrinter {
 public:
  RowPrinter(bool json, bool keeps, Console& console) : json_(json), keeps_(keeps), console_(console) {}

  /// False once nobody reads any more.
  bool print(const aws::QueryRow& row) {
    ++count_;
    if (keeps_) kept_.push_back(row);
    if (json_) return console_.out.write(json_line(query_row_json(row)));
    waiting_.push_back(row);
    return waiting_.size() < kRowsOfTable || flush();
  }
  bool flush() {
    if (waiting_.empty()) return true;
    const Table table = query_table(waiting_);
    waiting_.clear();
    return console_.out.write(text_table(table, text_style(console_.out)));
  }
  std::size_t count() const { return count_; }
  std::span<const aws::QueryRow> kept() const { return kept_; }

 private:
  static constexpr std::size_t kRowsOfTable = 500;

  const bool json_;
  const bool keeps_;  // for a page
  Console& console_;
  std::size_t count_ = 0;
  std::vector<aws::QueryRow> waiting_;
  std::vector<aws::QueryRow> kept_;
};

std::string heading_of(const operations::LogQuery& query) {
  return query.log_groups.front() + ", " + format_iso8601(query.since) + " to " + format_iso8601(query.until);
}

std::string summary_of(std::size_t rows, const aws::QueryStatistics& statistics) {
  return "rows: " + figure_text(static_cast<double>(rows), Unit::count) +
         "; records read: " + figure_text(statistics.records_scanned, Unit::count) +
         "; bytes read: " + figure_text(std::round(statistics.bytes_scanned), Unit::count) + "\n";
}

}  // namespace

int run_logs_query(const LogsQueryOptions& options, Console& console) {
  auto request = request_of(options);
  if (!request) return report_usage(console.err, request.error());
  HtmlOutput page(options.html);
  if (const int code = page.begin(console); code != kExitOk) return code;
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::CallOptions call{.stop_token = interrupts.token()};
  const aws::Session session = open_session(options.aws, interrupts.token());
  LogChoice log = options.log;
  if (log.group.empty() && needs_invocations(options)) log.invocations = true;
  const auto group = chosen_group(log, session, client_options(options.aws), call);
  if (!group) return report_failed_call(console, group.error(), interrupts);
  request->log_groups = {*group};

  RowPrinter printer(options.json, page.is_wanted(), console);
  const auto print = [&](const aws::QueryRows& rows) -> Result<void> {
    for (const aws::QueryRow& row : rows) {
      if (!printer.print(row)) return {};
    }
    printer.flush();
    return {};
  };
  const auto statistics = operations::query_logs(session, *request, print, call);
  if (!statistics) return report_failed_call(console, statistics.error(), interrupts);
  console.err.write(summary_of(printer.count(), *statistics));
  if (page.is_wanted()) {
    const Report report = query_report(query_table(printer.kept()), heading_of(*request), request->query);
    if (const int code = page.write(report, console); code != kExitOk) return code;
  }
  return console.finish(kExitOk);
}

}  // namespace anthropic::internal::cli
