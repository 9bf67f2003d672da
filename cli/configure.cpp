#include "configure.hpp"

#include <utility>
#include <vector>

#include <anthropic/aws/profile_update.hpp>
#include <anthropic/json.hpp>

#include "attachments.hpp"
#include "exit_codes.hpp"
#include "prompt.hpp"
#include "report_error.hpp"
#include "text.hpp"
#include "whoami.hpp"

namespace anthropic::cli {
namespace {

constexpr std::size_t kLargestValue = 65'536;

struct Question {
  const char* key;
  const char* text;
  bool is_secret;
};

constexpr Question kQuestions[] = {
    {"aws_access_key_id", "AWS Access Key ID", true},
    {"aws_secret_access_key", "AWS Secret Access Key", true},
    {"region", "Default region name", false},
    {"output", "Default output format", false},
};

std::string shown(const Question& question, const std::optional<std::string>& value) {
  if (!value || value->empty()) return "None";
  return question.is_secret ? masked(*value) : *value;
}

// The answer, empty to leave the key as it is.
Result<std::string> ask(Console& console, const Question& question, const std::optional<std::string>& now,
                        const std::stop_token& stop) {
  const bool is_hidden = std::string_view(question.key) == "aws_secret_access_key";
  Result<std::optional<std::string>> line =
      ask_line(0, console.err, std::string(question.text) + " [" + shown(question, now) + "]: ",
               is_hidden ? Echo::off : Echo::on, stop);
  if (!line) return line.error();
  if (!*line) {
    console.err.end_line();
    return usage_error("the input ended before every question was answered; nothing was written");
  }
  return **std::move(line);
}

Result<std::string> typed_value(const ConfigureSetOptions& options, const Interrupts& interrupts) {
  return ask_on_terminal(options.key + ": ", Echo::off, interrupts.token());
}

Result<std::string> given_value(const ConfigureSetOptions& options) {
  if (*options.value != "-") return *options.value;
  Result<std::string> text = read_input_bytes(kLargestValue);
  if (!text) return text;
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  return text;
}

int report_no_answer(Console& console, const Error& error, const Interrupts& interrupts) {
  if (error.kind == ErrorKind::user_abort) return report_failed_call(console, error, interrupts);
  return report_usage(console.err, error);
}

}  // namespace

int run_configure(const ConfigureOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws);
  if (const auto named = aws::check_profile_name(session); !named)
    return report_error(console.err, named.error());
  std::vector<aws::ProfileKey> answers;
  for (const Question& question : kQuestions) {
    const Result<std::optional<std::string>> now = aws::profile_value(session, question.key);
    if (!now) return report_error(console.err, now.error());
    Result<std::string> answer = ask(console, question, *now, interrupts.token());
    if (!answer) return report_no_answer(console, answer.error(), interrupts);
    if (!is_blank(*answer)) answers.push_back({question.key, *std::move(answer)});
  }
  const Result<void> written = aws::update_profile(session, answers);
  if (!written) return report_error(console.err, written.error());
  if (options.aws.json) {
    Json keys = Json::array();
    for (const aws::ProfileKey& answer : answers) keys.push_back(answer.name);
    console.out.write(Json::object({{"written", std::move(keys)}}).dump() + "\n");
  }
  return console.finish(kExitOk);
}

int run_configure_set(const ConfigureSetOptions& options, Console& console) {
  Result<std::string> value = options.value ? given_value(options) : std::string();
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  if (!options.value) value = typed_value(options, interrupts);
  if (!value) return report_no_answer(console, value.error(), interrupts);
  const Result<void> written =
      aws::update_profile(open_session(options.aws), {{options.key, *std::move(value)}});
  if (!written) return report_error(console.err, written.error());
  if (options.aws.json)
    console.out.write(Json::object({{"written", Json::array({options.key})}}).dump() + "\n");
  return console.finish(kExitOk);
}

int run_configure_get(const ConfigureGetOptions& options, Console& console) {
  const Result<std::optional<std::string>> value = aws::profile_value(open_session(options.aws), options.key);
  if (!value) return report_error(console.err, value.error());
  if (options.aws.json) {
    const Json json = *value ? Json(**value) : Json(nullptr);
    console.out.write(Json::object({{"key", options.key}, {"value", json}}).dump() + "\n");
  } else if (*value) {
    console.out.write_foreign(**value + "\n");
  }
  return console.finish(*value ? kExitOk : kExitUnexpected);
}

}  // namespace anthropic::cli
