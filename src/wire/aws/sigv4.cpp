#include "wire/aws/sigv4.hpp"

#include <algorithm>
#include <openssl/crypto.h>

#include "base/crypto/encoding.hpp"
#include "base/process/never_destroyed.hpp"
#include "base/text/text.hpp"
#include "base/text/url_query.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::sigv4 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kScopeEnd = "aws4_request";

bool is_white(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Without empty and dot segments. A path that ends in a slash keeps it.
std::string normalized(std::string_view path) {
  std::vector<std::string_view> segments;
  for (std::size_t start = 0; start < path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    start = end + 1;
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (!segments.empty()) {
      segments.pop_back();
    }
  }
  std::string out;
  for (const std::string_view segment : segments) out.append("/").append(segment);
  if (out.empty() || path.back() == '/') out += '/';
  return out;
}

void append_path(std::string_view path, const Options& options, std::string& out) {
  if (path.empty()) path = "/";
  std::string without_dots;
  const bool has_dots =
      path.find("//") != std::string_view::npos || path.find("/.") != std::string_view::npos;
  if (options.normalize_path && has_dots) {
    without_dots = normalized(path);
    path = without_dots;
  }
  if (!options.double_encode_path) {
    out += path;
    return;
  }
  out += percent_encode(path, "/");
}

void append_query(std::string_view query, std::string& out) {
  if (query.empty()) return;
  std::vector<std::pair<std::string, std::string>> parameters;
  for (std::size_t start = 0; start < query.size();) {
    const std::size_t end = std::min(query.find('&', start), query.size());
    const std::string_view parameter = query.substr(start, end - start);
    start = end + 1;
    if (parameter.empty()) continue;
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
    parameters.emplace_back(percent_encode(percent_decode(parameter.substr(0, equals))),
                            percent_encode(percent_decode(value)));
  }
  std::sort(parameters.begin(), parameters.end());
  const char* separator = "";
  for (const auto& [name, value] : parameters) {
    out.append(separator).append(name).append("=").append(value);
    separator = "&";
  }
}

/// Trimmed, each run of white space one space.
void append_header_value(std::string_view value, std::string& out) {
  const char* separator = "";
  for (const char *at = value.data(), *end = at + value.size(); at != end;) {
    if (is_white(*at)) {
      ++at;
      continue;
    }
    const char* word_end = std::find_if(at, end, is_white);
    out.append(separator).append(at, word_end);
    separator = " ";
    at = word_end;
  }
}

struct Field {
  std::string_view name, value;
  std::size_t order = 0;  ///< fields of one name keep the order in which they came
};

struct AddedHeaders {
  std::string_view amz_date, session_token;
};

/// Names in lower case, sorted; `names` holds them. What is added stands in place of fields of that name.
std::vector<Field> sorted_fields(const Headers& headers, const AddedHeaders* added, std::string& names) {
  std::size_t size = 0;
  for (const auto& [name, value] : headers) size += name.size();
  names.reserve(size);
  std::vector<Field> fields;
  fields.reserve(headers.size() + 2);
  for (const auto& [name, value] : headers) {
    if (added && (iequals(name, "x-amz-date") || iequals(name, "x-amz-security-token") ||
                  iequals(name, "authorization"))) {
      continue;
    }
    const std::size_t start = names.size();
    for (const char c : name) names += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    fields.push_back({std::string_view(names).substr(start), value, fields.size()});
  }
  if (added) {
    fields.push_back({"x-amz-date", added->amz_date, fields.size()});
    if (!added->session_token.empty()) {
      fields.push_back({"x-amz-security-token", added->session_token, fields.size()});
    }
  }
  std::sort(fields.begin(), fields.end(), [](const Field& a, const Field& b) {
    const int order = a.name.compare(b.name);
    return order != 0 ? order < 0 : a.order < b.order;
  });
  return fields;
}

std::string canonical_request_with(const Request& request, const Options& options, const AddedHeaders* added,
                                   std::string& signed_headers) {
  static const NeverDestroyed<Headers> no_headers;
  std::string names;
  const std::vector<Field> fields =
      sorted_fields(request.headers ? *request.headers : *no_headers, added, names);
  std::size_t size = request.path.size() + request.query.size() + 2 * names.size() + 256;
  for (const Field& field : fields) size += field.value.size();

  std::string out;
  out.reserve(size);
  out.append(request.method).append("\n");
  append_path(request.path, options, out);
  out += '\n';
  append_query(request.query, out);
  signed_headers.clear();
  signed_headers.reserve(names.size() + 2 * fields.size() + 32);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0 && fields[i].name == fields[i - 1].name) {
      out += ',';
    } else {
      out.append("\n").append(fields[i].name).append(":");
      signed_headers.append(i > 0 ? ";" : "").append(fields[i].name);
    }
    append_header_value(fields[i].value, out);
  }
  out.append("\n\n").append(signed_headers).append("\n").append(request.payload_hash);
  return out;
}

