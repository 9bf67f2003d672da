#include "conversation/usage.hpp"

#include <cstdint>
#include <optional>

#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

void add(std::optional<std::int64_t>& total, const std::optional<std::int64_t>& more) {
  if (more) total = total.value_or(0) + *more;
}

}  // namespace

std::string describe_usage(const Usage& usage) {
  std::string text = with_thousands(usage.input_tokens) + " input tokens, " +
                     with_thousands(usage.output_tokens) + " output tokens";
  if (usage.cache_read_input_tokens.value_or(0) > 0)
    text += ", " + with_thousands(*usage.cache_read_input_tokens) + " read from the cache";
  if (usage.cache_creation_input_tokens.value_or(0) > 0)
    text += ", " + with_thousands(*usage.cache_creation_input_tokens) + " written to the cache";
  return text;
}

void add_usage(const Usage& more, Usage& total) {
  total.input_tokens += more.input_tokens;
  total.output_tokens += more.output_tokens;
  add(total.cache_read_input_tokens, more.cache_read_input_tokens);
  add(total.cache_creation_input_tokens, more.cache_creation_input_tokens);
}

}  // namespace anthropic::internal::cli
