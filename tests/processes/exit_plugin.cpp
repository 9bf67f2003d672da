// A shared library with the client in it, which is unloaded while calls are in flight.
#include <string_view>

#include "processes/begin_calls.hpp"

using namespace anthropic::internal::testing;

extern "C" [[gnu::visibility("default")]] void begin_in_plugin(const char* shape, const char* calls) {
  if (std::string_view(shape) == "plugin-leaked")
    return begin_calls(*new anthropic::AnthropicBedrock(client_options()), calls);
  static const anthropic::AnthropicBedrock client(client_options());
  begin_calls(client, calls);
}
