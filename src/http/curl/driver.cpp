#include "http/curl/driver.hpp"

#include "http/curl/lane.hpp"

namespace anthropic {

void OneLaneDriver::pump(CurlLane& lane) {
  if (!multi_.perform()) lane.ended(CURLE_OUT_OF_MEMORY);
}

void OneLaneDriver::wait(CurlLane&, std::chrono::milliseconds limit) {
  multi_.poll(limit);
}

void OneLaneDriver::wake(CurlLane&) {
  multi_.wake();
}

}  // namespace anthropic
