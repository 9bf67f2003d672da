#include "cli/running_program.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace anthropic::internal::cli {
namespace {

constexpr int kPatienceMilliseconds = 120'000;

// Runs in the child: only what may follow a fork.
[[noreturn]] void become(char* const* arguments, char* const* variables) {
  ::execve(tested_program(), arguments, variables);
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

void close_if_open(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

}  // namespace

const char* tested_program() {
  const char* named = std::getenv("CLAUDE_BEDROCK");
  return named ? named : CLAUDE_BEDROCK_PROGRAM;
}

RunningProgram::RunningProgram(const std::vector<std::string>& arguments, const Variables& variables,
                               Through through) {
  ::signal(SIGPIPE, SIG_IGN);
  start(arguments, variables, through);
}

void RunningProgram::start(const std::vector<std::string>& arguments, const Variables& variables,
                           Through through) {
  Variables all = {{"HOME", home_.path()}, {"AWS_EC2_METADATA_DISABLED", "true"}};
  for (const char* name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) all[name] = value;
  }
  for (const auto& [name, value] : variables) all[name] = value;
  std::vector<std::string> environment_texts;
  for (const auto& [name, value] : all) environment_texts.push_back(name + "=" + value);
  std::vector<std::string> argument_texts = {"claude-bedrock"};
  argument_texts.insert(argument_texts.end(), arguments.begin(), arguments.end());
  const std::vector<char*> environment = pointers(environment_texts);
  const std::vector<char*> argument_pointers = pointers(argument_texts);

  if (through != Through::pipes) {
    int terminal = -1;
    const unsigned short columns = through == Through::terminal ? 200 : 80;
    const winsize size = {40, columns, 0, 0};
    pid_ = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (pid_ == 0) become(argument_pointers.data(), environment.data());
    input_ = terminal;
    output_ = ::dup(terminal);
    return;
  }
  int in[2], out[2], err[2];
  ASSERT_TRUE(::pipe2(in, O_CLOEXEC) == 0 && ::pipe2(out, O_CLOEXEC) == 0 && ::pipe2(err, O_CLOEXEC) == 0);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(in[0], 0);
    ::dup2(out[1], 1);
    ::dup2(err[1], 2);
    ::signal(SIGPIPE, SIG_DFL);
    ::signal(SIGXFSZ, SIG_DFL);
    become(argument_pointers.data(), environment.data());
  }
  ::close(in[0]);
  ::close(out[1]);
  ::close(err[1]);
  input_ = in[1];
  output_ = out[0];
  errors_ = err[0];
}

RunningProgram::~RunningProgram() {
  close_if_open(input_);
  close_if_open(output_);
  close_if_open(errors_);
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void RunningProgram::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(input_, text.data(), text.size());
    if (count < 0) return;  // it ended without reading all of it
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void RunningProgram::close_input() {
  close_if_open(input_);
}

void RunningProgram::close_output() {
  close_if_open(output_);
}

void RunningProgram::send_signal(int signal) const {
  // To -1 it would go to every process there is.
  if (pid_ > 0) {
    ::kill(pid_, signal);
  } else {
    ADD_FAILURE() << "a signal for a program that does not run";
  }
}

// Appends what comes next on either descriptor; false at the end of both, or when patience ends.
bool RunningProgram::read_more() {
  pollfd ready[2] = {{output_, POLLIN, 0}, {errors_, POLLIN, 0}};
  if (output_ < 0 && errors_ < 0) return false;
  if (::poll(ready, 2, kPatienceMilliseconds) <= 0) {
    ADD_FAILURE() << "nothing came for two minutes after: " << out_ << "\n" << err_;
    return false;
  }
  const auto read_from = [](const pollfd& from, int& fd, std::string& text) {
    if (from.revents == 0) return;
    char buffer[4096];
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
    if (count <= 0) close_if_open(fd);  // a terminal whose program ended fails with EIO
  };
  read_from(ready[0], output_, out_);
  read_from(ready[1], errors_, err_);
  return true;
}

bool RunningProgram::read_until(std::string_view text) {
  for (;;) {
    const std::size_t at = out_.find(text, seen_);
    if (at != std::string::npos) {
      seen_ = at + text.size();
      return true;
    }
    if (output_ < 0 || !read_more()) return false;
  }
}

std::optional<std::string> RunningProgram::read_line() {
  const std::size_t begin = seen_;
  if (!read_until("\n")) return std::nullopt;
  return out_.substr(begin, seen_ - begin - 1);
}

Outcome RunningProgram::finish() {
  if (errors_ >= 0) close_input();
  while (read_more()) {
  }
  // Both ends are closed, or patience ended; the process is ended in either case.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMilliseconds);
  int status = 0;
  pid_t ended = 0;
  while ((ended = ::waitpid(pid_, &status, WNOHANG)) == 0 && std::chrono::steady_clock::now() < deadline)
    ::poll(nullptr, 0, 2);
  if (ended == 0) {
    ADD_FAILURE() << "the program does not end";
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, &status, 0);
  }
  pid_ = -1;
  const int exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return {exit_code, out_, err_};
}

Outcome run(const std::vector<std::string>& arguments, const Variables& variables, std::string_view input) {
  RunningProgram program(arguments, variables);
  program.write(input);
  program.close_input();
  return program.finish();
}

LocalEndpoint::LocalEndpoint(std::string_view replies, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "local");
  if (!replies.empty()) {
    arguments.push_back("--replies");
    arguments.push_back(folder_.write("replies.json", replies));
  }
  program_.emplace(arguments);
  constexpr std::string_view exported = "export ";
  for (;;) {
    const std::optional<std::string> line = program_->read_line();
    if (!line) break;
    if (line->starts_with("#")) return;
    if (!line->starts_with(exported)) continue;
    const std::size_t equals = line->find('=');
    variables_[line->substr(exported.size(), equals - exported.size())] = line->substr(equals + 1);
  }
  ADD_FAILURE() << "the local endpoint did not start: " << program_->finish().err;
}

std::string LocalEndpoint::url() const {
  const auto found = variables_.find("AWS_ENDPOINT_URL_BEDROCK_RUNTIME");
  return found == variables_.end() ? "" : found->second;
}

}  // namespace anthropic::internal::cli
