#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <anthropic/aws/credentials.hpp>

#include "base/public_names.hpp"
#include "base/time/clock.hpp"
#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

inline constexpr std::string_view kHaikuId = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
inline constexpr std::string_view kHaikuInvoke =
    "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke";
inline constexpr std::string_view kHaikuStream =
    "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke-with-response-stream";

/// 2026-11-22T12:00:00Z
SystemTime noon();

aws::Credentials plain_pair();
aws::Credentials temporary_pair();

/// {"anthropic_version": …, "max_tokens": 100, "messages": [{"role": "user", "content": PROMPT}]}
std::string invoke_body(std::string_view prompt = "What is 2+2?");

struct SignedWith {
  aws::Credentials pair = plain_pair();
  std::string region = "us-east-1";
  std::string service = "bedrock";
  SystemTime time = noon();
  std::string content_type = "application/json";
  Headers more = {};  ///< Signed with the rest.
};

/// A request with Host, Content-Type and the headers of its signature.
Request signed_request(std::string_view method, std::string_view target, std::string body,
                       const SignedWith& with = {});

/// The value of a header, to be changed.
std::string& header_of(Request& request, std::string_view name);
void remove_header(Request& request, std::string_view name);

}  // namespace anthropic::internal::local
