#include "conversation/answer_output.hpp"

#include "conversation/stop_notice.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {

bool print_event(Output& out, const StreamEvent& event, const TurnOptions& options) {
  if (options.events) return out.write(json_line(event.to_json()));
  if (options.json) return true;
  // What is said after a tool has run begins on a line of its own.
  if (event.type() == "message_start") return out.end_line();
  return event.text().empty() || out.write_answer(event.text());
}

void print_answer(Output& out, const Turn& turn, const TurnOptions& options) {
  if (options.events) return;
  if (options.json) {
    out.write(answer_json(turn.message));
  } else if (!options.schema.empty()) {
    out.write(out.is_terminal() ? escaped_json(turn.value.pretty()) + "\n" : value_json(turn));
  } else if (options.no_stream) {
    out.write_answer(turn.message.text());
  }
}

std::string answer_json(const Message& message) {
  Json json = message.to_json();
  json.set("request_id", message.request_id);
  return json_line(json);
}

std::string value_json(const Turn& turn) {
  return json_line(turn.value);
}

std::string count_turns(int turns) {
  return std::to_string(turns) + (turns == 1 ? " turn" : " turns");
}

void print_turn_notice(Output& err, const Turn& turn, std::int64_t max_tokens) {
  if (turn.why_unfinished.empty()) return print_stop_notice(err, turn.message, max_tokens);
  err.write("note: " + on_one_line(turn.why_unfinished) + "\n");
}

void print_unusable_answer(Output& err, const Error& error, const TurnOptions& options) {
  if (options.schema.empty() || !error.partial_message) return;
  std::string said = error.partial_message->text();
  const auto uses = error.partial_message->tool_uses();
  if (is_blank(said) && !uses.empty()) said = uses.front().input.dump();
  if (!is_blank(said))
    err.write_answer("note: Claude answered: " + without_control_characters(said, Joiners::stay) + "\n");
}

}  // namespace anthropic::internal::cli
