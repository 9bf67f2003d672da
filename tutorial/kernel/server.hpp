#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <xeus/xserver_zmq.hpp>

#include "tutorial/kernel/parent_watch.hpp"
#include "tutorial/kernel/signals.hpp"

namespace anthropic::internal::kernel {

/// What came while a cell ran.
struct Meanwhile {
  bool is_done = false;  ///< The cell has ended.
  bool stop = false;     ///< It is to stop.
};

/// xeus's sockets in a loop of our own. It also takes signals, watches the front end, answers control requests while a cell
/// runs, and answers cells that are given up after an error so that front ends know what became of them.
class Server final : public xeus::xserver_zmq {
 public:
  using xeus::xserver_zmq::xserver_zmq;

  /// For xeus::xkernel.
  static std::unique_ptr<xeus::xserver> make(xeus::xcontext& context, const xeus::xconfiguration& config,
                                             nl::json::error_handler_t on_invalid_utf8);

  /// Both outlive this.
  void watch(Signals& signals, const ParentWatch& parent);

  /// A cell begins: interrupts of what was before are not meant for it.
  void begin_cell();
  /// Waits while a cell runs, until the time has passed, `done` is readable, or something else came.
  Meanwhile wait(int done, std::chrono::milliseconds longest);

  /// The id that the front end gave with the cell which runs; empty if it gave none.
  const std::string& cell_id() const { return cell_id_; }

 private:
  void start_impl(xeus::xpub_message message) override;
  void abort_queue_impl(const listener& abort, long polling_interval) override;
  void send_control_impl(xeus::xmessage message) override;

  bool take_signals();
  void take_control();
  void take_shell();
  void give_up_queue();
  void give_up(const xeus::xmessage& request);
  void publish_status(const std::string& status, const nl::json& parent);

  Signals* signals_ = nullptr;
  int parent_ = -1;
  std::string cell_id_;
  std::string topic_;  // of status messages
  nl::json header_;    // of the first message: who speaks, and in which session
  bool gives_up_ = false;
  bool is_interrupted_ = false;  // by a message
};

}  // namespace anthropic::internal::kernel
