#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

const SystemTime kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(12);

const std::string kSpan =
    R"({"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","flags":1,"name":"chat","kind":3,)"
    R"("startTimeUnixNano":"1795348800000000000","endTimeUnixNano":"1795348801000000000",)"
    R"("attributes":[{"key":"a","value":{"intValue":"1"}}],"status":{"code":1}})";

/// The message of the refusal; empty if it is taken.
std::string refusal_of(const std::string& span) {
  const Json body =
      Json::parse(R"({"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"spans":[)" + span +
                  "]}]}]}")
          .value();
  const ServiceOutcome outcome = xray()({.operation = "POST /v1/traces",
                                         .input = body,
                                         .request = Request(),
                                         .region = "us-east-1",
                                         .now = kNoon});
  const auto* refusal = std::get_if<Refusal>(&outcome);
  return refusal ? refusal->message : std::string();
}

std::string with(std::string span, std::string_view from, std::string_view to) {
  const std::size_t at = span.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return span.replace(at, from.size(), to);
}

TEST(XRay, TakesASpan) {
  EXPECT_EQ(refusal_of(kSpan), "");
  EXPECT_EQ(refusal_of(""), "there are no spans");
}

TEST(XRay, IsStrict) {
  const struct {
    const char* from;
    const char* to;
    const char* problem;
  } wrong[] = {{R"("kind":3)", R"("kind":"SPAN_KIND_CLIENT")", "kind is no number"},
               {"4bf92f3577b34da6a3ce929d0e0e4736", "S/kvNXezTaajzpKdDg5HNg==", "traceId is not 32"},
               {"00f067aa0ba902b7", "0000000000000000", "spanId is zero"},
               {R"("1795348800000000000")", "1795348800000000000", "startTimeUnixNano is not a text"},
               {R"("1795348800000000000")", R"("1790000000000000000")", "older than 14 days"},
               {R"("1795348801000000000")", R"("1795358801000000000")", "more than 2 hours ahead"},
               {R"("intValue":"1")", R"("intValue":1)", R"(have "a", which is no value: intValue)"},
               {R"("flags":1)", R"("trace_state":"a=1")", "trace_state is no member"},
               {R"("code":1)", R"("code":"STATUS_CODE_OK")", "status.code"}};
  for (const auto& [from, to, problem] : wrong)
    EXPECT_THAT(refusal_of(with(kSpan, from, to)), HasSubstr(problem)) << to;
  EXPECT_THAT(
      refusal_of(with(kSpan, R"("intValue":"1")", R"("stringValue":")" + std::string(200'000, 'x') + "\"")),
      HasSubstr("more than 200 kB"));
}

}  // namespace
}  // namespace anthropic::internal::local
