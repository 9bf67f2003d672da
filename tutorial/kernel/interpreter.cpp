#include "tutorial/kernel/interpreter.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <pthread.h>
#include <stop_token>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>
#include <xeus/xguid.hpp>
#include <xeus/xhelper.hpp>

#include <anthropic/version.hpp>

#include "base/errors.hpp"
#include "base/file/descriptor.hpp"
#include "base/text/utf8.hpp"
#include "base/threads/start_thread.hpp"

namespace anthropic::internal::kernel {
namespace {

using tutorial::CellRun;
using tutorial::Outcome;
using tutorial::PartRun;

constexpr std::chrono::milliseconds kLook{25};  // how often outputs are looked at while a cell runs

/// Set by one thread, waited for by another as a descriptor.
class DoneEvent {
 public:
  DoneEvent() : descriptor_(eventfd(0, EFD_CLOEXEC)) {}
  int descriptor() const { return descriptor_.get(); }
  void set() {
    const std::uint64_t one = 1;
    static_cast<void>(!write(descriptor_.get(), &one, sizeof one));
  }

 private:
  Descriptor descriptor_;
};

/// The thread of a cell, which ends before what it uses, whatever is thrown meanwhile.
struct CellThread {
  pthread_t thread;
  std::stop_source stop;

  CellThread(pthread_t started, std::stop_source stops) : thread(started), stop(std::move(stops)) {}
  ~CellThread() {
    stop.request_stop();
    pthread_join(thread, nullptr);
  }
  CellThread(const CellThread&) = delete;
  CellThread& operator=(const CellThread&) = delete;
};

nl::json bundle(const Shown& shown) {
  return {{"text/markdown", shown.markdown}, {"text/plain", shown.text}};
}

nl::json id_of(const std::string& id) {
  return {{"display_id", id}};
}

/// The call of the cell that failed; null if none did. A request that the cell writes itself may fail: lessons show that.
const PartRun* failed_part(const CellRun& run) {
  for (const PartRun& part : run.parts) {
    if (part.error && !part.request.is_raw) return &part;
  }
  return nullptr;
}

class HistoryManager final : public xeus::xhistory_manager {
 public:
  explicit HistoryManager(const History& history) : history_(history) {}

 private:
  void configure_impl() override {}
  /// The interpreter adds entries: xeus knows neither their numbers nor their outputs.
  void store_inputs_impl(int, int, const std::string&, const std::string&) override {}

  nl::json get_tail_impl(int n, bool, bool output) const override { return reply(history_.tail(n), output); }
  nl::json get_range_impl(int session, int start, int stop, bool, bool output) const override {
    return reply(session == 0 ? history_.range(start, stop) : std::vector<HistoryEntry>(), output);
  }
  nl::json search_impl(const std::string& pattern, bool, bool output, int n, bool unique) const override {
    return reply(history_.search(pattern, n, unique), output);
  }

  static nl::json reply(const std::vector<HistoryEntry>& entries, bool output) {
    nl::json list = nl::json::array();
    for (const HistoryEntry& entry : entries) {
      const nl::json text = output ? nl::json::array({entry.input, entry.output}) : nl::json(entry.input);
      list.push_back(nl::json::array({0, entry.line, text}));
    }
    return {{"status", "ok"}, {"history", std::move(list)}};
  }

