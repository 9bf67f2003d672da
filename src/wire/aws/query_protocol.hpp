#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace anthropic::internal {

/// The parameters of a call in AWS's query protocols: names with dots and numbers, form-encoded.
/// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
class QueryParams {
 public:
  /// Leaves out what is empty: AWS's optional parameters are absent, not blank.
  void add(std::string name, std::string_view value);
  void add(std::string name, const char* value) { add(std::move(name), std::string_view(value)); }
  void add(std::string name, long long value);
  void add(std::string name, bool value);
  /// Also what is empty: a tag's value may be.
  void add_always(std::string name, std::string_view value);
  /// Nothing if the value is absent.
  void add_optional(std::string name, const std::optional<std::string>& value);
  void add_optional(std::string name, std::optional<int> value);
  void add_optional(std::string name, std::optional<bool> value);
  /// "Name.member.1", "Name.member.2" …; with an empty `member`, "Name.1" … as EC2 wants it.
  void add_list(const std::string& name, const std::vector<std::string>& values,
                std::string_view member = "member");

  /// "Name.member.1.Key", "Name.member.1.Value" …
  void add_tags(const std::string& name, const std::map<std::string, std::string>& tags);

  /// The name of the first whose value is not UTF-8, which every service refuses; null if all are.
  const std::string* find_bad_text() const;

  /// "Action=…&Version=…&…"
  std::string form_body(std::string_view action, std::string_view version) const;

 private:
  std::vector<std::pair<std::string, std::string>> params_;
};

}  // namespace anthropic::internal
