#include "commands/batch/files/failed_file.hpp"

#include <algorithm>
#include <optional>

#include "base/json/write.hpp"
#include "commands/batch/files/input_line.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kNameMember = "\"custom_id\":";

std::uint32_t short_digest(std::string_view text) {
  return static_cast<std::uint32_t>(digest_of(text));
}

// The digest of the line that this one was in the input, without the name that failed_line() wrote down.
std::uint32_t original_digest(const std::string& text) {
  const std::size_t brace = text.find('{');
  if (brace == std::string::npos || text.compare(brace + 1, kNameMember.size(), kNameMember) != 0)
    return short_digest(text);
  const std::size_t name = brace + 1 + kNameMember.size() + 1;
  const std::size_t end = text.find("\",", name);
  if (end == std::string::npos) return short_digest(text);
  const std::optional<LineKey> key = key_of_made_up_id(std::string_view(text).substr(name, end - name));
  const std::uint32_t digest = short_digest(text.substr(0, brace + 1) + text.substr(end + 2));
  return key && key->digest == digest ? digest : short_digest(text);
}

}  // namespace

std::string failed_line(const Line& line, const MessageCreateParams& defaults) {
  const ParsedLine parsed = parse_line(line, defaults);
  std::string text(line.text);
  const std::size_t brace = text.find('{');
  if (!parsed.has_own_id && !parsed.error && brace != std::string::npos) {
    std::string name(kNameMember);
    write_json_string(parsed.key.id, name);
    text.insert(brace + 1, name + ",");
  }
  return text + "\n";
}

Result<FailedFileLines> FailedFileLines::read(const std::string& path) {
  FailedFileLines lines;
  const Result<void> read = for_each_line(path, kLongestLine, [&](const Line& line) -> Result<void> {
    if (line.is_too_long) lines.has_foreign_ = true;
    if (!line.text.empty()) lines.digests_.push_back(original_digest(std::string(line.text)));
    return {};
  });
  if (!read) return read.error();
  std::sort(lines.digests_.begin(), lines.digests_.end());
  lines.digests_.erase(std::unique(lines.digests_.begin(), lines.digests_.end()), lines.digests_.end());
  lines.is_marked_.resize(lines.digests_.size());
  return lines;
}

void FailedFileLines::mark(std::uint32_t digest) {
  const auto found = std::lower_bound(digests_.begin(), digests_.end(), digest);
  if (found != digests_.end() && *found == digest)
    is_marked_[static_cast<std::size_t>(found - digests_.begin())] = true;
}

bool FailedFileLines::are_all_marked() const {
  return !has_foreign_ && std::find(is_marked_.begin(), is_marked_.end(), false) == is_marked_.end();
}

}  // namespace anthropic::internal::cli
