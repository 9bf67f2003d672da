#include "http/slow_resolver.hpp"

#include <condition_variable>
#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>

namespace {

std::mutex mutex;
std::condition_variable changed;
int asked = 0;
int waiting = 0;
bool open = false;

}  // namespace

/// Stands in front of libc's: libcurl's resolver thread calls this one.
extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** result) {
  if (name && std::strcmp(name, "slow.test") == 0) {
    std::unique_lock lock(mutex);
    ++asked;
    ++waiting;
    changed.notify_all();
    changed.wait(lock, [] { return open; });
    --waiting;
    changed.notify_all();
    return EAI_NONAME;
  }
  using Resolve = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const Resolve libc_resolve = reinterpret_cast<Resolve>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return libc_resolve(name, service, hints, result);
}

namespace anthropic::internal::testing {

SlowResolver::SlowResolver() {
  std::lock_guard lock(mutex);
  asked = 0;
  open = false;
}

SlowResolver::~SlowResolver() {
  std::unique_lock lock(mutex);
  open = true;
  changed.notify_all();
  changed.wait(lock, [] { return waiting == 0; });
}

void SlowResolver::wait_until_asked() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [] { return asked > 0; });
}

}  // namespace anthropic::internal::testing
