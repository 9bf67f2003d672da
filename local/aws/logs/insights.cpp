#include "local/aws/logs/insights.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::local {
namespace {

/// "2026-11-30 12:00:00.000", as AWS shows it.
std::string time_text(SystemTime time) {
  const auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1000;
  std::string text = format_iso8601(time);
  text[10] = ' ';
  text.pop_back();
  const std::string digits = std::to_string(1000 + milliseconds);
  return text + "." + digits.substr(1);
}

/// A member of members, whose names may hold dots themselves.
const Json* find_path(const Json& object, std::string_view path) {
  if (const Json* whole = object.find(path)) return whole;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1)) {
    const Json* inner = object.find(path.substr(0, dot));
    const Json* found = inner ? find_path(*inner, path.substr(dot + 1)) : nullptr;
    if (found) return found;
  }
  return nullptr;
}

std::string text_of(const Json& value) {
  if (const auto text = value.as_string()) return std::string(*text);
  return value.dump();
}

std::optional<double> number_of(const Json& value) {
  if (const auto number = value.as_double()) return number;
  const auto text = value.as_string();
  if (!text || text->empty()) return std::nullopt;
  const auto read = Json::parse("[" + std::string(*text) + "]");
  return read ? (*read)[0].as_double() : std::nullopt;
}

/// Numbers by their value, else as texts.
bool is_less(const Json& a, const Json& b) {
  const auto left = number_of(a), right = number_of(b);
  if (left && right) return *left < *right;
  return text_of(a) < text_of(b);
}

/// Whether `a` is sorted before `b`; what is absent comes last, in either direction.
bool comes_first(const Json& a, const Json& b, bool is_descending) {
  if (a.is_null() || b.is_null()) return !a.is_null() && b.is_null();
  return is_descending ? is_less(b, a) : is_less(a, b);
}

bool compares(const Json& left, std::string_view comparison, const Json& right) {
  if (comparison == "like") return text_of(left).find(text_of(right)) != std::string::npos;
  const bool less = is_less(left, right), greater = is_less(right, left);
  if (comparison == "=") return !less && !greater;
  if (comparison == "!=") return less || greater;
  if (comparison == "<") return less;
  if (comparison == ">") return greater;
  if (comparison == "<=") return !greater;
  return !less;
}

/// A number as Insights shows it: whole ones without a fraction.
std::string number_text(double number) {
  if (number == std::floor(number) && std::abs(number) < 1e15)
    return std::to_string(static_cast<std::int64_t>(number));
  return Json(number).dump();
}

bool is_word_character(char c) {
  return is_letter_or_digit(c) || c == '_' || c == '.' || c == '@';
}

}  // namespace

