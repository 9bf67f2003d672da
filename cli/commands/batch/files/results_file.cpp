#include "commands/batch/files/results_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/file/paths.hpp"
#include "base/file/read_write.hpp"
#include "base/file/replacement_file.hpp"
#include "base/text/line_splitter.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kBlock = 1024 * 1024;
constexpr auto kFlushPause = std::chrono::seconds(1);

/// A file's lines that have their end. Of long ones only the front is in memory.
class Lines {
 public:
  Lines(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size), buffer_(kBlock) {}

  struct Span {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;  ///< Behind the line feed.
    std::string_view front = {};
  };

  /// Nothing at the end, or where reading fails.
  std::optional<Span> next() {
    std::optional<SplitLine> line = splitter_.next();
    while (!line && fill()) line = splitter_.next();
    if (!line) return std::nullopt;
    const std::uint64_t begin = std::exchange(at_, at_ + line->size + 1);
    return Span{begin, at_, line->text};
  }

  int failure() const { return failure_; }

 private:
  bool fill() {
    const std::size_t wanted = std::min<std::uint64_t>(buffer_.size(), size_ - read_);
    if (wanted == 0) return false;
    const ssize_t count = read_at(descriptor_, buffer_.data(), wanted, read_);
    if (count < 0) failure_ = errno;
    if (count <= 0) return false;
    read_ += static_cast<std::uint64_t>(count);
    splitter_.give({buffer_.data(), static_cast<std::size_t>(count)});
    return true;
  }

  int descriptor_;
  std::uint64_t size_;
  std::vector<char> buffer_;
  LineSplitter splitter_{kBlock};
  std::uint64_t read_ = 0;
  std::uint64_t at_ = 0;  ///< Where the next line begins.
  int failure_ = 0;
};

int copy_range(int from, std::uint64_t begin, std::uint64_t end, int to) {
  std::vector<char> buffer(std::min<std::uint64_t>(kBlock, end - begin));
  while (begin < end) {
    const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), end - begin);
    const ssize_t count = read_at(from, buffer.data(), wanted, begin);
    if (count <= 0) return count == 0 ? EIO : errno;
    if (const int error = write_all(to, {buffer.data(), static_cast<std::size_t>(count)})) return error;
    begin += static_cast<std::uint64_t>(count);
  }
  return 0;
}

// A pipe is not opened for reading as well: nobody would notice that its reader is gone.
int open_results(const std::string& path) {
  struct stat status = {};
  constexpr int kAlways = O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  if (::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode))
    return ::open(path.c_str(), O_WRONLY | kAlways);
  return ::open(path.c_str(), O_RDWR | O_CREAT | kAlways, 0600);
}

}  // namespace

ResultsFile::ResultsFile(std::string path, Descriptor descriptor)
    : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

ResultsFile::~ResultsFile() {
  if (!descriptor_.is_open() || !has_reserved_) return;
  // Gives back what was reserved. Where that fails, the room stays the file's own.
  if (::ftruncate(descriptor_.get(), static_cast<off_t>(size_)) != 0) has_reserved_ = false;
}

Error ResultsFile::failed(int number) const {
  const char* hint = "name a file that can be written with -o";
  if (number == ENOSPC || number == EDQUOT) hint = "make room on that disk";
  if (number == EFBIG) hint = "a file may not be that large here: see ulimit -f";
  if (number == ENXIO) hint = "it may be a pipe that nobody reads";
  return usage_error("cannot write " + path_ + ": " + std::strerror(number), hint);
}

Result<ResultsFile> ResultsFile::open(const std::string& path) {
  const int descriptor = open_results(path);
  const int unopened = errno;
  ResultsFile file(path, Descriptor(descriptor));
  if (descriptor < 0) return file.failed(unopened);
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0) return file.failed(errno);
  file.is_regular_ = S_ISREG(status.st_mode);
  if (!file.is_regular_) return file;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 || !is_same_file(descriptor, path))
    return usage_error("another batch is writing to " + path, "wait for it, or give another file with -o");
  if (::fstat(descriptor, &status) != 0) return file.failed(errno);
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  if (const Result<void> found = file.find_torn_line(); !found) return found.error();
  return file;
}

