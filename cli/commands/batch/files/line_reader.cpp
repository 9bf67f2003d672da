#include "commands/batch/files/line_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/file/input_file.hpp"
#include "errors/report_error.hpp"

namespace anthropic::cli {
namespace {

constexpr std::size_t kUsualBuffer = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

LineReader::LineReader(std::unique_ptr<InputFile> file, std::uint64_t longest)
    : file_(std::move(file)), longest_(longest), buffer_(kUsualBuffer) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<LineReader> LineReader::open(const std::string& path, std::uint64_t longest) {
  Result<std::unique_ptr<InputFile>> file = InputFile::open(path);
  if (!file) return usage_error(file.error().message, "the input of a batch is a file of JSON lines");
  return LineReader(*std::move(file), longest);
}

// Makes room behind what is there, and reads into it. False at the end of the file.
Result<bool> LineReader::read_more() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
  const Result<std::size_t> count = file_->read(buffer_.data() + end_, buffer_.size() - end_);
  if (!count) return count.error();
  end_ += *count;
  is_at_end_ = *count == 0;
  return *count > 0;
}

// A long line's memory goes with it.
void LineReader::let_go() {
  if (buffer_.size() == kUsualBuffer || end_ - begin_ > kUsualBuffer) return;
  std::vector<char> usual(kUsualBuffer);
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(end_), usual.begin());
  end_ -= begin_;
  begin_ = 0;
  buffer_ = std::move(usual);
}

Result<void> LineReader::skip_to_line_end(Line& line) {
  line.is_too_long = true;
  for (;;) {
    const auto* at = static_cast<const char*>(std::memchr(buffer_.data() + begin_, '\n', end_ - begin_));
    const std::size_t size = at ? static_cast<std::size_t>(at - buffer_.data()) - begin_ : end_ - begin_;
    line.size += size;
    begin_ += size + (at ? 1 : 0);
    if (at) return {};
    const Result<bool> more = read_more();
    if (!more) return more.error();
    if (!*more) return {};
  }
}

Result<std::optional<Line>> LineReader::next() {
  let_go();
  std::size_t searched = 0;
  for (;;) {
    const char* from = buffer_.data() + begin_ + searched;
    const auto* at = static_cast<const char*>(std::memchr(from, '\n', end_ - begin_ - searched));
    searched = at ? static_cast<std::size_t>(at - buffer_.data()) - begin_ : end_ - begin_;
    if (searched > longest_) break;
    if (!at) {
      const Result<bool> more = is_at_end_ ? Result<bool>(false) : read_more();
      if (!more) return more.error();
      if (*more) continue;
      if (searched == 0) {
        if (const Result<void> same = file_->check_unchanged(); !same)
          return usage_error(same.error().message, "run it again when nothing writes to it");
        return std::optional<Line>();
      }
    }
    Line line{.number = ++number_, .size = searched};
    std::string_view text(buffer_.data() + begin_, searched);
    if (line.number == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    line.text = trimmed(text);
    begin_ += searched + (at ? 1 : 0);
    return std::optional(line);
  }
  Line line{.number = ++number_};
  if (const Result<void> skipped = skip_to_line_end(line); !skipped) return skipped.error();
  return std::optional(line);
}

std::uint64_t digest_of(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  std::uint64_t state = text.size() * kFactor + 1;
  const auto take = [&](std::uint64_t word) {
    state = (state ^ word) * kFactor;
    state ^= state >> 32U;
  };
  for (; text.size() >= kWord; text.remove_prefix(kWord)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), kWord);
    take(word);
  }
  std::uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  take(rest);
  take(kFactor);
  return state;
}

}  // namespace anthropic::cli