void append_scope(std::string_view date, Scope scope, std::string& out) {
  out.append(date).append("/").append(scope.region).append("/").append(scope.service);
  out.append("/").append(kScopeEnd);
}

std::string signature_of(const Sha256& key, std::string_view canonical, std::string_view amz_date,
                         Scope scope) {
  return hex_encode(as_bytes(hmac_sha256(as_bytes(key), string_to_sign(canonical, amz_date, scope))));
}

/// "20261122" of "20261122T120000Z"
std::string_view day_of(std::string_view amz_date) {
  return amz_date.substr(0, 8);
}

bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool read_credential(std::string_view text, Authorization& out) {
  const std::vector<std::string_view> parts = split(text, '/');
  if (parts.size() != 5 || parts[4] != kScopeEnd) return false;
  if (parts[0].empty() || parts[1].size() != 8 || !is_digits(parts[1])) return false;
  if (parts[2].empty() || parts[3].empty()) return false;
  out.access_key_id = parts[0];
  out.date = parts[1];
  out.region = parts[2];
  out.service = parts[3];
  return true;
}

bool read_signed_headers(std::string_view text, Authorization& out) {
  for (const std::string_view name : split(text, ';')) {
    const bool lower_token = std::all_of(name.begin(), name.end(), [](char c) {
      return c > ' ' && c < 0x7f && c != ':' && c != ',' && !(c >= 'A' && c <= 'Z');
    });
    // Clients that speak HTTP/2 sign its pseudo-header instead of host.
    if (name.empty() || (!lower_token && name != ":authority")) return false;
    out.signed_headers.emplace_back(name);
  }
  return true;
}

bool read_signature(std::string_view text, Authorization& out) {
  if (text.size() != 64 || !is_lower_hex(text)) return false;
  out.signature = text;
  return true;
}

}  // namespace

std::string canonical_request(const Request& request, const Options& options, std::string& signed_headers) {
  return canonical_request_with(request, options, nullptr, signed_headers);
}

std::string string_to_sign(std::string_view canonical_request, std::string_view amz_date, Scope scope) {
  std::string out;
  out.reserve(192);
  out.append(kAlgorithm).append("\n").append(amz_date).append("\n");
  append_scope(day_of(amz_date), scope, out);
  return out.append("\n").append(sha256_hex(canonical_request));
}

Sha256 signing_key(std::string_view secret, std::string_view date, Scope scope) {
  std::string start;
  start.reserve(secret.size() + 4);
  start.append("AWS4").append(secret);
  Sha256 key = hmac_sha256(start, date);
  OPENSSL_cleanse(start.data(), start.size());
  for (const std::string_view part : {scope.region, scope.service, kScopeEnd}) {
    key = hmac_sha256(as_bytes(key), part);
  }
  return key;
}

Signer::~Signer() {
  if (cached_) OPENSSL_cleanse(&*cached_, sizeof *cached_);
}

