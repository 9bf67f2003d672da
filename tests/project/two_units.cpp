// Two translation units that include every header link into one program.
#include <anthropic/bedrock.hpp>

int status_seen_in_part_one(const anthropic::Error& error);
int status_seen_in_part_two(const anthropic::Error& error);

int main() {
  anthropic::Error error{.kind = anthropic::ErrorKind::rate_limit, .status = 429};
  if (to_string(error.kind) != "rate_limit") return 1;
  return status_seen_in_part_one(error) == 429 && status_seen_in_part_two(error) == 429 ? 0 : 1;
}
