#include "arguments/declaration.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <cmath>

// This file and command_line.cpp alone include CLI11, which takes seconds to compile and throws.

namespace anthropic::internal::cli {
namespace {

template <class Number>
std::optional<double> parse_number(std::string_view text) {
  Number number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, number);
  if (text.empty() || problem != std::errc() || stopped != end) return std::nullopt;
  const auto found = static_cast<double>(number);
  return std::isfinite(found) ? std::optional(found) : std::nullopt;
}

/// As people write it.
std::string without_exponent(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed).ptr};
}

}  // namespace

Declaration::Declared Declaration::Declared::required() const {
  option_.required();
  declaration_.options_.back().is_required = true;
  return *this;
}

Declaration::Declared Declaration::Declared::needs(const char* other) const {
  option_.needs(declaration_.app_.get_option(other));
  return *this;
}

Declaration::Declared Declaration::Declared::suggests(std::initializer_list<std::string_view> values) const {
  declaration_.options_.back().values = values;
  return *this;
}

Declaration::Declared Declaration::argument(const char* name, std::string& target, const char* about,
                                            const char* type) {
  return keep(*app_.add_option(name, target, about), name, type, about);
}

Declaration::Declared Declaration::argument(const char* name, std::optional<std::string>& target,
                                            const char* about) {
  return keep(*app_.add_option(name, target, about), name, "", about);
}

Declaration::Declared Declaration::arguments(const char* name, std::vector<std::string>& target, int least,
                                             int most, const char* type, const char* about) {
  ::CLI::Option& option = *app_.add_option(name, target, about)->take_all();
  if (least > 0) option.required()->expected(least, most);
  Declared declared = keep(option, name, type, about);
  options_.back().is_required = least > 0;
  options_.back().is_repeatable = most > 1;
  return declared;
}

void Declaration::program(std::vector<std::string>& target, const char* about) {
  target = behind_dashes_;
  const Declared declared = take(
      "command", [](const std::string&) {}, "-- COMMAND...", about);
  declared.option_.check(::CLI::Validator(
      [](std::string& word) { return "\"" + word + "\" belongs behind --, as in: --exec -- " + word; }, ""));
}

Declaration::Declared Declaration::flag(const char* names, bool& target, const char* about) {
  ::CLI::Option& option = *app_.add_flag(names, target, about);
  if (*group_) option.group(group_);
  options_.push_back({.names = names, .about = about, .group = group_});
  return {*this, option};
}

Declaration::Declared Declaration::text(const char* names, std::string& target, const char* type,
                                        const char* about) {
  return keep(*app_.add_option(names, target, about), names, type, about);
}

Declaration::Declared Declaration::text(const char* names, std::optional<std::string>& target,
                                        const char* type, const char* about) {
  return keep(*app_.add_option(names, target, about), names, type, about);
}

Declaration::Declared Declaration::text(const char* names, std::vector<std::string>& target, const char* type,
                                        const char* about) {
  Declared declared =
      keep(*app_.add_option(names, target, about)->take_all()->allow_extra_args(false), names, type, about);
  options_.back().is_repeatable = true;
  return declared;
}

Declaration::Declared Declaration::each(const char* names, Take take, const char* type, const char* about) {
  Declared declared = this->take(names, std::move(take), type, about);
  declared.option_.trigger_on_parse();
  options_.back().is_repeatable = true;
  return declared;
}

Declaration::Declared Declaration::choice(const char* names, std::string& target,
                                          std::initializer_list<std::string_view> values, const char* type,
                                          const char* about) {
  return choice(
      names, [&target](const std::string& value) { target = value; }, values, type, about);
}

Declaration::Declared Declaration::choice(const char* names, Take take,
                                          std::initializer_list<std::string_view> values, const char* type,
                                          const char* about) {
  Declared declared = this->take(names, std::move(take), type, about).suggests(values);
  const std::vector<std::string> known(values.begin(), values.end());
  declared.option_.check(::CLI::IsMember(known).description(""));
  return declared;
}

Declaration::Declared Declaration::number(const char* names, const std::function<void(double)>& set,
                                          bool is_whole, double least, double most, const char* type,
                                          const char* about) {
  Declared declared = take(
      names, [set](const std::string& text) { set(parse_number<double>(text).value_or(0)); }, type, about);
  // CLI11 says the option's name before this.
  const auto check = [=](std::string& text) {
    const auto number = is_whole ? parse_number<std::int64_t>(text) : parse_number<double>(text);
    if (number && *number >= least && *number <= most) return std::string();
    return "\"" + text + (is_whole ? "\" is not a whole number from " : "\" is not a number from ") +
           without_exponent(least) + " to " + without_exponent(most);
  };
  declared.option_.check(::CLI::Validator(check, ""));
  return declared;
}

Declaration::Declared Declaration::take(const char* names, Take take, const char* type, const char* about) {
  return keep(*app_.add_option_function<std::string>(names, take, about), names, type, about);
}

Declaration::Declared Declaration::keep(::CLI::Option& option, const char* names, const char* type,
                                        const char* about) {
  option.type_name(type);
  if (*group_) option.group(group_);
  options_.push_back({.names = names, .type = type, .about = about, .group = group_});
  return {*this, option};
}

}  // namespace anthropic::internal::cli
