#include "local/recording/recorder.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"
#include "base/time/time_format.hpp"
#include "local/recording/exchange_json.hpp"

namespace anthropic::internal::local {
namespace {

void hide(std::string& text, const std::string& secret) {
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + kHidden.size()))
    text.replace(at, secret.size(), kHidden);
}

// Whether the last line of a file is whole, so that another one can follow.
bool ends_with_a_line(int file) {
  struct stat status = {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) return true;
  char last = 0;
  return read_at(file, &last, 1, static_cast<std::uint64_t>(status.st_size) - 1) != 1 || last == '\n';
}

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const std::string& path, std::vector<std::string> secrets) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file.is_open()) return cannot_write_file(path, errno);
  if (!ends_with_a_line(file.get()))
    return Error{.kind = ErrorKind::configuration,
                 .message = "cannot record to " + path + ": its last line is cut off",
                 .hint = "Remove the line, or record to another file."};
  std::erase_if(secrets, [](const std::string& secret) { return secret.size() < 4; });
  return std::unique_ptr<Recorder>(new Recorder(path, std::move(file), std::move(secrets)));
}

Result<void> Recorder::add(const Request& request, const Answer& answer, SystemTime now) {
  std::string line =
      Json::object(
          {{"at", format_iso8601(now)}, {"request", request_json(request)}, {"answer", answer_json(answer)}})
          .dump();
  for (const std::string& secret : secrets_) hide(line, secret);
  line += '\n';
  const std::lock_guard lock(mutex_);
  if (const int error = write_all(file_.get(), line); error != 0) return cannot_write_file(path_, error);
  return {};
}

}  // namespace anthropic::internal::local
