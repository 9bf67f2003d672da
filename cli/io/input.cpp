#include "io/input.hpp"

#include <poll.h>
#include <sys/stat.h>

#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"
#include "errors/report_error.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

std::string too_large_for_bedrock(std::string_view name) {
  return std::string(name) + " is too large: Bedrock takes at most " + with_thousands(kLargestRequest) +
         " bytes a request";
}

// What there is to read, with the first byte that is too many.
Result<std::string> read_at_most(int fd, const std::string& name, std::size_t most) {
  std::string bytes;
  const int error = read_to_end(fd, bytes, most);
  if (error != 0) return usage_error(cannot_read_file(name, error).message);
  return bytes;
}

Result<std::string> read_bytes(int fd, const std::string& name, std::size_t most) {
  Result<std::string> bytes = read_at_most(fd, name, most);
  if (bytes && bytes->size() > most)
    return usage_error(name + " is too large: at most " + with_thousands(most) + " bytes are taken");
  return bytes;
}

}  // namespace

Result<std::string> read_request_part(int fd, const std::string& name) {
  Result<std::string> bytes = read_at_most(fd, name, kLargestRequest);
  if (bytes && bytes->size() > kLargestRequest) return usage_error(too_large_for_bedrock(name));
  return bytes;
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

bool has_piped_input() {
  struct stat status = {};
  if (::fstat(0, &status) != 0) return false;
  return S_ISFIFO(status.st_mode) || S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode);
}

Result<std::string> read_standard_input(Output& err, bool has_prompt) {
  constexpr int kPatienceMilliseconds = 2000;
  pollfd input = {0, POLLIN, 0};
  if (has_prompt && ::poll(&input, 1, kPatienceMilliseconds) == 0)
    err.write("claude-bedrock: waiting for standard input; start it with </dev/null if nothing comes\n");
  Result<std::string> text = read_request_part(0, "standard input");
  if (!text) return text;
  if (const auto at = find_invalid_utf8(*text))
    return usage_error("standard input is not UTF-8: byte " + std::to_string(*at + 1) + " cannot be read",
                       "attach images with --file; convert a text with iconv -t UTF-8");
  return std::string(without_byte_order_mark(*text));
}

Result<std::string> read_input_bytes(std::size_t most) {
  return read_bytes(0, "standard input", most);
}

Result<std::string> read_file_bytes(const std::string& path, std::size_t most) {
  const OpenedFile file = open_to_read(path, Readable::files_and_pipes);
  if (!file.descriptor.is_open()) return usage_error(cannot_read_file(path, file.why).message);
  return read_bytes(file.descriptor.get(), path, most);
}

}  // namespace anthropic::internal::cli
