#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "local/aws/service.hpp"

// How AWS's JSON and query protocols write calls, answers and errors.

namespace anthropic::internal::local {

struct ReadCall {
  std::string operation;
  Json input;
};
/// The call in a request. Refuses what is not written as the service's protocol demands.
std::variant<ReadCall, Refusal> read_call(const LocalService& service, const Request& request);

/// The parameters of a form as the value that they stand for; empty if they stand for none. "Action" and
/// "Version" are among them.
std::optional<Json> read_form(std::string_view body);

Answer write_answer(const LocalService& service, std::string_view operation, const Json& output,
                    const std::string& request_id);
Answer write_error(const LocalService& service, const Refusal& refusal, const std::string& request_id);

}  // namespace anthropic::internal::local
