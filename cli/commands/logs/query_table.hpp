#pragma once

#include <span>

#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/json.hpp>

#include "base/public_names.hpp"
#include "charts/table.hpp"
#include "report/report.hpp"

namespace anthropic::internal::cli {

/// The rows as a table: a column for each field, in the order in which they come. `@ptr` is left out.
Table query_table(std::span<const aws::QueryRow> rows);

/// A row for programs: its fields by their names, all of them text, as the service has them.
Json query_row_json(const aws::QueryRow& row);

/// The page of `logs query --html`: the table, and a chart of `calls` where that is a column.
Report query_report(const Table& table, std::string heading, const std::string& query);

}  // namespace anthropic::internal::cli
