#include "commands/batch/run/ledger.hpp"

#include <algorithm>
#include <utility>

#include "base/file/paths.hpp"
#include "base/file/replacement_file.hpp"
#include "commands/batch/files/failed_file.hpp"
#include "errors/report_error.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kFailedLinesKept = 10;

struct LineCounts {
  std::uint64_t lines = 0;
  std::uint64_t not_blank = 0;
};

bool is_blank_line(const Line& line) {
  return line.text.empty() && !line.is_too_long;
}

Result<LineCounts> count_lines(const std::string& path) {
  LineCounts counts;
  const Result<void> read = for_each_line(path, kLongestLine, [&](const Line& line) -> Result<void> {
    ++counts.lines;
    if (!is_blank_line(line)) ++counts.not_blank;
    return {};
  });
  if (!read) return read.error();
  return counts;
}

std::uint32_t short_digest(const Line& line) {
  return static_cast<std::uint32_t>(digest_of(line.text));
}

Error duplicate(const std::string& id) {
  Error error;
  error.kind = ErrorKind::bad_request;
  error.type = "invalid_request_error";
  error.message = "the id \"" + id + "\" belongs to an earlier line already";
  error.hint = "give each line an id of its own, or none";
  return error;
}

Error foreign_results(const std::string& out, const std::string& in, const std::string& why) {
  return usage_error(out + " belongs to another input than " + in + ": " + why,
                     "nothing was changed; give another file with -o");
}

}  // namespace

BatchLedger::BatchLedger(LedgerOptions options, Output& standard_output, std::uint64_t lines)
    : options_(std::move(options)), standard_output_(standard_output), states_(lines) {}

Result<std::unique_ptr<BatchLedger>> BatchLedger::open(LedgerOptions options, Output& standard_output) {
  if (!options.out.empty() && is_same_file(options.in, options.out))
    return usage_error(options.out + " is the input itself", "give another file with -o");
  LineCounts counts;
  if (!options.in.empty()) {
    const Result<LineCounts> counted = count_lines(options.in);
    if (!counted) return counted.error();
    counts = *counted;
    if (counts.not_blank == 0)
      return usage_error(options.in + " is empty", "write one JSON object a line: {\"prompt\": \"…\"}");
  }
  std::unique_ptr<BatchLedger> ledger(new BatchLedger(std::move(options), standard_output, counts.lines));
  ledger->tally_.total = counts.not_blank;
  if (const Result<void> opened = ledger->open_results(); !opened) return opened.error();
  return ledger;
}

Result<void> BatchLedger::open_results() {
  if (!options_.in.empty()) {
    Result<LineReader> reader = LineReader::open(options_.in, kLongestLine);
    if (!reader) return reader.error();
    reader_.emplace(*std::move(reader));
  }
  if (options_.out.empty()) return {};
  Result<ResultsFile> results = ResultsFile::open(options_.out);
  if (!results) return results.error();
  results_.emplace(*std::move(results));
  return reader_ ? take_up_results() : take_up_results_alone();
}

// Without the input, what failed is as done as what succeeded.
Result<void> BatchLedger::take_up_results_alone() {
  return results_->scan([&](const ResultHead& head) -> Result<void> {
    done_without_input_.insert(head.number);
    ++(head.has_succeeded ? tally_.succeeded_before : tally_.failed_before);
    return {};
  });
}