Result<void> ResultsFile::find_torn_line() {
  std::vector<char> block(kBlock);
  std::uint64_t end = size_;
  while (end > 0) {
    const std::size_t wanted = std::min<std::uint64_t>(block.size(), end);
    const ssize_t count = read_at(descriptor_.get(), block.data(), wanted, end - wanted);
    if (count != static_cast<ssize_t>(wanted)) return failed(count < 0 ? errno : EIO);
    const std::size_t at = std::string_view(block.data(), wanted).rfind('\n');
    if (at != std::string_view::npos) {
      end = end - wanted + at + 1;
      break;
    }
    end -= wanted;
  }
  torn_ = size_ - end;
  if (torn_ == 0) return {};
  // Without a single line, this may be anybody's file.
  constexpr std::size_t kOurs = 8;
  const std::size_t known = std::min<std::uint64_t>(size_, kOurs);
  std::string first(known, '\0');
  const bool is_read = read_at(descriptor_.get(), first.data(), known, 0) == static_cast<ssize_t>(known);
  if (!is_read || !std::string_view("{\"line\":").starts_with(first))
    return usage_error(path_ + " holds something other than a batch's results", "give another file with -o");
  size_ = end;
  return {};
}

Result<void> ResultsFile::cut_torn_line() {
  if (torn_ > 0 && ::ftruncate(descriptor_.get(), static_cast<off_t>(size_)) != 0) return failed(errno);
  return {};
}

Result<void> ResultsFile::scan(const std::function<Result<void>(const ResultHead&)>& look) const {
  if (!is_regular_) return {};
  Lines lines(descriptor_.get(), size_);
  for (std::uint64_t number = 1; const auto line = lines.next(); ++number) {
    const std::optional<ResultHead> head = read_head(line->front);
    if (!head)
      return usage_error(
          path_ + " holds something other than a batch's results: see its line " + std::to_string(number),
          "nothing was changed; give another file with -o");
    if (const Result<void> looked = look(*head); !looked) return looked;
  }
  if (lines.failure() != 0)
    return usage_error("cannot read " + path_ + ": " + std::strerror(lines.failure()));
  return {};
}

Result<void> ResultsFile::keep_only(const std::function<bool(const ResultHead&)>& is_kept) {
  if (!is_regular_) return {};
  const auto replacement = ReplacementFile::begin(path_, {.mode = 0600});
  if (!replacement) return usage_error(replacement.error().message, replacement.error().hint);
  const int descriptor = (*replacement)->descriptor();
  const bool is_ready =
      ::fcntl(descriptor, F_SETFL, O_APPEND) == 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  int error = is_ready ? 0 : errno;

  std::uint64_t kept_begin = 0;
  std::uint64_t kept_end = 0;
  std::uint64_t kept = 0;
  const auto copy_kept = [&] {
    if (error == 0) error = copy_range(descriptor_.get(), kept_begin, kept_end, descriptor);
    kept += kept_end - kept_begin;
  };
  Lines lines(descriptor_.get(), size_);
  while (const auto line = lines.next()) {
    const std::optional<ResultHead> head = read_head(line->front);
    if (!head || !is_kept(*head)) continue;
    if (line->begin != kept_end) {
      copy_kept();
      kept_begin = line->begin;
    }
    kept_end = line->end;
  }
  copy_kept();
  if (error == 0) error = lines.failure();
  if (error != 0) return failed(error);
  if (const Result<void> placed = (*replacement)->commit(); !placed)
    return usage_error(placed.error().message);
  descriptor_ = (*replacement)->take_descriptor();
  size_ = kept;
  reserved_to_ = 0;
  return {};
}

// Blocks behind the file's end. A file system that cannot do that says nothing of its room.
int ResultsFile::allocate(std::uint64_t end) {
  int error = 0;
  has_reserved_ = true;
  do {
    const auto length = static_cast<off_t>(end - size_);
    error = ::fallocate(descriptor_.get(), FALLOC_FL_KEEP_SIZE, static_cast<off_t>(size_), length) == 0
                ? 0
                : errno;
  } while (error == EINTR);
  const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  if (!is_full) reserved_to_ = end;
  return is_full ? error : 0;
}

Result<void> ResultsFile::reserve(std::uint64_t bytes) {
  if (!is_regular_) return {};
  rlimit limit = {};
  if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
      size_ + bytes > limit.rlim_cur)
    return failed(EFBIG);
  const std::uint64_t end = size_ + bytes;
  if (end <= reserved_to_ || allocate(end + kBlock) == 0) return {};
  const int error = allocate(end);
  return error == 0 ? Result<void>() : failed(error);
}

Result<void> ResultsFile::append(std::string_view line) {
  const int error = write_all(descriptor_.get(), line);
  if (error != 0) {
    reserved_to_ = 0;
    if (is_regular_ && ::ftruncate(descriptor_.get(), static_cast<off_t>(size_)) != 0) return failed(errno);
    return failed(error);
  }
  size_ += line.size();
  const auto now = std::chrono::steady_clock::now();
  if (now < next_flush_) return {};
  next_flush_ = now + kFlushPause;
  return flush();
}

Result<void> ResultsFile::flush() {
  if (is_regular_ && ::fdatasync(descriptor_.get()) != 0) return failed(errno);
  return {};
}

}  // namespace anthropic::internal::cli
