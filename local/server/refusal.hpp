#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>

#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// Why a request is refused, in AWS's terms.
struct Refusal {
  int status = 400;
  std::string code = {};  ///< "ValidationException"
  std::string message = {};
  Json details = {};            ///< `error.details`, which only the Messages API has
  bool capital_member = false;  ///< The body says "Message", as AWS's gateway in front of Bedrock does.
};

/// With the status that AWS gives the code; 400 for an unknown one.
Refusal refuse(std::string_view code, std::string message);
Refusal refuse_input(std::string message);  ///< ValidationException
int status_of_code(std::string_view code);
/// The code that Bedrock sends with a status; empty if none belongs to it (502, 504 and the like come from
/// what stands in front of Bedrock).
std::string_view code_of_status(int status);

/// Anthropic's error type for a status: "rate_limit_error".
std::string_view api_error_type(int status);

/// The answer that carries it, without a request id.
Answer answer_with(const Refusal& refusal);

/// What AWS sends, with status 200, for a path that no operation has.
std::string unknown_operation_body();

}  // namespace anthropic::internal::local
