#pragma once

#include <memory>
#include <string>
#include <vector>
#include <xeus/xinterpreter.hpp>

#include "tutorial/kernel/display/cell_outputs.hpp"
#include "tutorial/kernel/history.hpp"
#include "tutorial/kernel/kernel_session.hpp"
#include "tutorial/kernel/server.hpp"

namespace anthropic::internal::kernel {

/// Answers what front ends ask. A cell runs on a thread of its own, so that the kernel can be interrupted and ended
/// meanwhile; all that is sent is sent from the thread of the sockets.
class Interpreter final : public xeus::xinterpreter, private Display {
 public:
  /// Both outlive this.
  Interpreter(KernelSession& session, History& history) : session_(session), history_(history) {}

  /// Before the first request. It outlives this.
  void use(Server& server) { server_ = &server; }

 private:
  void configure_impl() override {}
  nl::json execute_request_impl(int number, const std::string& code, bool is_silent, bool is_stored,
                                nl::json expressions, bool allow_stdin) override;
  nl::json complete_request_impl(const std::string& code, int cursor) override;
  nl::json inspect_request_impl(const std::string& code, int cursor, int detail) override;
  nl::json is_complete_request_impl(const std::string& code) override;
  nl::json kernel_info_request_impl() override;
  void shutdown_request_impl() override {}

  void show(const Shown& shown) override;
  void show(const Shown& shown, const std::string& id) override;
  void replace(const Shown& shown, const std::string& id) override;

  nl::json execute(const std::string& code, bool is_silent, HistoryEntry& entry);
  Result<tutorial::CellRun> run(const std::string& code, CellFeed& feed, CellOutputs* outputs);
  nl::json fail(const std::string& name, const Error& error, bool is_silent);

  KernelSession& session_;
  History& history_;
  Server* server_ = nullptr;
};

/// The history, as xeus asks for it.
std::unique_ptr<xeus::xhistory_manager> history_manager(const History& history);

}  // namespace anthropic::internal::kernel