/// After the first mistake nothing more is read.
class InsightsQuery::Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(tokens_of(text)) {}

  std::variant<InsightsQuery, Refusal> parse() {
    do {
      command();
    } while (!wrong_ && take_mark("|"));
    if (!wrong_ && here().kind != Token::Kind::end) fail();
    if (wrong_)
      return Refusal{.code = "MalformedQueryException",
                     .message = "The local endpoint does not understand the query at " + in_quotes(*wrong_) +
                                "; it knows a part of the language of Logs Insights."};
    return query_;
  }

 private:
  struct Token {
    enum class Kind : std::uint8_t { word, quoted_name, text, mark, end } kind = Kind::end;
    std::string text = {};
  };

  static std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < text.size();) {
      const char c = text[i];
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        ++i;
      } else if (c == '"' || c == '\'' || c == '`') {
        const std::size_t end = std::min(text.find(c, i + 1), text.size());
        tokens.push_back({c == '`' ? Token::Kind::quoted_name : Token::Kind::text,
                          std::string(text.substr(i + 1, end - i - 1))});
        i = end + 1;
      } else if (is_word_character(c)) {
        std::size_t end = i;
        while (end < text.size() && is_word_character(text[end])) ++end;
        tokens.push_back({Token::Kind::word, std::string(text.substr(i, end - i))});
        i = end;
      } else {
        const bool is_double = (c == '!' || c == '<' || c == '>') && text.substr(i + 1, 1) == "=";
        tokens.push_back({Token::Kind::mark, std::string(text.substr(i, is_double ? 2 : 1))});
        i += is_double ? 2 : 1;
      }
    }
    tokens.emplace_back();
    return tokens;
  }

  const Token& here() const { return tokens_[at_]; }
  bool is_word(std::string_view word) const {
    return here().kind == Token::Kind::word && iequals(here().text, word);
  }
  bool take_word(std::string_view word) {
    if (!is_word(word)) return false;
    ++at_;
    return true;
  }
  bool take_mark(std::string_view mark) {
    if (here().kind != Token::Kind::mark || here().text != mark) return false;
    ++at_;
    return true;
  }
  void expect_mark(std::string_view mark) {
    if (!take_mark(mark)) fail();
  }
  void fail() {
    if (!wrong_) wrong_ = here().text;
    at_ = tokens_.size() - 1;
  }
  std::string name() {
    if (here().kind != Token::Kind::word && here().kind != Token::Kind::quoted_name) {
      fail();
      return {};
    }
    return tokens_[at_++].text;
  }

  void command() {
    if (take_word("fields")) return fields();
    if (take_word("filter")) return filter();
    if (take_word("stats")) return stats();
    if (take_word("sort")) return sort();
    if (take_word("limit")) return limit();
    fail();
  }

  Expression expression() {
    if (here().kind == Token::Kind::text) return {.constant = Json(tokens_[at_++].text)};
    if (here().kind == Token::Kind::word && parse_integer(here().text)) {
      return {.constant = Json(*parse_integer(tokens_[at_++].text))};
    }
    const bool is_quoted = here().kind == Token::Kind::quoted_name;
    std::string first = name();
    if (is_quoted || !take_mark("(")) return {.fields = {std::move(first)}};
    if (!iequals(first, "coalesce")) fail();
    Expression all;
    do {
      for (std::string& field : expression().fields) all.fields.push_back(std::move(field));
    } while (!wrong_ && take_mark(","));
    expect_mark(")");
    return all;
  }

  Named named() {
    const std::size_t begin = at_;
    Named named{.expression = expression()};
    if (take_word("as"))
      named.name = name();
    else if (at_ == begin + 1)
      named.name = tokens_[begin].text;
    else
      fail();
    return named;
  }

  void fields() {
    do {
      query_.fields_.push_back(named());
    } while (!wrong_ && take_mark(","));
  }

  void filter() {
    do {
      query_.conditions_.push_back(condition());
    } while (!wrong_ && take_word("and"));
  }

  Condition condition() {
    if (take_word("ispresent")) {
      expect_mark("(");
      Condition condition{.left = expression(), .comparison = "ispresent"};
      expect_mark(")");
      return condition;
    }
    Condition condition{.left = expression()};
    constexpr std::string_view kMarks[] = {"=", "!=", "<", ">", "<=", ">="};
    const bool is_mark = here().kind == Token::Kind::mark &&
                         std::find(std::begin(kMarks), std::end(kMarks), here().text) != std::end(kMarks);
    if (!is_mark && !is_word("like"))
      fail();
    else
      condition.comparison = ascii_lower(tokens_[at_++].text);
    condition.right = expression();
    return condition;
  }

  void stats() {
    if (query_.stats_) return fail();
    query_.stats_.emplace();
    do {
      query_.stats_->aggregates.push_back(aggregate());
    } while (!wrong_ && take_mark(","));
    if (!take_word("by")) return;
    do {
      query_.stats_->by.push_back(named());
    } while (!wrong_ && take_mark(","));
  }

  Aggregate aggregate() {
    constexpr std::string_view kFunctions[] = {"count", "sum", "avg", "min", "max"};
    Aggregate aggregate{.function = ascii_lower(name())};
    if (std::find(std::begin(kFunctions), std::end(kFunctions), aggregate.function) == std::end(kFunctions))
      fail();
    expect_mark("(");
    if (!take_mark("*")) aggregate.argument = expression();
    expect_mark(")");
    aggregate.name = aggregate.function;
    if (take_word("as")) aggregate.name = name();
    return aggregate;
  }

  void sort() {
    query_.sort_by_ = name();
    query_.is_descending_ = take_word("desc");
    if (!query_.is_descending_) take_word("asc");
  }

  void limit() {
    const auto count = here().kind == Token::Kind::word ? parse_integer(here().text) : std::nullopt;
    if (!count || *count < 1) return fail();
    query_.limit_ = static_cast<std::size_t>(*count);
    ++at_;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  InsightsQuery query_;
  std::optional<std::string> wrong_;
};

/// An event with what the query calls it.
class InsightsQuery::Record {
 public:
  explicit Record(const QueriedEvent& event) : event_(&event) {
    if (auto json = Json::parse(event.message)) message_ = *std::move(json);
  }

  void name(const std::string& name, Json value) { named_[name] = std::move(value); }

  Json field(const std::string& name) const {
    if (const auto found = named_.find(name); found != named_.end()) return found->second;
    if (name == "@timestamp") return time_text(event_->time);
    if (name == "@message") return event_->message;
    if (name == "@logStream") return event_->stream;
    if (name == "@ptr") return event_->id;
    const Json* found = find_path(message_, name);
    return found ? *found : Json();
  }

