#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <span>
#include <system_error>
#include <utility>
#include <xeus/xkernel.hpp>
#include <xeus/xkernel_configuration.hpp>
#include <zmq.hpp>

#include <anthropic/version.hpp>

#include "tutorial/kernel/interpreter.hpp"
#include "tutorial/kernel/kernel_options.hpp"
#include "tutorial/kernel/kernel_session.hpp"
#include "tutorial/kernel/parent_watch.hpp"
#include "tutorial/kernel/server.hpp"
#include "tutorial/kernel/signals.hpp"

namespace {

using namespace anthropic::internal;
using namespace anthropic::internal::kernel;

int fail(const std::string& message, const std::string& hint = {}) {
  std::fprintf(stderr, "claude-bedrock-kernel: %s\n%s%s", message.c_str(), hint.c_str(),
               hint.empty() ? "" : "\n");
  return 2;
}

int run(const KernelOptions& options, Signals& signals) {
  const RealEnvironment environment;
  const ParentWatch parent(environment);
  std::error_code failed;
  KernelSession session(options, environment, std::filesystem::current_path(failed).string());
  History history;
  auto interpreter = std::make_unique<Interpreter>(session, history);
  Interpreter& asked = *interpreter;
  xeus::xkernel kernel(xeus::load_configuration(options.connection_file), xeus::get_user_name(),
                       xeus::make_context<zmq::context_t>(), std::move(interpreter), Server::make,
                       history_manager(history), nullptr, xeus::make_null_debugger, nl::json::object(),
                       nl::json::error_handler_t::replace);
  auto& server = static_cast<Server&>(kernel.get_server());
  server.watch(signals, parent);
  asked.use(server);
  kernel.start();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Signals signals;
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  std::clog.rdbuf(nullptr);  // xeus greets there
  const auto options = read_options(std::span<const char* const>(argv + 1, argv + argc));
  if (!options) return fail(options.error().message, options.error().hint);
  if (options->wants_version) return std::puts("claude-bedrock-kernel " ANTHROPIC_VERSION) < 0;
  try {
    return run(*options, signals);
  } catch (const std::exception& problem) {
    return fail("the kernel could not be started with " + options->connection_file + ": " + problem.what());
  }
}
