#include "errors/exit_codes.hpp"

namespace anthropic::internal::cli {

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::none:
      return kExitOk;
    case ErrorKind::configuration:
      return 3;
    case ErrorKind::credentials:
      return 4;
    case ErrorKind::bad_request:
      return 5;
    case ErrorKind::authentication:
      return 6;
    case ErrorKind::permission_denied:
      return 7;
    case ErrorKind::not_found:
      return 8;
    case ErrorKind::request_timeout:
      return 9;
    case ErrorKind::conflict:
      return 10;
    case ErrorKind::request_too_large:
      return 11;
    case ErrorKind::unprocessable_entity:
      return 12;
    case ErrorKind::rate_limit:
      return 13;
    case ErrorKind::internal_server:
      return 14;
    case ErrorKind::service_unavailable:
      return 15;
    case ErrorKind::deadline_exceeded:
      return 16;
    case ErrorKind::overloaded:
      return 17;
    case ErrorKind::api_status:
      return 18;
    case ErrorKind::connection:
      return 19;
    case ErrorKind::timeout:
      return 20;
    case ErrorKind::incomplete_stream:
      return 21;
    case ErrorKind::response_validation:
      return 22;
    case ErrorKind::user_abort:
      return 130;
  }
  return kExitUnexpected;
}

const char* exit_codes_help() {
  return
      R"(Exit codes:
   0 ok                    8 not found (404)            16 deadline exceeded (504)
   1 unexpected            9 model took too long (408)  17 overloaded (529)
   2 usage                10 conflict (409)             18 any other HTTP error
   3 configuration        11 request too large (413)    19 no connection
   4 no AWS credentials   12 unprocessable (422)        20 time-out
   5 bad request (400)    13 rate limit (429)           21 stream broke off
   6 authentication       14 server error (500)         22 answer not understood
   7 permission denied    15 unavailable (503)         130 Ctrl-C, 141 broken pipe
  23 of a batch, some lines failed                      24 migrate, checks: something is left
)";
}

}  // namespace anthropic::internal::cli
