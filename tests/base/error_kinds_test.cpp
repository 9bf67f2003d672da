#include <gtest/gtest.h>

#include "base/errors.hpp"
#include "support/status_kinds.hpp"

namespace anthropic::internal {
namespace {

TEST(ErrorKinds, EveryStatusHasOne) {
  for (const auto& [status, kind] : testing::kStatusKinds) EXPECT_EQ(kind_of_status(status), kind) << status;
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
}  // namespace anthropic::internal
