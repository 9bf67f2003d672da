#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace anthropic::internal::cli {

/// An option, or an argument without a name of its own on the line, as its command declared it.
struct OptionDescription {
  std::string_view names = {};  ///< "-m,--model", or of an argument "prompt"
  std::string_view type = {};   ///< "ID"; empty for a flag.
  std::string_view about = {};
  std::string_view group = {};                ///< A heading; empty: the first options.
  std::vector<std::string_view> values = {};  ///< What it can be, or often is; empty: anything.
  bool is_required = false;
  bool is_repeatable = false;

  bool is_argument() const { return !names.starts_with('-'); }
};

/// Declares the options of one command, in the order of its help. Where their values go outlives the reading
/// of the command line; all other texts are literals. An option that is given twice has the last value,
/// unless it is repeatable.
class Declaration {
 public:
  /// `behind_dashes` are the words of the line behind `--`, of a command that takes_program.
  explicit Declaration(::CLI::App& app, std::vector<std::string> behind_dashes = {})
      : app_(app), behind_dashes_(std::move(behind_dashes)) {}

  /// What was declared last.
  class Declared {
   public:
    Declared required() const;
    /// It makes sense only where this option is given, too.
    Declared needs(const char* other) const;
    /// What a shell completes.
    Declared suggests(std::initializer_list<std::string_view> values) const;

   private:
    friend Declaration;
    Declared(Declaration& declaration, ::CLI::Option& option) : declaration_(declaration), option_(option) {}
    Declaration& declaration_;
    ::CLI::Option& option_;
  };

  using Take = std::function<void(const std::string& value)>;

  /// A word that is no option's value. `type` stands for it where it is more than one word.
  Declared argument(const char* name, std::string& target, const char* about, const char* type = "");
  Declared argument(const char* name, std::optional<std::string>& target, const char* about);
  /// So many words.
  Declared arguments(const char* name, std::vector<std::string>& target, int least, int most,
                     const char* type, const char* about);
  /// A program and its arguments, each word behind `--` as it is.
  void program(std::vector<std::string>& target, const char* about);

  Declared flag(const char* names, bool& target, const char* about);
  Declared text(const char* names, std::string& target, const char* type, const char* about);
  Declared text(const char* names, std::optional<std::string>& target, const char* type, const char* about);
  /// A repeatable option.
  Declared text(const char* names, std::vector<std::string>& target, const char* type, const char* about);
  /// A repeatable option, each value of which is taken when the line comes to it: before those behind it,
  /// also those of other options.
  Declared each(const char* names, Take take, const char* type, const char* about);
  /// One of these values.
  Declared choice(const char* names, std::string& target, std::initializer_list<std::string_view> values,
                  const char* type, const char* about);
  Declared choice(const char* names, Take take, std::initializer_list<std::string_view> values,
                  const char* type, const char* about);
  /// A decimal number in the range, whole if `target` is. Nothing else: no blanks, no other base, no
  /// infinity.
  template <class Number>
  Declared number(const char* names, Number& target, double least, double most, const char* type,
                  const char* about) {
    using Value = typename ValueOf<Number>::Type;
    return number(
        names, [&target](double value) { target = static_cast<Value>(value); }, std::is_integral_v<Value>,
        least, most, type, about);
  }

  /// The options that follow stand under this heading.
  void group(const char* heading) { group_ = heading; }

  const std::vector<OptionDescription>& options() const { return options_; }

 private:
  template <class Number>
  struct ValueOf {
    using Type = Number;
  };
  template <class Number>
  struct ValueOf<std::optional<Number>> {
    using Type = Number;
  };

  Declared number(const char* names, const std::function<void(double)>& set, bool is_whole, double least,
                  double most, const char* type, const char* about);
  Declared take(const char* names, Take take, const char* type, const char* about);
  Declared keep(::CLI::Option& option, const char* names, const char* type, const char* about);

  ::CLI::App& app_;
  std::vector<std::string> behind_dashes_;
  const char* group_ = "";
  std::vector<OptionDescription> options_ = {};
};

}  // namespace anthropic::internal::cli
