#include "commands/count/count.hpp"

#include <utility>

#include "commands/ask/ask_s3.hpp"
#include "connection/connection.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "question/question.hpp"

namespace anthropic::internal::cli {
namespace {

void declare(Declaration& declaration, CountOptions& options) {
  declaration.argument("prompt", options.prompt,
                       "The question; - for standard input. Piped text is added to it");
  declare_attachments(declaration, options.attachments);
  declaration.flag("--json", options.json, "Print JSON, on one line");
  declare_model_options(declaration, options.model);
  declare_connection_options(declaration, options.connection);
}

}  // namespace

int run_count(const CountOptions& options, Console& console) {
  if (auto checked = check_connection(options.connection, options.model); !checked)
    return report_usage(console.err, checked.error());
  Result<Question> question = read_question(options.prompt, options.attachments, false, console.err);
  if (!question) return report_usage(console.err, question.error());
  MessageCreateParams params = request_for(options.model);
  params.messages.push_back({Role::user, content_of(*std::move(question))});

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  Result<Connection> connection = Connection::open(options.connection, console);
  if (!connection) return report_error(console.err, connection.error());
  const auto count = connection->messages().count_tokens(params, {.stop_token = interrupts.token()});
  if (!count) return report_failed_call(console, count.error(), interrupts);
  const std::string tokens = std::to_string(count->input_tokens);
  console.out.write(options.json ? "{\"input_tokens\":" + tokens + "}\n" : tokens + "\n");
  return console.finish(kExitOk);
}

Command count_command() {
  return {.name = "count",
          .about = "Count the tokens of a question without asking it",
          .examples = R"(  claude-bedrock count --model claude-haiku-4-5 "Why is the sky blue?"
  claude-bedrock count --platform mantle -f report.pdf --model sonnet "Summarise this"
)",
          .declare = with_options(declare, run_count),
          .notes =
              "Bedrock's runtime counts for models up to Claude 4.6; --platform mantle, aws and anthropic "
              "count for all.\n"};
}

}  // namespace anthropic::internal::cli
