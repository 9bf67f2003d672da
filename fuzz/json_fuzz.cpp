// What parses is written as JSON that parses to the same.

#include <anthropic/json.hpp>

#include "fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace anthropic;
  const Result<Json> json = Json::parse(internal::fuzz::text_of(data, size));
  if (!json) {
    internal::fuzz::check(json.error().kind == ErrorKind::response_validation,
                          "a parse error is of the kind promised");
    return 0;
  }
  const std::string text = json->dump();
  const Result<Json> again = Json::parse(text);
  internal::fuzz::check(again.has_value(), "what was written parses");
  internal::fuzz::check(*again == *json, "it parses to the same");
  internal::fuzz::check(again->dump() == text, "it is written the same way again");
  const Result<Json> pretty = Json::parse(json->pretty());
  internal::fuzz::check(pretty && *pretty == *json, "so does what is written for people");
  return 0;
}