  Json value(const Expression& expression) const {
    if (expression.constant) return *expression.constant;
    for (const std::string& name : expression.fields) {
      if (Json found = field(name); !found.is_null()) return found;
    }
    return {};
  }

  bool fulfils(const Condition& condition) const {
    const Json left = value(condition.left);
    if (left.is_null()) return false;
    return condition.comparison == "ispresent" ||
           compares(left, condition.comparison, value(condition.right));
  }

 private:
  const QueriedEvent* event_;
  Json message_;
  std::map<std::string, Json> named_;
};

std::variant<InsightsQuery, Refusal> InsightsQuery::parse(std::string_view text) {
  return Parser(text).parse();
}

std::vector<InsightsRow> InsightsQuery::run(const std::vector<QueriedEvent>& events,
                                            std::size_t limit) const {
  std::vector<Record> records;
  for (const QueriedEvent& event : events) {
    Record record(event);
    for (const auto& [expression, name] : fields_) record.name(name, record.value(expression));
    const bool is_wanted = std::all_of(conditions_.begin(), conditions_.end(),
                                       [&](const Condition& condition) { return record.fulfils(condition); });
    if (is_wanted) records.push_back(std::move(record));
  }
  const std::size_t most = std::min(limit, limit_.value_or(limit));
  return stats_ ? stats_rows(records, most) : plain_rows(std::move(records), most);
}

std::vector<InsightsRow> InsightsQuery::plain_rows(std::vector<Record> records, std::size_t limit) const {
  const std::string by = sort_by_.value_or("@timestamp");
  const bool is_descending = !sort_by_ || is_descending_;
  std::stable_sort(records.begin(), records.end(), [&](const Record& a, const Record& b) {
    return comes_first(a.field(by), b.field(by), is_descending);
  });
  std::vector<InsightsRow> rows;
  for (std::size_t i = 0; i < std::min(limit, records.size()); ++i) {
    InsightsRow& row = rows.emplace_back();
    for (const auto& [expression, name] : fields_) {
      const Json value = records[i].field(name);
      if (!value.is_null()) row.emplace_back(name, text_of(value));
    }
    if (fields_.empty()) {
      row.emplace_back("@timestamp", text_of(records[i].field("@timestamp")));
      row.emplace_back("@message", text_of(records[i].field("@message")));
    }
    row.emplace_back("@ptr", text_of(records[i].field("@ptr")));
  }
  return rows;
}

std::vector<InsightsRow> InsightsQuery::stats_rows(const std::vector<Record>& records,
                                                   std::size_t limit) const {
  std::map<std::vector<std::string>, std::vector<const Record*>> groups;
  for (const Record& record : records) {
    std::vector<std::string> key;
    for (const auto& [expression, name] : stats_->by) {
      const Json value = record.value(expression);
      key.push_back(value.is_null() ? "" : text_of(value));
    }
    groups[key].push_back(&record);
  }
  std::vector<InsightsRow> rows;
  for (const auto& [key, members] : groups) {
    InsightsRow& row = rows.emplace_back();
    for (std::size_t i = 0; i < key.size(); ++i) row.emplace_back(stats_->by[i].name, key[i]);
    for (const Aggregate& aggregate : stats_->aggregates) {
      std::vector<Json> values;
      for (const Record* member : members) {
        Json value = aggregate.argument.fields.empty() ? Json(1) : member->value(aggregate.argument);
        if (!value.is_null()) values.push_back(std::move(value));
      }
      double sum = 0;
      for (const Json& value : values) sum += number_of(value).value_or(0);
      const auto [least, most] = std::minmax_element(values.begin(), values.end(), is_less);
      if (aggregate.function == "count")
        row.emplace_back(aggregate.name, std::to_string(values.size()));
      else if (values.empty())
        continue;
      else if (aggregate.function == "sum")
        row.emplace_back(aggregate.name, number_text(sum));
      else if (aggregate.function == "avg")
        row.emplace_back(aggregate.name, number_text(sum / static_cast<double>(values.size())));
      else
        row.emplace_back(aggregate.name, text_of(aggregate.function == "min" ? *least : *most));
    }
  }
  if (sort_by_) {
    const auto value = [&](const InsightsRow& row) {
      const auto found =
          std::find_if(row.begin(), row.end(), [&](const auto& field) { return field.first == *sort_by_; });
      return found == row.end() ? Json() : Json(found->second);
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const InsightsRow& a, const InsightsRow& b) {
      return comes_first(value(a), value(b), is_descending_);
    });
  }
  if (rows.size() > limit) rows.resize(limit);
  return rows;
}

}  // namespace anthropic::internal::local
