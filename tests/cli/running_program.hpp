#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {

using testing::TemporaryFolder;

using Variables = std::map<std::string, std::string>;

struct Outcome {
  int exit_code = -1;  ///< 128 plus the signal's number if one ended it.
  std::string out = {};
  std::string err = {};
};

/// The program that is tested: the one that CLAUDE_BEDROCK names, or that of this build.
const char* tested_program();

/// The built program as a process of its own, with an environment that holds nothing but what a test gives it
/// (and PATH, and a HOME without AWS files). Every wait ends after two minutes, with what had arrived.
class RunningProgram {
 public:
  enum class Through {
    pipes,
    terminal,         ///< Of 200 columns.
    narrow_terminal,  ///< Of 80.
  };

  RunningProgram(const std::vector<std::string>& arguments, const Variables& variables = {},
                 Through through = Through::pipes);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void write(std::string_view text);
  void close_input();
  void close_output();  ///< As when `head` has seen enough.
  void send_signal(int signal) const;
  /// Reads until the output (on a terminal: all there is to see) holds the text from where the last call
  /// ended; whether it came.
  bool read_until(std::string_view text);
  /// The next line of the output, without its end.
  std::optional<std::string> read_line();
  /// Reads what is left, and waits for the end.
  Outcome finish();

  const std::string& output() const { return out_; }

 private:
  bool read_more();
  void start(const std::vector<std::string>& arguments, const Variables& variables, Through through);

  TemporaryFolder home_;
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string out_;
  std::string err_;
  std::size_t seen_ = 0;
};

/// Runs the program to its end.
Outcome run(const std::vector<std::string>& arguments, const Variables& variables = {},
            std::string_view input = {});

/// `claude-bedrock local` on a free port, with the keys that it made.
class LocalEndpoint {
 public:
  /// Answers as the replies say; with its own words if they are empty.
  explicit LocalEndpoint(std::string_view replies = {}, std::vector<std::string> arguments = {});

  /// The variables that send a program here, whatever service it calls.
  const Variables& variables() const { return variables_; }
  std::string url() const;
  RunningProgram& program() { return *program_; }

 private:
  TemporaryFolder folder_;
  std::optional<RunningProgram> program_;
  Variables variables_;
};

}  // namespace anthropic::internal::cli
