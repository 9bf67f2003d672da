#include "local/messages_api/form_data.hpp"

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

/// The value of `name=` or `name="…"` among a header's parameters.
std::string parameter(std::string_view header, std::string_view name) {
  const std::string lower = ascii_lower(header);
  const std::string wanted = std::string(name) + "=";
  for (std::size_t at = lower.find(wanted); at != std::string::npos; at = lower.find(wanted, at + 1)) {
    const bool begins = at > 0 && (lower[at - 1] == ';' || lower[at - 1] == ' ');
    if (!begins) continue;
    std::string_view value = header.substr(at + wanted.size());
    if (!value.starts_with('"')) return std::string(trim(value.substr(0, value.find(';'))));
    value.remove_prefix(1);
    return std::string(value.substr(0, value.find('"')));
  }
  return {};
}

void read_header(std::string_view line, FormFile& file, std::string& name) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view value = trim(line.substr(colon + 1));
  if (iequals(line.substr(0, colon), "content-type")) file.content_type = std::string(value);
  if (!iequals(line.substr(0, colon), "content-disposition")) return;
  name = parameter(value, "name");
  file.filename = parameter(value, "filename");
}

}  // namespace

std::optional<FormFile> form_file(std::string_view content_type, std::string_view body) {
  if (!ascii_lower(content_type).starts_with("multipart/form-data")) return std::nullopt;
  const std::string boundary = "--" + parameter(content_type, "boundary");
  if (boundary.size() == 2) return std::nullopt;
  std::size_t at = body.starts_with(boundary) ? 0 : body.find("\r\n" + boundary);
  while (at != std::string_view::npos) {
    at = body.find("\r\n", at + boundary.size());
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t end = body.find("\r\n" + boundary, at + 2);
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view part = body.substr(at + 2, end - at - 2);
    FormFile file;
    std::string name;
    while (true) {
      const std::size_t line_end = part.find("\r\n");
      if (line_end == std::string_view::npos) return std::nullopt;
      const std::string_view line = part.substr(0, line_end);
      part.remove_prefix(line_end + 2);
      if (line.empty()) break;
      read_header(line, file, name);
    }
    if (name == "file") {
      file.content = std::string(part);
      return file;
    }
    at = end + 2;
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
