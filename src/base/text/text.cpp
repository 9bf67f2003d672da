#include "base/text/text.hpp"

#include <algorithm>
#include <charconv>

namespace anthropic {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// What may not stand anywhere in a URL. User names and passwords are refused: they would end up in logs.
bool is_url_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '\\' || c == '"' || c == '<' || c == '>';
  });
}

struct HostAndPort {
  std::string_view host, port;
};

std::optional<HostAndPort> split_authority(std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) return std::nullopt;
  std::size_t host_end = authority.find(':');
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t bracket = authority.find(']');
    if (bracket == std::string_view::npos || bracket == 1) return std::nullopt;
    host_end = bracket + 1 < authority.size() ? bracket + 1 : std::string_view::npos;
  }
  HostAndPort parts{authority.substr(0, host_end), {}};
  if (parts.host.empty()) return std::nullopt;
  if (host_end == std::string_view::npos) return parts;
  if (authority[host_end] != ':') return std::nullopt;
  parts.port = authority.substr(host_end + 1);
  const std::optional<long long> number = parse_integer(parts.port);
  if (!number || *number < 1 || *number > 65535) return std::nullopt;
  return parts;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

bool icontains(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end() || part.empty();
}

bool holds_a_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool iequals(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  quoted += text;
  quoted += '"';
  return quoted;
}

const std::string* find_header(const Headers& headers, std::string_view name) {
  for (const auto& [field, value] : headers) {
    if (iequals(field, name)) return &value;
  }
  return nullptr;
}

void set_header(Headers& headers, std::string_view name, std::string value) {
  const auto is_named = [&](const auto& field) { return iequals(field.first, name); };
  const auto first = std::find_if(headers.begin(), headers.end(), is_named);
  if (value.empty()) {
    headers.erase(std::remove_if(first, headers.end(), is_named), headers.end());
    return;
  }
  if (first == headers.end()) {
    headers.emplace_back(std::string(name), std::move(value));
    return;
  }
  first->second = std::move(value);
  headers.erase(std::remove_if(first + 1, headers.end(), is_named), headers.end());
}

std::optional<long long> parse_integer(std::string_view text) {
  long long value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

std::string Url::host() const {
  const std::optional<HostAndPort> parts = split_authority(authority);
  if (!parts) return {};
  std::string_view host = parts->host;
  if (host.front() == '[') host = host.substr(1, host.size() - 2);
  return std::string(host);
}

std::optional<Url> parse_url(std::string_view text) {
  const std::size_t scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos || !is_url_text(text)) return std::nullopt;
  Url url;
  url.scheme = ascii_lower(text.substr(0, scheme_end));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;

  std::string_view rest = text.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  const std::optional<HostAndPort> parts = split_authority(rest.substr(0, authority_end));
  if (!parts) return std::nullopt;
  url.authority = parts->host;
  const std::string_view usual_port = url.scheme == "https" ? "443" : "80";
  if (!parts->port.empty() && parts->port != usual_port) url.authority.append(":").append(parts->port);

  rest.remove_prefix(authority_end);
  const std::size_t path_end = std::min(rest.find('?'), rest.size());
  url.path = rest.substr(0, path_end);
  if (path_end < rest.size()) url.query = rest.substr(path_end + 1);
  return url;
}

}  // namespace anthropic
