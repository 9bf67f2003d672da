#include <anthropic/aws/cloudwatch_logs.hpp>

#include "wire/json/cursor.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
namespace {

Error no_rows(const std::string& why) {
  return Error{.kind = ErrorKind::response_validation, .message = "the rows of a query are " + why};
}

QueryRow row_in(std::string_view text) {
  QueryRow row;
  JsonCursor cursor(text);
  cursor.items([&](std::size_t) {
    QueryResultField& field = row.emplace_back();
    cursor.members([&](std::string_view name) {
      if (name == "field") field.field = cursor.text();
      if (name == "value") field.value = cursor.text();
    });
  });
  return row;
}

/// The text of the first row, which is taken from the beginning of `rows`; empty if there is none.
std::string_view take_row(std::string_view& rows) {
  const std::size_t begin = rows.find_first_not_of(" \t\r\n,");
  if (begin == std::string_view::npos) return {};
  rows.remove_prefix(begin);
  const std::string_view row = JsonCursor(rows).value();
  rows.remove_prefix(row.size());
  return row;
}

}  // namespace

void QueryRows::iterator::read_row() {
  const std::string_view text = take_row(rest_);
  at_end_ = text.empty();
  row_ = row_in(text);
}

Result<QueryRows> QueryRows::from_json(std::string text) {
  JsonCursor cursor(text);
  if (cursor.first() != '[') return no_rows("no array");
  QueryRows rows;
  rows.text_ = std::move(text);
  const std::size_t end = rows.text_.find_last_of(']');
  if (end == std::string::npos) return no_rows("cut off");
  rows.text_.erase(end);
  rows.text_.erase(0, rows.text_.find('[') + 1);
  std::string_view rest = rows.text_;
  for (std::string_view row = take_row(rest); !row.empty(); row = take_row(rest)) {
    if (!row.starts_with('[')) return no_rows("no arrays of fields");
    if (!row.ends_with(']')) return no_rows("cut off");
    ++rows.size_;
  }
  return rows;
}

}  // namespace anthropic::inline v0::aws
