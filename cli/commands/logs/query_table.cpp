#include "commands/logs/query_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::cli {
namespace {

bool is_number(const std::string& text) {
  return Json::parse("[" + text + "]").value_or(Json())[0].is_number();
}

/// Some services give times as milliseconds since 1970, AWS as text.
std::string value_text(const aws::QueryResultField& field) {
  const auto milliseconds = parse_integer(field.value);
  if (!milliseconds || (field.field != "@timestamp" && field.field != "latest")) return field.value;
  return format_iso8601(SystemTime(std::chrono::milliseconds(*milliseconds)));
}

std::size_t column_of(Table& table, const std::string& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& column) { return column.heading == name; });
  if (found != table.columns.end()) return static_cast<std::size_t>(found - table.columns.begin());
  table.columns.push_back({.heading = name, .is_number = true});
  return table.columns.size() - 1;
}

double number_in(const std::vector<std::string>& row, std::size_t column) {
  return column < row.size() && !row[column].empty() ? std::strtod(row[column].c_str(), nullptr)
                                                     : std::nan("");
}

}  // namespace

Table query_table(std::span<const aws::QueryRow> rows) {
  Table table;
  table.rows.reserve(rows.size());
  for (const aws::QueryRow& fields : rows) {
    std::vector<std::string>& row = table.rows.emplace_back();
    for (const aws::QueryResultField& field : fields) {
      if (field.field == "@ptr") continue;
      const std::size_t column = column_of(table, field.field);
      if (row.size() <= column) row.resize(column + 1);
      row[column] = value_text(field);
      bool& is_numbers = table.columns[column].is_number;
      is_numbers = is_numbers && is_number(row[column]);
    }
  }
  return table;
}

Json query_row_json(const aws::QueryRow& row) {
  Json json = Json::object();
  for (const auto& [field, value] : row) json.set(field, value);
  return json;
}

Report query_report(const Table& table, std::string heading, const std::string& query) {
  Report report{.title = "Claude on Amazon Bedrock: logs", .notes = {std::move(heading), query}};
  const auto calls = std::find_if(table.columns.begin(), table.columns.end(),
                                  [](const Column& column) { return column.heading == "calls"; });
  const auto name = std::find_if(table.columns.begin(), table.columns.end(),
                                 [](const Column& column) { return !column.is_number; });
  if (calls != table.columns.end() && name != table.columns.end()) {
    const auto calls_at = static_cast<std::size_t>(calls - table.columns.begin());
    const auto name_at = static_cast<std::size_t>(name - table.columns.begin());
    Chart chart{.title = "Calls",
                .kind = ChartKind::bars,
                .label_heading = name->heading,
                .series = {{.name = "calls", .values = {}}}};
    for (const auto& row : table.rows) {
      chart.labels.push_back(name_at < row.size() ? row[name_at] : "");
      chart.series[0].values.push_back(number_in(row, calls_at));
    }
    report.sections.push_back({.chart = std::move(chart)});
  }
  report.sections.push_back({.heading = "Rows", .table = table});
  return report;
}

}  // namespace anthropic::internal::cli
