#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>

#include "base/time/clock.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// An event of a log group, as a query sees it.
struct QueriedEvent {
  SystemTime time = {};
  std::string message = {};
  std::string stream = {};
  std::string id = {};
};

/// Fields and their values, in the order of the query.
using InsightsRow = std::vector<std::pair<std::string, std::string>>;

/// A query in the part of Logs Insights' language that the endpoint knows: `fields` with coalesce(), `filter`
/// with ispresent(), like "…", =, !=, <, >, <=, >= and `and`, `stats` with count, sum, avg, min and max `by`
/// fields, `sort`, `limit`. All else is refused, so that nothing is answered that AWS would answer otherwise.
class InsightsQuery {
 public:
  static std::variant<InsightsQuery, Refusal> parse(std::string_view text);

  /// The rows, `limit` at most, or what the query says.
  std::vector<InsightsRow> run(const std::vector<QueriedEvent>& events, std::size_t limit) const;

 private:
  /// A field, a constant, or the first of several that is there.
  struct Expression {
    std::vector<std::string> fields = {};  // coalesce() of these
    std::optional<Json> constant = {};
  };
  struct Named {
    Expression expression;
    std::string name = {};
  };
  struct Condition {
    Expression left;
    std::string comparison = {};  // "ispresent", "like", "=", "<" …
    Expression right = {};
  };
  struct Aggregate {
    std::string function;
    Expression argument = {};  // of count(*) nothing
    std::string name = {};
  };
  struct Stats {
    std::vector<Aggregate> aggregates;
    std::vector<Named> by;
  };
  class Parser;
  class Record;

  std::vector<InsightsRow> plain_rows(std::vector<Record> records, std::size_t limit) const;
  std::vector<InsightsRow> stats_rows(const std::vector<Record>& records, std::size_t limit) const;

  std::vector<Named> fields_;
  std::vector<Condition> conditions_;
  std::optional<Stats> stats_;
  std::optional<std::string> sort_by_;
  bool is_descending_ = false;
  std::optional<std::size_t> limit_;
};

}  // namespace anthropic::internal::local