Headers Signer::sign(const Request& request, const aws::Credentials& credentials, Scope scope, SystemTime now,
                     const Options& options) {
  Headers headers;
  headers.reserve(3);
  const std::string& amz_date = headers.emplace_back("x-amz-date", format_amz_date(now)).second;
  const bool has_token = !credentials.session_token.empty();
  if (has_token) headers.emplace_back("x-amz-security-token", credentials.session_token);

  AddedHeaders added{amz_date, {}};
  if (has_token && options.sign_session_token) added.session_token = credentials.session_token;
  std::string signed_headers;
  const std::string canonical = canonical_request_with(request, options, &added, signed_headers);
  Sha256 key = key_for(credentials.secret_access_key, day_of(amz_date), scope);

  std::string authorization;
  authorization.reserve(256 + signed_headers.size());
  authorization.append(kAlgorithm).append(" Credential=").append(credentials.access_key_id).append("/");
  append_scope(day_of(amz_date), scope, authorization);
  authorization.append(", SignedHeaders=").append(signed_headers);
  authorization.append(", Signature=").append(signature_of(key, canonical, amz_date, scope));
  OPENSSL_cleanse(key.data(), key.size());
  headers.emplace_back("Authorization", std::move(authorization));
  return headers;
}

std::string Signer::presign(const Request& request, const aws::Credentials& credentials, Scope scope,
                            SystemTime now, std::chrono::seconds expires, const Options& options) {
  const std::string amz_date = format_amz_date(now);
  std::string credential = credentials.access_key_id + "/";
  append_scope(day_of(amz_date), scope, credential);
  std::string signed_headers;
  (void)canonical_request(request, options, signed_headers);

  UrlQuery query{std::string(request.query)};
  query.add("X-Amz-Algorithm", kAlgorithm);
  query.add("X-Amz-Credential", credential);
  query.add("X-Amz-Date", amz_date);
  query.add("X-Amz-Expires", std::to_string(expires.count()));
  query.add("X-Amz-SignedHeaders", signed_headers);
  const bool has_token = !credentials.session_token.empty();
  if (has_token && options.sign_session_token) query.add("X-Amz-Security-Token", credentials.session_token);

  Request with_query = request;
  with_query.query = query.text();
  const std::string canonical = canonical_request(with_query, options, signed_headers);
  Sha256 key = key_for(credentials.secret_access_key, day_of(amz_date), scope);
  const std::string signature = signature_of(key, canonical, amz_date, scope);
  OPENSSL_cleanse(key.data(), key.size());
  if (has_token && !options.sign_session_token) query.add("X-Amz-Security-Token", credentials.session_token);
  query.add("X-Amz-Signature", signature);
  return std::move(query).text();
}

// Deriving a key takes four HMACs. The lock is held only to look and to remember, never to hash.
Sha256 Signer::key_for(std::string_view secret, std::string_view date, Scope scope) {
  std::string identity;
  identity.reserve(date.size() + scope.region.size() + scope.service.size() + secret.size() + 3);
  identity.append(date).append("\n").append(scope.region).append("\n").append(scope.service);
  identity.append("\n").append(secret);
  const Sha256 id = sha256(identity);
  OPENSSL_cleanse(identity.data(), identity.size());
  {
    const std::lock_guard lock(mutex_);
    if (cached_ && cached_->id == id) return cached_->key;
  }
  const Sha256 key = signing_key(secret, date, scope);
  const std::lock_guard lock(mutex_);
  cached_ = CachedKey{id, key};
  return key;
}

std::optional<Authorization> parse_authorization(std::string_view value) {
  value = trim(value);
  if (!value.starts_with(kAlgorithm)) return std::nullopt;
  value.remove_prefix(kAlgorithm.size());
  if (value.empty() || !is_white(value.front())) return std::nullopt;

  Authorization out;
  bool has_credential = false, has_headers = false, has_signature = false;
  for (const std::string_view part : split(value, ',')) {
    const std::string_view field = trim(part);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view name = field.substr(0, equals), text = field.substr(equals + 1);
    if (name == "Credential" && !has_credential && read_credential(text, out)) {
      has_credential = true;
    } else if (name == "SignedHeaders" && !has_headers && read_signed_headers(text, out)) {
      has_headers = true;
    } else if (name == "Signature" && !has_signature && read_signature(text, out)) {
      has_signature = true;
    } else {
      return std::nullopt;
    }
  }
  if (!has_credential || !has_headers || !has_signature) return std::nullopt;
  return out;
}

}  // namespace anthropic::internal::sigv4
