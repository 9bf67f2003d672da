// Ends while calls are in flight: EXIT_SHAPE says where the client is, EXIT_CALLS how it was called.
#include <cstdio>
#include <dlfcn.h>
#include <memory>

#include "processes/begin_calls.hpp"

// Read by AddressSanitizer: most of what is here is leaked on purpose.
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

namespace anthropic::internal::testing {
namespace {

const std::string kShape = variable("EXIT_SHAPE");
const std::string kCalls = variable("EXIT_CALLS");

/// Older than every client: destroyed after all that clients have left behind.
struct LastCall {
  AnthropicBedrock* client = nullptr;
  ~LastCall() {
    if (client) (void)client->messages.create(question("last"));
    if (client) (void)client->messages.start(question("last")).get();
  }
};
LastCall last_call;
std::unique_ptr<AnthropicBedrock> holder;

struct IfStatic {
  std::unique_ptr<AnthropicBedrock> client =
      kShape == "namespace" ? std::make_unique<AnthropicBedrock>(client_options()) : nullptr;
};
IfStatic if_static;

/// Younger than a client: its destructor may still use it.
struct Farewell {
  ~Farewell() {
    if (if_static.client) (void)if_static.client->messages.create(question("farewell"));
  }
};
Farewell farewell;

void in_a_plugin() {
  void* const plugin = dlopen(variable("EXIT_PLUGIN").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!plugin) std::puts(dlerror());
  const auto begin = reinterpret_cast<void (*)(const char*, const char*)>(dlsym(plugin, "begin_in_plugin"));
  begin(kShape.c_str(), kCalls.c_str());
  dlclose(plugin);
}

void begin() {
  if (kShape == "namespace") {
    begin_calls(*if_static.client, kCalls);
  } else if (kShape == "local-static") {
    static const AnthropicBedrock client(client_options());
    begin_calls(client, kCalls);
  } else if (kShape == "leaked") {
    begin_calls(*new AnthropicBedrock(client_options()), kCalls);
  } else if (kShape == "leaked-and-used-last") {
    last_call.client = new AnthropicBedrock(client_options());
    begin_calls(*last_call.client, kCalls);
  } else if (kShape == "holder") {
    holder = std::make_unique<AnthropicBedrock>(client_options());
    begin_calls(*holder, kCalls);
  } else if (kShape == "thread-local") {
    thread_local const AnthropicBedrock client(client_options());
    begin_calls(client, kCalls);
  } else if (kShape == "other-thread-local") {
    std::thread([] {
      thread_local const AnthropicBedrock client(client_options());
      begin_calls(client, kCalls);
    }).join();
  } else if (kShape.starts_with("plugin")) {
    in_a_plugin();
  }
}

}  // namespace
}  // namespace anthropic::internal::testing

int main() {
  anthropic::internal::testing::begin();
  return 0;
}
