#include "batch/bar.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdio>

#include "text.hpp"

namespace anthropic::cli {
namespace {

constexpr auto kWindow = std::chrono::seconds(30);
constexpr auto kPause = std::chrono::milliseconds(200);
constexpr auto kLongestSilence = std::chrono::minutes(1);
constexpr const char* kEraseLine = "\r\x1b[K";

std::string number(std::uint64_t value) {
  return with_thousands(static_cast<long long>(value));
}

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
  std::string text = number(tally.done()) + "/" + number(tally.total);
  const auto append = [&](const std::string& part) {
    if (!part.empty()) text += "  " + part;
  };
  if (per_second > 0) append(printed(per_second < 10 ? "%.1f/s" : "%.0f/s", per_second));
  if (tally.input_tokens + tally.output_tokens > 0)
    append(short_count(tally.input_tokens) + " tokens in, " + short_count(tally.output_tokens) + " out");
  append(cost_text(tally));
  if (tally.failures() > 0) append(number(tally.failures()) + " failed");
  if (tally.throttled > 0) append(number(tally.throttled) + " throttled");
  append(std::string(note));
  constexpr double kLongest = 1e7;
  if (per_second > 0 && tally.left() > 0) {
    const double seconds = std::min(kLongest, static_cast<double>(tally.left()) / per_second);
    append(duration_text(std::chrono::seconds(std::llround(seconds))) + " left");
  }
  return text;
}

std::string bar_text(const Tally& tally, double per_second, std::string_view note) {
  constexpr std::uint64_t kWidth = 20;
  const std::uint64_t full = share_of(tally, kWidth);
  std::string text = "[" + std::string(full, '#') + std::string(kWidth - full, '-') + "] ";
  char percent[16];
  std::snprintf(percent, sizeof percent, "%3d %%  ", static_cast<int>(share_of(tally, 100)));
  return text + percent + progress_text(tally, per_second, note);
}

ProgressView::ProgressView(Output& err, std::function<View()> look)
    : err_(err),
      look_(std::move(look)),
      has_bar_(err.has_colour()),
      next_line_(std::chrono::steady_clock::now() + kLongestSilence),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

ProgressView::~ProgressView() {
  thread_.request_stop();
  thread_.join();
  const std::lock_guard lock(mutex_);
  if (is_shown_) err_.write(kEraseLine);
}

void ProgressView::say(const std::string& line) {
  const std::lock_guard lock(mutex_);
  err_.write((is_shown_ ? kEraseLine : "") + line + "\n");
  is_shown_ = false;
}

void ProgressView::run(const std::stop_token& stop) {
  std::mutex unshared;
  std::condition_variable_any nobody;
  const View first = look_();
  last_tenth_ = share_of(first.tally, 10);
  pace_.note(std::chrono::steady_clock::now(), first.tally.done());
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(unshared);
      nobody.wait_for(lock, stop, kPause, [] { return false; });
    }
    const View view = look_();
    const std::lock_guard lock(mutex_);
    show(view);
  }
}

void ProgressView::show(const View& view) {
  const auto now = std::chrono::steady_clock::now();
  pace_.note(now, view.tally.done());
  if (has_bar_) {
    err_.write(kEraseLine + bar_text(view.tally, pace_.per_second(), view.note));
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

}  // namespace anthropic::cli
