#include "commands/local/authority_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/file/replacement_file.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kSuffix = ".pem";
/// Where Debian, Fedora and Alpine have them.
constexpr const char* kSystemFiles[] = {"/etc/ssl/certs/ca-certificates.crt",
                                        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};

std::string machines_authorities(const Environment& environment, const Files& files) {
  const auto text_of = [&](const std::string& path) {
    const Result<std::optional<std::string>> text = files.read(path);
    return text && *text ? **text : std::string();
  };
  if (const auto given = environment.get("SSL_CERT_FILE"); given && !given->empty()) return text_of(*given);
  for (const char* path : kSystemFiles) {
    std::string text = text_of(path);
    if (!text.empty()) return text;
  }
  return {};
}

Result<void> write_to(const std::string& path, const std::string& text) {
  auto file = ReplacementFile::begin(path, {.mode = 0644});
  if (!file) return file.error();
  if (auto written = (*file)->write(text); !written) return written.error();
  return (*file)->commit();
}

/// A file of a name that nobody had, empty. Its content is no secret.
Result<std::string> new_file(const Environment& environment) {
  const std::string folder = environment.get("TMPDIR").value_or("");
  std::string path = (folder.empty() ? "/tmp" : folder) + "/claude-bedrock-ca-XXXXXX" + std::string(kSuffix);
  const int descriptor = ::mkstemps(path.data(), static_cast<int>(kSuffix.size()));
  if (descriptor < 0)
    return Error{
        .kind = ErrorKind::configuration,
        .message = "Cannot make the file " + path + ": " + std::generic_category().message(errno) + ".",
        .hint = "Say where the certificate goes: --ca-file ca.pem"};
  ::fchmod(descriptor, 0644);
  ::close(descriptor);
  return path;
}

}  // namespace

Result<AuthorityFile> AuthorityFile::write(const std::string& authority, const std::string& path,
                                           const Environment& environment, const Files& files) {
  std::error_code ignored;
  AuthorityFile made(std::filesystem::absolute(path, ignored).string(), false);
  if (path.empty()) {
    Result<std::string> own = new_file(environment);
    if (!own) return own.error();
    made = AuthorityFile(*std::move(own), true);
  }
  if (auto written = write_to(made.path_, authority + machines_authorities(environment, files)); !written)
    return written.error();
  return made;
}

AuthorityFile& AuthorityFile::operator=(AuthorityFile&& other) noexcept {
  if (this == &other) return *this;
  remove();
  path_ = std::exchange(other.path_, {});
  is_temporary_ = other.is_temporary_;
  return *this;
}

void AuthorityFile::remove() {
  if (is_temporary_ && !path_.empty()) ::unlink(path_.c_str());
}

}  // namespace anthropic::internal::cli
