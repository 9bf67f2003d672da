#include "resident.hpp"

#include <cstdio>
#include <unistd.h>

namespace bench {

double resident_kilobytes() {
  long pages = 0, resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (!file || std::fscanf(file, "%ld %ld", &pages, &resident) != 2) std::perror("/proc/self/statm");
  if (file) std::fclose(file);
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / 1024;
}

}  // namespace bench
