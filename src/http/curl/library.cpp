#include "http/curl/library.hpp"

#include <curl/curl.h>
#include <dlfcn.h>

#include "base/crypto/sha256.hpp"
#include "base/process/libraries.hpp"

namespace anthropic::internal {
namespace {

/// Where a call is cancelled, libcurl leaves the thread to itself that resolves a name for it: its code must
/// stay, even if this library is unloaded.
void keep_curl_loaded() {
  Dl_info curl, own;
  if (!dladdr(reinterpret_cast<void*>(&curl_global_init), &curl)) return;
  if (!dladdr(reinterpret_cast<void*>(&curl_is_ready), &own)) return;
  if (curl.dli_fbase != own.dli_fbase) (void)dlopen(curl.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

bool get_ready() {
  keep_libraries_until_the_end();
  (void)sha256(
      {});  // Looks the algorithm up now: a fork() in the middle of that would leave the child waiting.
  keep_curl_loaded();
  // Never cleaned up: others in the process may use it, and its end may find connections open.
  return curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK;
}

}  // namespace

bool curl_is_ready() {
  static const bool ready = get_ready();
  return ready;
}

}  // namespace anthropic::internal