// Three looks, so that nothing is changed before all is known to be right: at the results, at the input, and
// at the results again, for what will be asked anew.
Result<void> BatchLedger::take_up_results() {
  if (results_->is_empty()) return {};
  Result<void> scanned = results_->scan([&](const ResultHead& head) -> Result<void> {
    const std::string number = std::to_string(head.number);
    if (head.number == 0 || head.number > states_.lines())
      return foreign_results(options_.out, options_.in, "there is no line " + number);
    if (states_.state(head.number) != LineState::open)
      return usage_error(options_.out + " has two results of line " + number,
                         "nothing was changed; give another file with -o");
    states_.set_state(head.number, head.has_succeeded ? LineState::succeeded : LineState::failed);
    states_.set_digest(head.number, head.digest);
    return {};
  });
  if (!scanned) return scanned;
  if (const Result<void> compared = compare_with_input(); !compared) return compared;
  states_.forget_digests();

  const auto is_kept = [&](const ResultHead& head) {
    const LineState state = states_.state(head.number);
    return state == LineState::succeeded ||
           (state == LineState::failed && !head.is_retryable && !options_.retry_failed);
  };
  return results_->scan([&](const ResultHead& head) -> Result<void> {
    if (!is_kept(head)) {
      states_.set_state(head.number, LineState::open);
      has_reopened_ = true;
      return {};
    }
    states_.add_name(digest_of(head.id));
    ++(head.has_succeeded ? tally_.succeeded_before : tally_.failed_before);
    return {};
  });
}

Result<bool> BatchLedger::knows_lines_of(const std::string& failed_file) const {
  Result<FailedFileLines> failed = FailedFileLines::read(failed_file);
  if (!failed) return failed.error();
  if (results_) {
    const Result<void> scanned = results_->scan([&](const ResultHead& head) -> Result<void> {
      failed->mark(head.digest);
      return {};
    });
    if (!scanned) return scanned.error();
  }
  const Result<void> read = for_each_line(options_.in, kLongestLine, [&](const Line& line) -> Result<void> {
    failed->mark(short_digest(line));
    return {};
  });
  if (!read) return read.error();
  return failed->are_all_marked();
}

Result<void> BatchLedger::begin() {
  if (!results_) return {};
  if (const Result<void> cut = results_->cut_torn_line(); !cut) return cut;
  if (!has_reopened_) return {};
  return results_->keep_only(
      [&](const ResultHead& head) { return states_.state(head.number) != LineState::open; });
}

// A line that failed may have been corrected since; one that succeeded is the one that was asked.
Result<void> BatchLedger::compare_with_input() {
  return for_each_line(options_.in, kLongestLine, [&](const Line& line) -> Result<void> {
    if (line.number > states_.lines())
      return usage_error(options_.in + " is being written to", "run it again when it is whole");
    const LineState state = states_.state(line.number);
    if (state == LineState::open || states_.has_digest(line.number, short_digest(line))) return {};
    if (state == LineState::succeeded)
      return foreign_results(options_.out, options_.in,
                             "line " + std::to_string(line.number) + " is not the one that was answered");
    states_.set_state(line.number, LineState::open);
    return {};
  });
}

std::optional<ParsedLine> BatchLedger::next() {
  while (reader_) {
    const Result<std::optional<Line>> line = reader_->next();
    if (!line) {
      note_failure(line.error());
      return std::nullopt;
    }
    if (!*line || failure().kind != ErrorKind::none) return std::nullopt;
    if (is_blank_line(**line) || is_done((*line)->number)) continue;
    ParsedLine parsed = parse_line(**line, options_.defaults);
    if (!parsed.error && options_.adjust) options_.adjust(parsed.params);
    if (!parsed.error && options_.check) {
      if (Error error = options_.check(parsed); error.kind != ErrorKind::none)
        parsed.error = std::move(error);
    }
    const std::lock_guard lock(mutex_);
    if (parsed.has_own_id && !states_.add_name(name_digest(parsed.key.id))) {
      parsed.error = duplicate(parsed.key.id);
      // Its result must not be taken for the earlier line's.
      parsed.key.id = made_up_id(parsed.key.number, parsed.key.digest);
    }
    if (!parsed.error) return parsed;
    fail(parsed.key, *parsed.error);
  }
  return std::nullopt;
}

void BatchLedger::append(const std::string& line) {
  if (failure_.kind != ErrorKind::none || options_.keeps_nothing) return;
  if (results_) {
    if (const Result<void> appended = results_->append(line); !appended) failure_ = appended.error();
  } else if (!standard_output_.write(escaped_json(line))) {
    failure_ = usage_error("cannot write to standard output");
  }
}

