#include "http/curl/driver.hpp"

#include "http/curl/transfer.hpp"

namespace anthropic::internal {

void BlockingDriver::pump(CurlTransfer& transfer) {
  if (!multi_.perform()) transfer.ended(CURLE_OUT_OF_MEMORY);
}

void BlockingDriver::wait(CurlTransfer&, std::chrono::milliseconds limit) {
  multi_.poll(limit);
}

void BlockingDriver::wake(CurlTransfer&) {
  multi_.wake();
}

}  // namespace anthropic::internal
