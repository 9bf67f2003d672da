#include "commands/count/count.hpp"

#include <utility>

#include "commands/ask/ask_s3.hpp"
#include "conversation/question.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"

namespace anthropic::cli {

int run_count(const CountOptions& options, Console& console) {
  if (auto checked = check_model_options(options.model); !checked)
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

}  // namespace anthropic::cli
