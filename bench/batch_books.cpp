// batch_books FOLDER [LINES]: what the bookkeeping of `claude-bedrock batch` costs without the calls: reading
// each line of an input, keeping an answer for it, and taking up the results of all lines. Prints rows of the
// table.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands/batch/run/ledger.hpp"

namespace {

using anthropic::Json;
using anthropic::Message;
using anthropic::Result;
using anthropic::internal::cli::BatchLedger;
using anthropic::internal::cli::LedgerOptions;

// Of an ordinary answer.
constexpr const char* kAnswer =
    R"({"id": "msg_01", "type": "message", "role": "assistant", "model": "claude-haiku-4-5-20251001", "content":
[{"type": "text", "text": "The sky is blue because air scatters short waves of light more than long ones, and blue is short."}],
"stop_reason": "end_turn", "stop_sequence": null, "usage": {"input_tokens": 12, "output_tokens": 31}})";

struct Measured {
  double seconds = 0;
  double processor_seconds = 0;
  double peak_megabytes = 0;
};

void write_input(const std::string& path, long lines) {
  std::ofstream out(path);
  for (long i = 1; i <= lines; ++i)
    out << "{\"id\": \"question-" << i << "\", \"prompt\": \"This is question " << i
        << ": why is the sky blue?\"}\n";
}

double now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Opens the ledger, and keeps an answer for what is open.
void keep_all(const std::string& in, const std::string& out, int pipe) {
  const Message answer = *Message::from_json(*Json::parse(kAnswer));
  anthropic::internal::cli::Output standard_output(1);
  LedgerOptions options;
  options.in = in;
  options.out = out;
  options.defaults.model = "haiku";
  options.defaults.max_tokens = 1024;
  const double began = now();
  Result<std::unique_ptr<BatchLedger>> ledger = BatchLedger::open(std::move(options), standard_output);
  if (!ledger) {
    std::fprintf(stderr, "%s\n", ledger.error().message.c_str());
    std::_Exit(1);
  }
  if (!(*ledger)->begin()) std::_Exit(1);
  while (const auto line = (*ledger)->next()) (*ledger)->store_success(line->key, answer, "haiku");
  if (!(*ledger)->flush() || (*ledger)->failure().kind != anthropic::ErrorKind::none) std::_Exit(1);
  const double seconds = now() - began;
  if (write(pipe, &seconds, sizeof seconds) != sizeof seconds) std::_Exit(1);
  std::_Exit(0);
}

// In a process of its own, whose memory is its own.
Measured measure(const std::string& in, const std::string& out) {
  int ends[2];
  if (pipe(ends) != 0) std::exit(1);
  const pid_t child = fork();
  if (child == 0) keep_all(in, out, ends[1]);
  close(ends[1]);
  Measured measured;
  int status = 0;
  rusage usage{};
  const bool is_read = read(ends[0], &measured.seconds, sizeof measured.seconds) == sizeof measured.seconds;
  close(ends[0]);
  if (wait4(child, &status, 0, &usage) != child || status != 0 || !is_read) std::exit(1);
  const auto seconds_of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  measured.processor_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  measured.peak_megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
  return measured;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  const long lines = argc > 2 ? std::atol(argv[2]) : 1'000'000;
  const std::string in = folder + "/batch_in.jsonl", out = folder + "/batch_out.jsonl";
  const std::string few = folder + "/batch_few.jsonl", few_out = folder + "/batch_few_out.jsonl";
  std::remove(out.c_str());
  std::remove(few_out.c_str());
  write_input(few, 1000);
  write_input(in, lines);
  const Measured small = measure(few, few_out);
  const Measured first = measure(in, out);
  const Measured again = measure(in, out);
  const double microseconds = first.processor_seconds / static_cast<double>(lines) * 1e6;
  std::printf("| batch of %ld lines: bookkeeping a line (CPU) | %.2f µs | – | – | ≤ 5 µs |\n", lines,
              microseconds);
  std::printf("| batch of %ld lines: peak memory more than with 1,000 lines | %.1f MB | – | – | ≤ 10 MB |\n",
              lines, first.peak_megabytes - small.peak_megabytes);
  std::printf("| taking up %ld results, wall | %.2f s | – | – | ≤ 2 s |\n", lines, again.seconds);
  std::printf(
      "| taking up %ld results: peak memory more than with 1,000 lines | %.1f MB | – | – | ≤ 10 MB |\n",
      lines, again.peak_megabytes - small.peak_megabytes);
  for (const std::string& file : {in, out, few, few_out}) std::remove(file.c_str());
  return 0;
}
