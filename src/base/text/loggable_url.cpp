#include "base/text/loggable_url.hpp"

#include <algorithm>
#include <iterator>

#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

/// "X-Amz-Security-Token" as "xamzsecuritytoken".
std::string letters_of(std::string_view name) {
  std::string letters = ascii_lower(percent_decode(name));
  std::erase_if(letters, [](char c) { return c < 'a' || c > 'z'; });
  return letters;
}

bool may_name_a_secret(std::string_view name) {
  constexpr std::string_view parts[] = {"token",  "secret",    "signature", "credential", "password",
                                        "passwd", "accesskey", "apikey",    "bearer",     "authorization"};
  constexpr std::string_view words[] = {"key", "sig", "auth", "code", "jwt", "pass", "pwd"};
  const std::string letters = letters_of(name);
  return std::any_of(std::begin(parts), std::end(parts),
                     [&](std::string_view part) { return letters.find(part) != std::string::npos; }) ||
         std::find(std::begin(words), std::end(words), letters) != std::end(words);
}

}  // namespace

std::string loggable_query(std::string_view query) {
  std::string out;
  while (true) {
    const std::size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    const std::size_t equals = parameter.find('=');
    const bool is_hidden = equals != std::string_view::npos && may_name_a_secret(parameter.substr(0, equals));
    out += is_hidden ? parameter.substr(0, equals + 1) : parameter;
    if (is_hidden) out += "***";
    if (end == std::string_view::npos) return out;
    out += '&';
    query.remove_prefix(end + 1);
  }
}

std::string loggable_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t question = std::min(url.find('?', host), url.size());
  std::string out(url.substr(0, host));
  std::string_view rest = url.substr(host, question - host);
  // The last one: a password may hold others, and a slash.
  if (const std::size_t user = rest.rfind('@', rest.find('/')); user != std::string_view::npos) {
    out += "***@";
    rest.remove_prefix(user + 1);
  }
  out += rest;
  if (question < url.size()) out += "?" + loggable_query(url.substr(question + 1));
  return out;
}

}  // namespace anthropic::internal
