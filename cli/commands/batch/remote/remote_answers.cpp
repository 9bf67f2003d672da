#include "commands/batch/remote/remote_answers.hpp"

#include <algorithm>
#include <utility>

#include "errors/report_error.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kNotesKept = 10;

// It was paid for: nothing asks it again unasked.
Error lost_answer(const std::string& why) {
  Error error;
  error.kind = ErrorKind::api_status;
  error.type = "api_error";
  error.message = why;
  error.hint = "--retry-failed asks it once more, which is paid for once more";
  return error;
}

// The parser has seen one line, and calls it the first.
std::string damage(const std::string& place, std::string why) {
  constexpr std::string_view kFirst = "(line 1, ";
  if (const std::size_t at = why.find(kFirst); at != std::string::npos) why.replace(at, kFirst.size(), "(");
  return place + " is damaged: " + why;
}

// A whole record has its id somewhere, in quotes; one that was cut may end in it.
std::optional<LineKey> key_in(std::string_view text, const OpenLines& expected) {
  for (const std::string_view name : {"\"recordId\"", "\"custom_id\""}) {
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string_view::npos;) {
      at += name.size();
      std::string_view id = text.substr(at);
      id.remove_prefix(std::min(id.find_first_not_of(" :"), id.size()));
      if (!id.starts_with('"')) continue;
      id = id.substr(1, id.find('"', 1) - 1);
      const std::optional<LineKey> key = key_of_made_up_id(id);
      if (!key) continue;
      const auto found = expected.find(key->number);
      if (found != expected.end() && found->second.digest == key->digest) return found->second;
    }
  }
  return std::nullopt;
}

}  // namespace

RemoteAnswers::RemoteAnswers(std::string source, const OpenLines* expected, BatchLedger& ledger)
    : source_(std::move(source)), expected_(expected), ledger_(ledger) {}

std::optional<LineKey> RemoteAnswers::line_of(const std::string& record_id, std::uint64_t number,
                                              const std::string& place) {
  const std::optional<LineKey> ours = key_of_made_up_id(record_id);
  LineKey key = ours ? *ours : LineKey{.number = number, .id = record_id};
  if (!expected_) {
    const bool is_new = seen_.insert(key.number).second && !ledger_.is_done(key.number);
    return is_new ? std::optional(std::move(key)) : std::nullopt;
  }
  const auto found = ours ? expected_->find(key.number) : expected_->end();
  if (found == expected_->end()) {
    // One that had come home before is not among the open ones.
    if (ours && ledger_.is_done(key.number)) {
      seen_.insert(key.number);
      return std::nullopt;
    }
  } else if (found->second.digest == key.digest) {
    if (seen_.insert(key.number).second && !ledger_.is_done(key.number)) return found->second;
    return std::nullopt;
  } else {
    changed_.insert(key.number);
  }
  // An id that is none of ours stands where one of ours should.
  ++(ours ? foreign_ : lost_);
  if (foreign_id_.empty()) foreign_id_ = record_id;
  note(place + " answers \"" + record_id + "\", which is no line of this input");
  return std::nullopt;
}

void RemoteAnswers::lose(std::string_view text, const std::string& place, const std::string& why) {
  const std::optional<LineKey> key = expected_ ? key_in(text, *expected_) : std::nullopt;
  if (key) return lose(*key, place, why);
  ++lost_;
  note(damage(place, why));
}

void RemoteAnswers::lose(const LineKey& key, const std::string& place, const std::string& why) {
  note(damage(place, why));
  lost_lines_.emplace_back(key, "its answer cannot be read: " + damage(place, why));
}

Result<void> RemoteAnswers::finish(std::uint64_t records, std::uint64_t first, std::uint64_t last) {
  for (const auto& [key, why] : lost_lines_) {
    // Unless another record has the answer.
    seen_.insert(key.number);
    if (!ledger_.is_done(key.number)) ledger_.store_failure(key, lost_answer(why));
  }
  if (!expected_) return kept();
  if (seen_.empty() && !foreign_id_.empty())
    return usage_error(source_ + " was made from another input: it has a record \"" + foreign_id_ + "\"",
                       "give the input and the output that it was begun with, "
                       "or only --job and a new -o");
  const std::uint64_t read = seen_.size() + foreign_;
  const std::uint64_t lost = std::max(lost_, records > read ? records - read : 0);
  if (lost == 0) return kept();
  std::vector<LineKey> missing;
  for (const auto& [number, key] : *expected_) {
    const bool is_missing = number >= first && number <= last && !seen_.contains(number) &&
                            !changed_.contains(number) && !ledger_.is_done(number);
    if (is_missing) missing.push_back(key);
  }
  // The others may have been added to the input since.
  if (missing.size() > lost) return kept();
  std::sort(missing.begin(), missing.end(),
            [](const LineKey& a, const LineKey& b) { return a.number < b.number; });
  const std::string why = lost_ > 0 ? "its answer is lost: lines of the output of " + source_ + " are damaged"
                                    : "its answer is lost: the output of " + source_ + " has no line for it";
  for (const LineKey& key : missing) ledger_.store_failure(key, lost_answer(why));
  // Now it is known of which lines they are.
  lost_ = 0;
  return kept();
}

Result<void> RemoteAnswers::kept() const {
  Error failure = ledger_.failure();
  return failure.kind == ErrorKind::none ? Result<void>() : std::move(failure);
}

void RemoteAnswers::report(Output& err) const {
  for (const std::string& text : notes_) err.write("note: " + on_one_line(text) + "; it was passed over\n");
  if (passed_over_ > notes_.size())
    err.write("note: and " + with_thousands(passed_over_ - notes_.size()) + " more\n");
}

void RemoteAnswers::note(std::string text) {
  ++passed_over_;
  if (notes_.size() < kNotesKept) notes_.push_back(std::move(text));
}

}  // namespace anthropic::internal::cli
