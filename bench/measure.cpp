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
#include <vector>

// Runs two commands in turn and prints the medians of each: wall time, CPU time, peak memory.
//   measure ROUNDS OURS … -- BOUND …
// Output: "wall_ms cpu_ms peak_kB" of the first on one line, of the second on the next. Small itself, because
// a child's peak memory begins with its parent's.

namespace {

struct Usage {
  double wall_ms, cpu_ms, peak_kb;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

Usage run(char** command) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = -1;
  int status = -1;
  rusage used{};
  if (posix_spawnp(&child, command[0], &actions, nullptr, command, environ) == 0)
    wait4(child, &status, 0, &used);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
  posix_spawn_file_actions_destroy(&actions);
  if (status != 0) {
    std::fprintf(stderr, "failed: %s\n", command[0]);
    std::exit(1);
  }
  return {wall.count(), milliseconds(used.ru_utime) + milliseconds(used.ru_stime),
          static_cast<double>(used.ru_maxrss)};
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
    std::printf("%.2f %.2f %.0f\n", median(results, &Usage::wall_ms), median(results, &Usage::cpu_ms),
                median(results, &Usage::peak_kb));
  }
}
