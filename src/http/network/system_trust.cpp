#include "http/network/system_trust.hpp"

#include <curl/curl.h>
#include <dirent.h>
#include <memory>
#include <string_view>

#include "base/errors.hpp"

namespace anthropic::internal {
namespace {

// Hashed entries are named by eight hexadecimal digits and a number: "002c0b4f.0".
bool is_hashed_entry(std::string_view name) {
  return name.size() > 9 && name[8] == '.' &&
         name.substr(0, 8).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_hashed_directory(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(path.c_str()), closedir);
  if (!directory) return false;
  while (const dirent* entry = readdir(directory.get())) {
    if (is_hashed_entry(entry->d_name)) return true;
  }
  return false;
}

}  // namespace

SystemTrust find_system_trust(const Environment& environment) {
  const curl_version_info_data* curl = curl_version_info(CURLVERSION_NOW);
  const std::string built_in_file = curl->cainfo ? curl->cainfo : "";
  const std::string built_in_directory = curl->capath ? curl->capath : "";
  const bool openssl = curl->ssl_version && std::string_view(curl->ssl_version).starts_with("OpenSSL");

  SystemTrust trust;
  const std::string directory = environment.get("SSL_CERT_DIR").value_or(built_in_directory);
  if (openssl && !directory.empty() && is_hashed_directory(directory)) trust.directory = directory;
  const std::string file = environment.get("SSL_CERT_FILE").value_or(built_in_file);
  if (file != built_in_file || trust.directory.empty()) trust.file = file;
  return trust;
}

Result<std::string> describe_trust(const Environment& environment, const Files& files,
                                   const std::string& ca_bundle) {
  const SystemTrust trust = find_system_trust(environment);
  const std::string& file = ca_bundle.empty() ? trust.file : ca_bundle;
  if (file.empty()) return trust.is_known() ? "authorities in " + trust.directory : "libcurl's own choice";
  const auto text = files.read(file);
  if (!text) return text.error();
  if (!*text) return configuration_error(file + " is not there");
  if ((*text)->find("-----BEGIN ") == std::string::npos)
    return configuration_error(file + " holds no certificate in PEM form");
  return "authorities in " + file;
}

}  // namespace anthropic::internal
