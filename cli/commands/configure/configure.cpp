#include "commands/configure/configure.hpp"

#include <algorithm>
#include <span>
#include <sys/stat.h>
#include <utility>
#include <vector>

#include <anthropic/aws/profile_update.hpp>
#include <anthropic/aws/regions.hpp>
#include <anthropic/json.hpp>

#include "base/text/edit_distance.hpp"
#include "base/text/shell_word.hpp"
#include "base/text/text.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "prompt/prompt.hpp"
#include "text/json_text.hpp"
#include "text/masked.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
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

Result<std::string> typed_value(const ConfigureOptions& options, const Interrupts& interrupts) {
  return ask_on_terminal(options.key + ": ", Echo::off, interrupts.token());
}

Result<std::string> given_value(const ConfigureOptions& options) {
  if (*options.value != "-") return *options.value;
  Result<std::string> text = read_input_bytes(kLargestValue);
  if (!text) return text;
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  return text;
}

/// A note on a value that AWS's programs would take and could do nothing with.
void note_unknown_value(const aws::ProfileKey& key, Output& err) {
  constexpr std::string_view kOutputs[] = {"json", "yaml", "yaml-stream", "text", "table", "off"};
  std::span<const std::string_view> known;
  if (key.name == "region") known = aws::known_regions();
  if (key.name == "output") known = kOutputs;
  if (known.empty() || key.value.empty() || std::find(known.begin(), known.end(), key.value) != known.end())
    return;
  const std::string_view nearest = nearest_word(key.value, known);
  if (!err.is_terminal()) err.end_line();  // there who typed the last answer has ended it
  err.write("note: " + key.name + " " + on_one_line(key.value) + " is not one that this version knows" +
            (nearest.empty() ? "" : "; did you mean " + std::string(nearest) + "?") + "\n");
}

bool is_secret(const aws::ProfileKey& key) {
  const std::string name = ascii_lower(key.name);
  return name == "aws_secret_access_key" || name == "aws_session_token";
}

/// A note on a file with secrets that others may read. It keeps its mode, as with AWS's tools.
void note_readers(const aws::Session& session, const std::vector<aws::ProfileKey>& written, Output& err) {
  const std::string file = aws::credentials_file(session);
  struct stat status = {};
  if (std::none_of(written.begin(), written.end(), is_secret) || ::stat(file.c_str(), &status) != 0) return;
  if ((status.st_mode & 0077) == 0) return;
  const std::string shown = on_one_line(file);
  err.write("note: " + shown + " holds secrets, and its mode lets others at it; to change that: chmod 600 " +
            shell_word(shown) + "\n");
}

int report_no_answer(Console& console, const Error& error, const Interrupts& interrupts) {
  if (error.kind == ErrorKind::user_abort) return report_failed_call(console, error, interrupts);
  return report_usage(console.err, error);
}

void declare(Declaration& declaration, ConfigureOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
}

void declare_get(Declaration& declaration, ConfigureOptions& options) {
  declare(declaration, options);
  declaration.argument("key", options.key, "region, aws_access_key_id …").required();
}

void declare_set(Declaration& declaration, ConfigureOptions& options) {
  declare_get(declaration, options);
  declaration.argument("value", options.value, "Its value; - for standard input; typed unseen if absent");
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
  for (const aws::ProfileKey& answer : answers) note_unknown_value(answer, console.err);
  note_readers(session, answers, console.err);
  if (options.json) {
    Json keys = Json::array();
    for (const aws::ProfileKey& answer : answers) keys.push_back(answer.name);
    console.out.write(json_line(Json::object({{"written", std::move(keys)}})));
  }
  return console.finish(kExitOk);
}

int run_configure_set(const ConfigureOptions& options, Console& console) {
  Result<std::string> value = options.value ? given_value(options) : std::string();
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  if (!options.value) value = typed_value(options, interrupts);
  if (!value) return report_no_answer(console, value.error(), interrupts);
  const aws::ProfileKey key{options.key, *std::move(value)};
  const aws::Session session = open_session(options.aws);
  const Result<void> written = aws::update_profile(session, {key});
  if (!written) return report_error(console.err, written.error());
  note_unknown_value(key, console.err);
  note_readers(session, {key}, console.err);
  if (options.json) console.out.write(json_line(Json::object({{"written", Json::array({options.key})}})));
  return console.finish(kExitOk);
}

int run_configure_get(const ConfigureOptions& options, Console& console) {
  const Result<std::optional<std::string>> value = aws::profile_value(open_session(options.aws), options.key);
  if (!value) return report_error(console.err, value.error());
  if (options.json) {
    const Json json = *value ? Json(**value) : Json(nullptr);
    console.out.write(json_line(Json::object({{"key", options.key}, {"value", json}})));
  } else if (*value) {
    console.out.write(**value + "\n");
  }
  return console.finish(*value ? kExitOk : kExitUnexpected);
}

Command configure_command() {
  constexpr const char* kExamples =
      R"(  claude-bedrock configure                  # asks; Enter keeps what is there
  claude-bedrock configure set region eu-west-1 --profile dev
  claude-bedrock configure get region
)";
  // `--profile` may stand before `set` and `get`, too.
  const auto options = std::make_shared<ConfigureOptions>();
  return {.name = "configure",
          .about = "Write the AWS profile files, as `aws configure` does",
          .examples = kExamples,
          .declare = with_shared(options, declare, run_configure),
          .subcommands = {{.name = "set",
                           .about = "Set one key of a profile",
                           .examples = kExamples,
                           .declare = with_shared(options, declare_set, run_configure_set)},
                          {.name = "get",
                           .about = "Print one key of a profile",
                           .examples = kExamples,
                           .declare = with_shared(options, declare_get, run_configure_get)}}};
}

}  // namespace anthropic::internal::cli
