#include "http/world.hpp"

namespace anthropic::internal {

std::shared_ptr<const World> World::real() {
  const auto environment = std::make_shared<RealEnvironment>();
  return std::make_shared<const World>(World{
      .clock = std::make_shared<RealClock>(),
      .environment = environment,
      .files = std::make_shared<RealFiles>(),
      .random = std::make_shared<RealRandom>(),
      .transport = make_curl_transport(*environment),
      .processes = std::make_shared<RealProcesses>(),
  });
}

}  // namespace anthropic::internal
