// Any two files are read or refused with a message that says where. A NUL byte parts the two.

#include <algorithm>

#include "fuzz_support.hpp"
#include "wire/profile/profile_file.hpp"

namespace anthropic::internal {
namespace {

void check_keys(const std::map<std::string, profile_file::Properties, std::less<>>& sections) {
  for (const auto& [name, properties] : sections) {
    for (const auto& [key, value] : properties) {
      fuzz::check(!key.empty(), "no key is empty");
      fuzz::check(std::none_of(key.begin(), key.end(), [](char c) { return c >= 'A' && c <= 'Z'; }),
                  "keys are in lower case");
    }
  }
}

}  // namespace
}  // namespace anthropic::internal

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace anthropic;
  using namespace anthropic::internal;
  const std::string_view input = fuzz::text_of(data, size);
  const std::size_t split = std::min(input.find('\0'), input.size());
  const std::string_view config = input.substr(0, split);
  const std::string_view credentials = input.substr(std::min(split + 1, input.size()));
  const Result<profile_file::ProfileSet> set =
      profile_file::parse(config, "/the-config", credentials, "/the-credentials");
  if (!set) {
    fuzz::check(set.error().kind == ErrorKind::configuration, "a refusal is of the kind promised");
    fuzz::check(set.error().message.find("/the-c") != std::string::npos, "a refusal names the file");
    return 0;
  }
  check_keys(set->profiles);
  check_keys(set->sso_sessions);
  check_keys(set->services);
  return 0;
}
