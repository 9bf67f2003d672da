#include "io/progress.hpp"

#include <string>

#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr auto kSilence = std::chrono::seconds(1);
constexpr auto kPause = std::chrono::milliseconds(200);

}  // namespace

void Progress::add(std::int64_t bytes, std::optional<std::int64_t> total) {
  bytes_ += bytes;
  const auto now = std::chrono::steady_clock::now();
  if (!err_.is_terminal() || now - begin_ < kSilence || now < next_) return;
  next_ = now + kPause;
  is_shown_ = true;
  std::string line = with_thousands(bytes_);
  if (total && *total > 0)
    line += " of " + with_thousands(*total) + " bytes (" + std::to_string(bytes_ * 100 / *total) + " %)";
  else
    line += " bytes";
  err_.write(err_.styled().erase_line().plain(line));
}

void Progress::clear() {
  if (is_shown_) err_.write(err_.styled().erase_line());
  is_shown_ = false;
}

}  // namespace anthropic::internal::cli
