#include <cstdio>
#include <unistd.h>

#include "canned_server.hpp"

// The prepared answers for programs that are no part of anthropic_bench: prints their URL and stays until its standard input ends.

int main() {
  const bench::CannedServer server;
  std::printf("%s\n", server.url().c_str());
  std::fflush(stdout);
  char byte = 0;
  while (read(0, &byte, 1) > 0) continue;
}
