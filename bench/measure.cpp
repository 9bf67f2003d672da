#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

// Runs two commands in turn and prints the medians of each: wall time, CPU time, peak memory, time until the
// first output.
//   measure ROUNDS OURS … -- BOUND …
// Output: "wall_ms cpu_ms peak_kB first_ms" of the first on one line, of the second on the next. Small itself,
// because a child's peak memory begins with its parent's.

namespace {

struct Usage {
  double wall_ms, cpu_ms, peak_kb, first_ms;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Reads until the end; when the first of it came.
double read_all(int descriptor, Clock::time_point begin) {
  static char bytes[65536];
  double first_ms = 0;
  while (read(descriptor, bytes, sizeof bytes) > 0) {
    if (first_ms == 0) first_ms = since(begin);
  }
  return first_ms;
}

Usage run(char** command) {
  int output[2];
  if (pipe2(output, O_CLOEXEC) != 0) std::exit(1);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output[1], 1);
  const auto begin = Clock::now();
  pid_t child = -1;
  int status = -1;
  rusage used{};
  const bool runs = posix_spawnp(&child, command[0], &actions, nullptr, command, environ) == 0;
  close(output[1]);
  const double first_ms = read_all(output[0], begin);
  close(output[0]);
  if (runs) wait4(child, &status, 0, &used);
  const double wall_ms = since(begin);
  posix_spawn_file_actions_destroy(&actions);
  if (status != 0) {
    std::fprintf(stderr, "failed: %s\n", command[0]);
    std::exit(1);
  }
  return {wall_ms, milliseconds(used.ru_utime) + milliseconds(used.ru_stime),
          static_cast<double>(used.ru_maxrss), first_ms};
}

double median(const std::vector<Usage>& runs, double Usage::*member) {
  std::vector<double> values;
  for (const Usage& usage : runs) values.push_back(usage.*member);
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  char** separator =
      std::find_if(argv, argv + argc, [](const char* text) { return !std::strcmp(text, "--"); });
  if (argc < 5 || separator == argv + argc) return 2;
  *separator = nullptr;
  char** commands[] = {argv + 2, separator + 1};
  std::vector<Usage> runs[2];
  for (int round = -1; round < std::atoi(argv[1]); ++round) {
    for (int i = 0; i < 2; ++i) {
      const Usage usage = run(commands[i]);
      if (round >= 0) runs[i].push_back(usage);  // the first fills the page cache
    }
  }
  for (const auto& results : runs) {
    std::printf("%.2f %.2f %.0f %.2f\n", median(results, &Usage::wall_ms), median(results, &Usage::cpu_ms),
                median(results, &Usage::peak_kb), median(results, &Usage::first_ms));
  }
}