  const History& history_;
};

}  // namespace

std::unique_ptr<xeus::xhistory_manager> history_manager(const History& history) {
  return std::make_unique<HistoryManager>(history);
}

nl::json Interpreter::execute_request_impl(int number, const std::string& code, bool is_silent,
                                           bool is_stored, nl::json, bool) {
  // What is thrown from here, xeus prints, and sends no reply: the front end would wait for ever.
  HistoryEntry entry{.line = number, .input = code};
  nl::json reply;
  try {
    reply = execute(code, is_silent, entry);
  } catch (const std::exception& problem) {
    reply = fail("InternalError", {.message = problem.what()}, is_silent);
  }
  if (is_stored) history_.add(std::move(entry));
  return reply;
}

nl::json Interpreter::execute(const std::string& code, bool is_silent, HistoryEntry& entry) {
  server_->begin_cell();
  const tutorial::Language language = session_.language();
  CellFeed feed(language);
  CellOutputs outputs(*this, xeus::new_xguid(), language);
  const Result<CellRun> run = this->run(code, feed, is_silent ? nullptr : &outputs);
  entry.output = outputs.answers();
  if (!run) return fail("CellError", run.error(), is_silent);

  const PartRun* failed = failed_part(*run);
  const bool is_stopped = failed && failed->outcome == Outcome::stopped;
  if (!is_silent) {
    const Shown words = words_shown(*run);
    entry.output += words.text;
    if (!words.empty()) publish_execution_result(entry.line, bundle(words), nl::json::object());
    if (run->exercise && !failed) show(exercise_shown(*run->exercise, language));
    if (!run->save_problem.empty()) publish_stream("stderr", run->save_problem + "\n");
  }
  if (is_stopped)
    return fail("Interrupted", {.message = phrase(language, "the answer was stopped", "回答已停止")},
                is_silent);
  if (failed) return fail(std::string(to_string(failed->error->kind)), *failed->error, is_silent);
  return xeus::create_successful_reply();
}

/// Runs the cell on a thread of its own, and shows meanwhile what it says.
Result<CellRun> Interpreter::run(const std::string& code, CellFeed& feed, CellOutputs* outputs) {
  std::stop_source stop;
  DoneEvent done;
  std::optional<Result<CellRun>> result;
  const std::string cell_id = server_->cell_id();
  if (done.descriptor() < 0) return configuration_error("the system has no descriptor left for this cell");
  const auto started = start_thread(kUsualStack, [&] {
    try {
      result = session_.run(code, cell_id, feed.events(), stop.get_token());
    } catch (const std::exception& problem) {
      result = Error{.kind = ErrorKind::configuration, .message = problem.what()};
    }
    done.set();
  });
  if (!started) return configuration_error("the system has no thread left for this cell");
  {
    const CellThread thread(*started, stop);
    for (bool is_done = false; !is_done;) {
      const Meanwhile meanwhile = server_->wait(done.descriptor(), kLook);
      if (meanwhile.stop) stop.request_stop();
      is_done = meanwhile.is_done;
      if (outputs) outputs->show(feed, std::chrono::steady_clock::now(), is_done);
    }
  }
  return *std::move(result);
}

/// Some front ends look at the output, others at the reply.
nl::json Interpreter::fail(const std::string& name, const Error& error, bool is_silent) {
  std::vector<std::string> lines = {name + ": " + error.message};
  if (!error.request_id.empty()) lines.push_back("request id " + error.request_id);
  if (!error.hint.empty()) lines.push_back(error.hint);
  if (!is_silent) publish_execution_error(name, error.message, lines);
  return {{"status", "error"}, {"ename", name}, {"evalue", error.message}, {"traceback", lines}};
}

void Interpreter::show(const Shown& shown) {
  display_data(bundle(shown), nl::json::object(), nl::json::object());
}

void Interpreter::show(const Shown& shown, const std::string& id) {
  display_data(bundle(shown), nl::json::object(), id_of(id));
}

void Interpreter::replace(const Shown& shown, const std::string& id) {
  update_display_data(bundle(shown), nl::json::object(), id_of(id));
}

nl::json Interpreter::complete_request_impl(const std::string& code, int cursor) {
  Completion completion;
  if (session_.session())
    completion = complete(code, bytes_of(code, cursor), session_.context(code, server_->cell_id()));
  const std::string_view text = code;
  return xeus::create_complete_reply(completion.matches,
                                     static_cast<int>(count_characters(text.substr(0, completion.begin))),
                                     static_cast<int>(count_characters(text.substr(0, completion.end))));
}

nl::json Interpreter::inspect_request_impl(const std::string& code, int cursor, int) {
  Shown shown;
  if (session_.session())
    shown = inspect(code, bytes_of(code, cursor), session_.context(code, server_->cell_id()));
  return shown.empty() ? xeus::create_inspect_reply() : xeus::create_inspect_reply(true, bundle(shown));
}

nl::json Interpreter::is_complete_request_impl(const std::string& code) {
  switch (completeness_of(code, session_.language())) {
    case Completeness::incomplete:
      return xeus::create_is_complete_reply("incomplete");
    case Completeness::invalid:
      return xeus::create_is_complete_reply("invalid");
    case Completeness::complete:
      break;
  }
  return xeus::create_is_complete_reply("complete");
}

nl::json Interpreter::kernel_info_request_impl() {
  nl::json info = xeus::create_info_reply("", "claude-bedrock-kernel", ANTHROPIC_VERSION, "claude-prompt",
                                          ANTHROPIC_VERSION, "text/plain", ".prompt", "text");
  // Their empty values would be names of something.
  info["language_info"].erase("codemirror_mode");
  info["language_info"].erase("nbconvert_exporter");
  info["banner"] = std::string("Claude prompts " ANTHROPIC_VERSION ": a cell is a prompt. ") +
                   (session_.is_live() ? "Answers are Claude's, and cost money."
                                       : "Answers are recorded practice material, not Claude.");
  return info;
}

}  // namespace anthropic::internal::kernel