bool BatchLedger::reserve(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (!results_) return true;
  const Result<void> reserved = results_->reserve(bytes);
  if (!reserved) no_room_ = reserved.error();
  return reserved.has_value();
}

void BatchLedger::fail(const LineKey& key, const Error& error) {
  append(errored_line(key, error));
  if (failure_.kind != ErrorKind::none) return;
  set_state(key.number, LineState::failed);
  ++tally_.failed;
  if (failed_lines_.size() < kFailedLinesKept) failed_lines_.push_back({key, error});
}

void BatchLedger::store_failure(const LineKey& key, const Error& error) {
  const std::lock_guard lock(mutex_);
  fail(key, error);
}

void BatchLedger::succeed(const LineKey& key, const std::string& line, const Usage& usage,
                          std::string_view model) {
  const std::lock_guard lock(mutex_);
  append(line);
  if (failure_.kind != ErrorKind::none) return;
  set_state(key.number, LineState::succeeded);
  ++tally_.succeeded;
  add_usage(tally_, usage, model, options_.price_factor);
}

void BatchLedger::store_success(const LineKey& key, const Message& message, std::string_view model) {
  succeed(key, succeeded_line(key, message), message.usage, model);
}

void BatchLedger::store_success(const LineKey& key, const Json& message, const Usage& usage,
                                std::string_view model) {
  succeed(key, succeeded_line(key, message, ""), usage, model);
}

void BatchLedger::set_state(std::uint64_t line, LineState state) {
  if (!reader_) {
    done_without_input_.insert(line);
  } else if (line != 0 && line <= states_.lines()) {
    states_.set_state(line, state);
  }
}

bool BatchLedger::is_done(std::uint64_t line) const {
  const std::lock_guard lock(mutex_);
  if (!reader_) return done_without_input_.contains(line);
  return line != 0 && line <= states_.lines() && states_.state(line) != LineState::open;
}

void BatchLedger::set_throttled(std::uint64_t answers) {
  const std::lock_guard lock(mutex_);
  tally_.throttled = std::max(tally_.throttled, answers);
}

Tally BatchLedger::tally() const {
  const std::lock_guard lock(mutex_);
  return tally_;
}

Error BatchLedger::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_.kind != ErrorKind::none ? failure_ : no_room_;
}

bool BatchLedger::is_writable() const {
  const std::lock_guard lock(mutex_);
  return failure_.kind == ErrorKind::none;
}

void BatchLedger::note_failure(Error error) {
  const std::lock_guard lock(mutex_);
  if (failure_.kind == ErrorKind::none) failure_ = std::move(error);
}

std::uint64_t BatchLedger::cut_off() const {
  return results_ ? results_->torn() : 0;
}

std::vector<BatchLedger::FailedLine> BatchLedger::failed_lines() const {
  const std::lock_guard lock(mutex_);
  return failed_lines_;
}

Result<void> BatchLedger::flush() {
  const std::lock_guard lock(mutex_);
  return results_ ? results_->flush() : Result<void>();
}

Result<void> BatchLedger::write_failed_lines(const std::string& path) const {
  const auto file = ReplacementFile::begin(path, {.mode = 0600});
  if (!file) return usage_error(file.error().message, file.error().hint);
  const Result<void> copied = for_each_line(options_.in, kLongestLine, [&](const Line& line) -> Result<void> {
    if (states_.state(line.number) != LineState::failed || line.is_too_long) return {};
    const Result<void> written = (*file)->write(failed_line(line, options_.defaults));
    return written ? written : usage_error(written.error().message);
  });
  if (!copied) return copied;
  const Result<void> committed = (*file)->commit();
  return committed ? committed : usage_error(committed.error().message);
}

}  // namespace anthropic::internal::cli
