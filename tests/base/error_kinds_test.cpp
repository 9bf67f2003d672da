#include <gtest/gtest.h>
#include <utility>

#include "base/errors.hpp"

namespace anthropic {
namespace {

TEST(ErrorKinds, EveryStatusHasOne) {
  const std::pair<int, ErrorKind> cases[] = {
      {400, ErrorKind::bad_request},         {401, ErrorKind::authentication},
      {403, ErrorKind::permission_denied},   {404, ErrorKind::not_found},
      {408, ErrorKind::request_timeout},     {409, ErrorKind::conflict},
      {413, ErrorKind::request_too_large},   {422, ErrorKind::unprocessable_entity},
      {424, ErrorKind::internal_server},     {429, ErrorKind::rate_limit},
      {500, ErrorKind::internal_server},     {502, ErrorKind::internal_server},
      {503, ErrorKind::service_unavailable}, {504, ErrorKind::deadline_exceeded},
      {529, ErrorKind::overloaded},          {599, ErrorKind::internal_server},
      {302, ErrorKind::api_status},          {418, ErrorKind::api_status}};
  for (const auto& [status, kind] : cases) EXPECT_EQ(kind_of_status(status), kind) << status;
}

TEST(ErrorKinds, AreRetryableWhereNothingMustChangeFirst) {
  for (const ErrorKind kind :
       {ErrorKind::request_timeout, ErrorKind::conflict, ErrorKind::rate_limit, ErrorKind::internal_server,
        ErrorKind::service_unavailable, ErrorKind::deadline_exceeded, ErrorKind::overloaded,
        ErrorKind::connection, ErrorKind::timeout, ErrorKind::incomplete_stream,
        ErrorKind::response_validation}) {
    EXPECT_TRUE(Error{.kind = kind}.is_retryable()) << kind;
  }
  for (const ErrorKind kind :
       {ErrorKind::none, ErrorKind::configuration, ErrorKind::credentials, ErrorKind::bad_request,
        ErrorKind::authentication, ErrorKind::permission_denied, ErrorKind::not_found,
        ErrorKind::request_too_large, ErrorKind::unprocessable_entity, ErrorKind::api_status,
        ErrorKind::user_abort}) {
    EXPECT_FALSE(Error{.kind = kind}.is_retryable()) << kind;
  }
}

}  // namespace
}  // namespace anthropic
