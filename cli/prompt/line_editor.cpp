#include "prompt/line_editor.hpp"

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <histedit.h>
#include <langinfo.h>
#include <signal.h>
#include <unistd.h>
#include <utility>

#include "io/input.hpp"
#include "prompt/history_file.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

void use_utf8_locale() {
  std::setlocale(LC_CTYPE, "");
  if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) std::setlocale(LC_CTYPE, "C.UTF-8");
}

class LineEditor final : public LineSource {
 public:
  explicit LineEditor(const std::string& history_file) : history_file_(history_file) {
    use_utf8_locale();
    history_ = ::history_init();
    HistEvent event;
    ::history(history_, &event, H_SETSIZE, static_cast<int>(HistoryFile::kMostEntries));
    ::history(history_, &event, H_SETUNIQUE, 1);
    for (const std::string& entry : history_file_.load()) ::history(history_, &event, H_ENTER, entry.c_str());

    editor_ = ::el_init("claude-bedrock", stdin, stdout, stderr);
    ::el_set(editor_, EL_CLIENTDATA, this);
    ::el_set(editor_, EL_PROMPT, &LineEditor::show_prompt);
    ::el_set(editor_, EL_EDITOR, "emacs");
    ::el_set(editor_, EL_HIST, &::history, history_);
    ::el_set(editor_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    // With a terminal's own insert and delete libedit loses what is seen of a line of several rows.
    for (const char* capability : {"im", "ic", "IC", "dm", "dc", "DC"})
      ::el_set(editor_, EL_SETTC, capability, "", nullptr);
    // Home, End and Delete as tmux, screen and rxvt send them.
    for (const char* home : {"\\e[1~", "\\e[7~"}) ::el_set(editor_, EL_BIND, home, "ed-move-to-beg", nullptr);
    for (const char* end : {"\\e[4~", "\\e[8~"}) ::el_set(editor_, EL_BIND, end, "ed-move-to-end", nullptr);
    ::el_set(editor_, EL_BIND, "\\e[3~", "ed-delete-next-char", nullptr);
    // At the prompt Ctrl-C is a key, not a signal.
    ::el_set(editor_, EL_SETTY, "-d", "-isig", nullptr);
    ::el_set(editor_, EL_ADDFN, "ed-throw-away", "Throw the line away", &LineEditor::throw_line_away);
    ::el_set(editor_, EL_BIND, "^C", "ed-throw-away", nullptr);
    ::el_set(editor_, EL_ADDFN, "ed-suspend", "Go to the shell that started it", &LineEditor::suspend);
    ::el_set(editor_, EL_BIND, "^Z", "ed-suspend", nullptr);
    ::el_set(editor_, EL_SIGNAL, 1);
    ::el_source(editor_, nullptr);
  }

  ~LineEditor() override {
    ::el_end(editor_);
    ::history_end(history_);
  }

  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  Line read(const std::string& prompt) override {
    prompt_ = prompt;
    is_thrown_away_ = false;
    int count = 0;
    // Before the prompt appears, so that a Ctrl-C that answers it at once is a key too.
    ::el_set(editor_, EL_PREP_TERM, 1);
    const char* text = ::el_gets(editor_, &count);
    if (is_thrown_away_) {
      std::fputs("^C\n", stdout);
      std::fflush(stdout);
      return {Outcome::interrupted, {}};
    }
    if (!text || count <= 0) return {Outcome::end, {}};
    std::string line(text);
    if (line.ends_with('\n')) line.pop_back();
    return {Outcome::line, std::move(line)};
  }

  // libedit takes it for typed, and a control character in it for a key.
  Line edit(const std::string& prompt, const std::string& text) override {
    std::string typed = without_control_characters(text, Joiners::stay);
    for (char& c : typed) {
      if (c == '\t' || c == '\n') c = ' ';
    }
    ::el_push(editor_, typed.c_str());
    return read(prompt);
  }

  void remember(const std::string& text) override {
    HistEvent event;
    ::history(history_, &event, H_ENTER, text.c_str());
    history_file_.add(text);
  }

 private:
  static LineEditor& self(EditLine* editor) {
    void* data = nullptr;
    ::el_get(editor, EL_CLIENTDATA, &data);
    return *static_cast<LineEditor*>(data);
  }

  static char* show_prompt(EditLine* editor) { return self(editor).prompt_.data(); }

  static unsigned char throw_line_away(EditLine* editor, int) {
    self(editor).is_thrown_away_ = true;
    return CC_EOF;
  }

  // libedit's handler gives the terminal back. Where no shell controls jobs nothing stops, and nothing takes it again.
  static unsigned char suspend(EditLine* editor, int) {
    ::kill(0, SIGTSTP);
    ::el_set(editor, EL_PREP_TERM, 1);
    return CC_REDISPLAY;
  }

  HistoryFile history_file_;
  History* history_ = nullptr;
  EditLine* editor_ = nullptr;
  std::string prompt_;
  bool is_thrown_away_ = false;
};

class LineReader final : public LineSource {
 public:
  Line read(const std::string&) override {
    for (;;) {
      const std::size_t end = pending_.find('\n', searched_);
      searched_ = pending_.size();
      if (std::min(end, searched_) > kLargestRequest) return {Outcome::too_long, {}};
      if (end != std::string::npos) {
        Line line = {Outcome::line, pending_.substr(0, end)};
        pending_.erase(0, end + 1);
        searched_ = 0;
        return line;
      }
      char buffer[4096];
      const ssize_t count = ::read(0, buffer, sizeof buffer);
      if (count > 0) {
        pending_.append(buffer, static_cast<std::size_t>(count));
      } else if (count == 0 || errno != EINTR) {
        if (pending_.empty()) return {Outcome::end, {}};
        return {Outcome::line, std::exchange(pending_, {})};
      }
    }
  }

  Line edit(const std::string& prompt, const std::string&) override { return read(prompt); }

  void remember(const std::string&) override {}

 private:
  std::string pending_;
  std::size_t searched_ = 0;  // no line ends before here
};

}  // namespace

std::unique_ptr<LineSource> make_line_editor(const std::string& history_file) {
  return std::make_unique<LineEditor>(history_file);
}

std::unique_ptr<LineSource> make_line_reader() {
  return std::make_unique<LineReader>();
}

std::string default_history_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && *state == '/') return std::string(state) + "/claude-bedrock/history";
  const char* home = std::getenv("HOME");
  if (home && *home) return std::string(home) + "/.local/state/claude-bedrock/history";
  return {};
}

}  // namespace anthropic::internal::cli
