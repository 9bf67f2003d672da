#pragma once

#include <memory>

#include "base/crypto/random.hpp"
#include "base/environment.hpp"
#include "base/file/files.hpp"
#include "base/process/processes.hpp"
#include "base/time/clock.hpp"
#include "http/transport.hpp"

namespace anthropic::internal {

/// Everything outside a client's own memory. Built once, shared by a client's copies, replaced in tests.
struct World {
  std::shared_ptr<Clock> clock;
  std::shared_ptr<Environment> environment;
  std::shared_ptr<Files> files;
  std::shared_ptr<Random> random;
  std::shared_ptr<Transport> transport;
  std::shared_ptr<Processes> processes;

  static std::shared_ptr<const World> real();
};

}  // namespace anthropic::internal
