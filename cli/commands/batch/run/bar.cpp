#include "commands/batch/run/bar.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdio>

#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr auto kWindow = std::chrono::seconds(30);
constexpr auto kPause = std::chrono::milliseconds(200);
constexpr auto kLongestSilence = std::chrono::minutes(1);

std::string printed(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// "950", "12.3k", "1.2M"
std::string short_count(std::int64_t count) {
  constexpr std::int64_t kThousand = 1000;
  constexpr std::int64_t kMillion = 1'000'000;
  if (count >= kMillion) return printed("%.1fM", static_cast<double>(count) / kMillion);
  if (count >= kThousand) return printed("%.1fk", static_cast<double>(count) / kThousand);
  return std::to_string(count);
}

std::uint64_t share_of(const Tally& tally, std::uint64_t parts) {
  return tally.total == 0 ? 0 : std::min(tally.done(), tally.total) * parts / tally.total;
}

std::string cost_text(const Tally& tally) {
  if (tally.dollars > 0) return (tally.has_unknown_prices ? ">" : "~") + dollars_text(tally.dollars);
  return tally.has_unknown_prices ? "cost not known" : "";
}

enum class Tokens { none, sum, in_and_out };

/// How much is said.
struct Form {
  std::uint64_t bar = 0;  ///< Its width.
  Tokens tokens = Tokens::none;
  std::string_view note = {};
};

std::string tokens_text(const Tally& tally, Tokens tokens) {
  const std::int64_t sum = tally.input_tokens + tally.output_tokens;
  if (sum == 0 || tokens == Tokens::none) return "";
  if (tokens == Tokens::sum) return short_count(sum) + " tokens";
  return short_count(tally.input_tokens) + " tokens in, " + short_count(tally.output_tokens) + " out";
}

std::string counts_text(const Tally& tally, double per_second, const Form& form) {
  std::string text = with_thousands(tally.done()) + "/" + with_thousands(tally.total);
  const auto append = [&](std::string_view part) {
    if (!part.empty()) text.append("  ").append(part);
  };
  if (per_second > 0) append(printed(per_second < 10 ? "%.1f/s" : "%.0f/s", per_second));
  append(tokens_text(tally, form.tokens));
  append(cost_text(tally));
  if (tally.failures() > 0) append(with_thousands(tally.failures()) + " failed");
  if (tally.throttled > 0) append(with_thousands(tally.throttled) + " throttled");
  append(form.note);
  constexpr double kLongest = 1e7;
  if (per_second > 0 && tally.left() > 0) {
    const double seconds = std::min(kLongest, static_cast<double>(tally.left()) / per_second);
    append(duration_text(std::chrono::seconds(std::llround(seconds))) + " left");
  }
  return text;
}

std::string bar_of(const Tally& tally, std::uint64_t width) {
  char percent[16];
  std::snprintf(percent, sizeof percent, "%3d %%  ", static_cast<int>(share_of(tally, 100)));
  if (width == 0) return percent;
  const std::uint64_t full = share_of(tally, width);
  return "[" + std::string(full, '#') + std::string(width - full, '-') + "] " + percent;
}

}  // namespace

void Pace::note(Time now, std::uint64_t done) {
  notes_.emplace_back(now, done);
  while (notes_.size() > 2 && now - notes_[1].first > kWindow) notes_.pop_front();
}

double Pace::per_second() const {
  if (notes_.size() < 2) return 0;
  const auto& [begin, before] = notes_.front();
  const auto& [end, after] = notes_.back();
  const double seconds = std::chrono::duration<double>(end - begin).count();
  return seconds <= 0 || after < before ? 0 : static_cast<double>(after - before) / seconds;
}

std::string duration_text(std::chrono::seconds duration) {
  constexpr long long kMinute = 60;
  constexpr long long kHour = 3600;
  const long long all = duration.count();
  if (all < kMinute) return std::to_string(all) + " s";
  char text[32];
  if (all < kHour)
    std::snprintf(text, sizeof text, "%lld:%02lld", all / kMinute, all % kMinute);
  else
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", all / kHour, all % kHour / kMinute, all % kMinute);
  return text;
}

std::string dollars_text(double dollars) {
  if (dollars >= 0.01 || dollars <= 0) return printed("$%.2f", dollars);
  const int digits = std::min(8, 1 - static_cast<int>(std::floor(std::log10(dollars))));
  char text[32];
  std::snprintf(text, sizeof text, "$%.*f", digits, dollars);
  return text;
}

std::string progress_text(const Tally& tally, double per_second, std::string_view note) {
  return counts_text(tally, per_second, {.tokens = Tokens::in_and_out, .note = note});
}

std::string bar_text(const Tally& tally, double per_second, std::string_view note, std::size_t columns) {
  const Form forms[] = {{.bar = 20, .tokens = Tokens::in_and_out, .note = note},
                        {.bar = 10, .tokens = Tokens::in_and_out, .note = note},
                        {.bar = 10, .tokens = Tokens::sum, .note = note},
                        {.bar = 10, .tokens = Tokens::sum},
                        {.bar = 10},
                        {}};
  std::string text;
  for (const Form& form : forms) {
    text = bar_of(tally, form.bar) + counts_text(tally, per_second, form);
    if (text.size() <= columns) return text;
  }
  return text.substr(0, columns);
}

ProgressView::ProgressView(Output& err, std::function<View()> look)
    : err_(err),
      look_(std::move(look)),
      has_bar_(err.has_colour()),
      next_line_(std::chrono::steady_clock::now() + kLongestSilence) {
  const View first = look_();
  last_tenth_ = share_of(first.tally, 10);
  pace_.note(std::chrono::steady_clock::now(), first.tally.done());
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ProgressView::~ProgressView() {
  thread_.request_stop();
  thread_.join();
  const std::lock_guard lock(mutex_);
  if (is_shown_) err_.write(err_.styled().erase_line());
}

void ProgressView::say(const std::string& line) {
  const std::lock_guard lock(mutex_);
  StyledText text = err_.styled();
  if (has_bar_) text.erase_line();  // over an echoed ^C, too
  err_.write(text.plain(line + "\n"));
  is_shown_ = false;
}

void ProgressView::run(const std::stop_token& stop) {
  std::mutex unshared;
  std::condition_variable_any nobody;
  do {  // once at least, so that the end is always told
    {
      std::unique_lock lock(unshared);
      nobody.wait_for(lock, stop, kPause, [] { return false; });
    }
    const View view = look_();
    const std::lock_guard lock(mutex_);
    show(view);
  } while (!stop.stop_requested());
}

void ProgressView::show(const View& view) {
  const auto now = std::chrono::steady_clock::now();
  pace_.note(now, view.tally.done());
  if (has_bar_) {
    // The last column stays free: a character there makes some terminals go to the next line.
    const std::string bar = bar_text(view.tally, pace_.per_second(), view.note, err_.columns() - 1);
    err_.write(err_.styled().erase_line().plain(bar));
    is_shown_ = true;
    return;
  }
  const std::uint64_t tenth = share_of(view.tally, 10);
  if (tenth == last_tenth_ && view.note == last_note_ && now < next_line_) return;
  last_tenth_ = tenth;
  last_note_ = view.note;
  next_line_ = now + kLongestSilence;
  err_.write(progress_text(view.tally, pace_.per_second(), view.note) + "\n");
}

}  // namespace anthropic::internal::cli
