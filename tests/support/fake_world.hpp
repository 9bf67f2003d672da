#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/public_names.hpp"
#include "http/world.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_files.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_random.hpp"
#include "support/fake_transport.hpp"

namespace anthropic::internal::testing {

/// A world of fakes, with a handle on each.
struct FakeWorld {
  std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
  std::shared_ptr<FakeEnvironment> environment = std::make_shared<FakeEnvironment>();
  std::shared_ptr<FakeFiles> files = std::make_shared<FakeFiles>();
  std::shared_ptr<FakeRandom> random = std::make_shared<FakeRandom>();
  std::shared_ptr<FakeTransport> transport = std::make_shared<FakeTransport>(clock);
  std::shared_ptr<FakeProcesses> processes = std::make_shared<FakeProcesses>();
  std::shared_ptr<const World> world =
      std::make_shared<const World>(World{clock, environment, files, random, transport, processes});
};

/// With HOME=/home/user and these variables and files.
inline FakeWorld make_fake_world(const std::map<std::string, std::string>& environment = {},
                                 const std::map<std::string, std::string>& files = {}) {
  FakeWorld fake;
  fake.environment->set("HOME", "/home/user");
  for (const auto& [name, value] : environment) fake.environment->set(name, value);
  for (const auto& [path, contents] : files) fake.files->write(path, contents);
  return fake;
}

}  // namespace anthropic::internal::testing
