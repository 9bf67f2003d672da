#include "commands/batch/files/line_reader.hpp"

#include <cstring>
#include <utility>

#include "base/file/input_file.hpp"
#include "base/text/text.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kBuffer = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(std::unique_ptr<InputFile> file, std::uint64_t longest)
    : file_(std::move(file)), longest_(longest), buffer_(kBuffer), splitter_(longest) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<LineReader> LineReader::open(const std::string& path, std::uint64_t longest) {
  Result<std::unique_ptr<InputFile>> file = InputFile::open(path);
  if (!file) return usage_error(file.error().message, "the input of a batch is a file of JSON lines");
  return LineReader(*std::move(file), longest);
}

Result<std::optional<Line>> LineReader::next() {
  std::optional<SplitLine> split = splitter_.next();
  while (!split) {
    const Result<std::size_t> count = file_->read(buffer_.data(), buffer_.size());
    if (!count) return count.error();
    splitter_.give({buffer_.data(), *count});
    split = *count > 0 ? splitter_.next() : splitter_.last();
    if (*count == 0) break;
  }
  if (!split) {
    if (const Result<void> same = file_->check_unchanged(); !same)
      return usage_error(same.error().message, "run it again when nothing writes to it");
    return std::optional<Line>();
  }
  Line line{.number = split->number, .size = split->size, .is_too_long = split->size > longest_};
  if (line.is_too_long) return std::optional(line);
  std::string_view text = split->text;
  if (line.number == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  line.text = trim(text);
  return std::optional(line);
}

Result<void> for_each_line(const std::string& path, std::uint64_t longest,
                           const std::function<Result<void>(const Line&)>& take) {
  Result<LineReader> reader = LineReader::open(path, longest);
  if (!reader) return reader.error();
  for (;;) {
    const Result<std::optional<Line>> line = reader->next();
    if (!line) return line.error();
    if (!*line) return {};
    if (Result<void> taken = take(**line); !taken) return taken;
  }
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

}  // namespace anthropic::internal::cli
