#include "local/aws/sts/sts_input.hpp"

#include <algorithm>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::chrono::seconds kShortest = std::chrono::minutes(15);

/// "RoleArn" is "roleArn" in messages.
std::string named(std::string_view name) {
  return ascii_lower(name.substr(0, 1)) + std::string(name.substr(1));
}

}  // namespace

std::string StsInput::text(std::string_view name, Length length, const char* others) {
  const Json& given = input_[name];
  if (given.is_null()) return {};
  std::string value = given.string_or("");
  const std::string quoted = "'" + value + "'";
  if (value.size() < length.least)
    violates(quoted, name,
             "Member must have length greater than or equal to " + std::to_string(length.least));
  if (value.size() > length.most)
    violates(quoted, name, "Member must have length less than or equal to " + std::to_string(length.most));
  const auto is_allowed = [&](char c) {
    return is_letter_or_digit(c) || c == '_' || std::string_view(others).find(c) != std::string_view::npos;
  };
  if (others && !std::all_of(value.begin(), value.end(), is_allowed))
    violates(quoted, name,
             "Member must satisfy regular expression pattern: [\\w" + std::string(others) + "]*");
  return value;
}

std::string StsInput::required_text(std::string_view name, Length length, const char* others) {
  if (input_[name].is_null()) violates("null", name, "Member must not be null");
  return text(name, length, others);
}

void StsInput::token_code() {
  constexpr std::string_view name = "TokenCode";
  const std::string code = text(name, {.least = 6, .most = 6});
  if (!code.empty() && !is_digits(code))
    violates("'" + code + "'", name, "Member must satisfy regular expression pattern: [\\d]*");
}

std::chrono::seconds StsInput::duration(std::chrono::seconds usual, std::chrono::seconds longest) {
  constexpr std::string_view name = "DurationSeconds";
  const Json& given = input_[name];
  if (given.is_null()) return usual;
  const auto number = parse_integer(given.string_or(""));
  if (!number) {
    malformed_ = Refusal{.code = "MalformedInput", .message = "DurationSeconds is not an integer."};
    return usual;
  }
  const std::string quoted = "'" + std::to_string(*number) + "'";
  if (*number < kShortest.count())
    violates(quoted, name,
             "Member must have value greater than or equal to " + std::to_string(kShortest.count()));
  if (*number > longest.count())
    violates(quoted, name, "Member must have value less than or equal to " + std::to_string(longest.count()));
  return std::chrono::seconds(*number);
}

void StsInput::list(std::string_view name, std::size_t most) {
  if (input_[name].size() > most)
    violates("of " + std::to_string(input_[name].size()) + " members", name,
             "Member must have length less than or equal to " + std::to_string(most));
}

void StsInput::policy(std::size_t longest) {
  const std::string policy = text("Policy", {.least = 1, .most = longest});
  const bool is_given = !input_["Policy"].is_null() && !policy.empty();
  const auto read = Json::parse(policy);
  if (is_given && (!read || !read->is_object()))
    malformed_ =
        Refusal{.code = "MalformedPolicyDocument", .message = "The policy is not in the valid JSON format."};
}

std::optional<Refusal> StsInput::refusal() const {
  if (violations_.empty()) return malformed_;
  const std::size_t count = violations_.size();
  return refuse_input(std::to_string(count) + (count == 1 ? " validation error" : " validation errors") +
                      " detected: " + joined(violations_, "; "));
}

void StsInput::violates(const std::string& value, std::string_view name, const std::string& constraint) {
  violations_.push_back("Value " + value + " at '" + named(name) +
                        "' failed to satisfy constraint: " + constraint);
}

}  // namespace anthropic::internal::local
