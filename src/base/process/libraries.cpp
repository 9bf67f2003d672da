#include "base/process/libraries.hpp"

#include <cstring>
#include <new>
#include <openssl/crypto.h>
#include <simdjson.h>

namespace anthropic::internal {
namespace {

/// simdjson's functions are called through a static object, which is destroyed like any other. A copy of its
/// bytes that nobody destroys takes its place. (It cannot be copied as an object: its class is simdjson's
/// own.)
void keep_simdjson() {
  auto& active = simdjson::get_active_implementation();
  if (!active->validate_utf8("", 0)) return;  // Chosen by the first call.
  const simdjson::implementation* const chosen = active;
  constexpr std::size_t size = sizeof(simdjson::implementation);
  void* const copy = ::operator new(size, std::nothrow);
  if (!copy) return;
  std::memcpy(copy, static_cast<const void*>(chosen), size);
  active = static_cast<const simdjson::implementation*>(copy);
}

bool keep_all() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
  keep_simdjson();
  return true;
}

}  // namespace

void keep_libraries_until_the_end() {
  [[maybe_unused]] static const bool kept = keep_all();
}

}  // namespace anthropic::internal
