#include "commands/token/token.hpp"

#include <anthropic/aws/bedrock_api_key.hpp>
#include <anthropic/json.hpp>

#include "base/time/time_format.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::chrono::seconds kLongest = std::chrono::hours(12);

void declare(Declaration& declaration, TokenOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.text("--lifetime", options.lifetime, "TIME",
                   "How long it works: 45m, 1h30m; at most 12h, the default");
}

}  // namespace

std::optional<std::chrono::seconds> parse_lifetime(std::string_view text) {
  long long total = 0;
  long long number = 0;
  bool has_digits = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      has_digits = true;
      if (number > 1'000'000) return std::nullopt;
      continue;
    }
    const int unit = c == 'h' ? 3600 : c == 'm' ? 60 : c == 's' ? 1 : 0;
    if (unit == 0 || !has_digits) return std::nullopt;
    total += number * unit;
    number = 0;
    has_digits = false;
  }
  if (has_digits) total += number;
  if (total <= 0) return std::nullopt;
  return std::chrono::seconds(total);
}

int run_token(const TokenOptions& options, Console& console) {
  const std::optional<std::chrono::seconds> lifetime = parse_lifetime(options.lifetime);
  if (!lifetime || *lifetime > kLongest)
    return report_usage(console.err, usage_error("--lifetime takes up to 12h, such as 45m or 1h30m"));
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.aws, interrupts.token());
  const Result<std::string> region = session.region();
  if (!region) return report_failed_call(console, region.error(), interrupts);
  const Result<aws::Credentials> credentials = session.credentials(interrupts.token());
  if (!credentials) return report_failed_call(console, credentials.error(), interrupts);
  const SystemTime now = std::chrono::system_clock::now();
  const Result<std::string> key = aws::make_bedrock_api_key(session, *lifetime, interrupts.token());
  if (!key) return report_failed_call(console, key.error(), interrupts);

  // It ends with the credentials that it was made from.
  SystemTime end = now + *lifetime;
  if (credentials->expiration && *credentials->expiration < end) end = *credentials->expiration;
  if (!options.json) {
    console.out.write(*key + "\n");
    if (console.err.is_terminal())
      console.err.write("note: for Bedrock in " + *region + " until " + format_iso8601(end) + "\n");
    return console.finish(kExitOk);
  }
  console.out.write(
      json_line(Json::object({{"token", *key}, {"region", *region}, {"expires", format_iso8601(end)}})));
  return console.finish(kExitOk);
}

Command token_command() {
  return {.name = "token",
          .about = "Make a short-term API key for Bedrock",
          .examples = R"help(  claude-bedrock token --json | jq -r .expires
  export AWS_BEARER_TOKEN_BEDROCK="$(claude-bedrock token --lifetime 1h)"
)help",
          .declare = with_options(declare, run_token)};
}

}  // namespace anthropic::internal::cli
