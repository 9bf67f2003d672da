#include "tutorial/kernel/server.hpp"

#include <cerrno>
#include <exception>
#include <iostream>
#include <utility>
#include <xeus/xeus_context.hpp>
#include <xeus/xmiddleware.hpp>
#include <xeus/xzmq_serializer.hpp>
#include <zmq.hpp>

namespace anthropic::internal::kernel {
namespace {

std::string text_in(const nl::json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Waits until one of them is readable. A process that was stopped and goes on may see an end of waiting that is none.
void wait_for(zmq::pollitem_t* items, std::size_t count, std::chrono::milliseconds longest) try {
  zmq::poll(items, count, longest);
} catch (const zmq::error_t& problem) {
  if (problem.num() != EINTR) throw;
}

}  // namespace

std::unique_ptr<xeus::xserver> Server::make(xeus::xcontext& context, const xeus::xconfiguration& config,
                                            nl::json::error_handler_t on_invalid_utf8) {
  return std::make_unique<Server>(context.get_wrapped_context<zmq::context_t>(), config, on_invalid_utf8);
}

void Server::watch(Signals& signals, const ParentWatch& parent) {
  signals_ = &signals;
  parent_ = parent.descriptor();
}

void Server::start_impl(xeus::xpub_message message) {
  start_publisher_thread();
  start_heartbeat_thread();
  topic_ = message.topic();
  header_ = message.header();
  publish(std::move(message), xeus::channel::SHELL);
  while (!m_request_stop) {
    zmq::pollitem_t items[] = {{m_controller, 0, ZMQ_POLLIN, 0},
                               {m_shell, 0, ZMQ_POLLIN, 0},
                               {nullptr, signals_->descriptor(), ZMQ_POLLIN, 0},
                               {nullptr, parent_, ZMQ_POLLIN, 0}};
    wait_for(items, parent_ < 0 ? 3 : 4, std::chrono::milliseconds(-1));
    take_signals();
    if (parent_ >= 0 && items[3].revents != 0) m_request_stop = true;
    if (!m_request_stop && (items[0].revents & ZMQ_POLLIN)) take_control();
    if (!m_request_stop && (items[1].revents & ZMQ_POLLIN)) take_shell();
  }
  stop_channels();
}

/// Whether an interrupt was among them.
bool Server::take_signals() {
  const Signals::Taken taken = signals_->take();
  if (taken.end) m_request_stop = true;
  return taken.interrupt;
}

void Server::take_control() try {
  zmq::multipart_t wire;
  wire.recv(m_controller);
  xeus::xmessage message = xeus::xzmq_serializer::deserialize(wire, *p_auth);
  if (text_in(message.header(), "msg_type") == "interrupt_request") is_interrupted_ = true;
  notify_control_listener(std::move(message));
} catch (const std::exception& problem) {
  std::cerr << "a control message was refused: " << problem.what() << std::endl;
}

void Server::take_shell() try {
  zmq::multipart_t wire;
  wire.recv(m_shell);
  xeus::xmessage message = xeus::xzmq_serializer::deserialize(wire, *p_auth);
  cell_id_ = text_in(message.metadata(), "cellId");
  notify_shell_listener(std::move(message));
  if (std::exchange(gives_up_, false)) give_up_queue();
} catch (const std::exception& problem) {
  std::cerr << "a message was refused: " << problem.what() << std::endl;
}

void Server::begin_cell() {
  take_signals();
  is_interrupted_ = false;
}

Meanwhile Server::wait(int done, std::chrono::milliseconds longest) {
  zmq::pollitem_t items[] = {{m_controller, 0, ZMQ_POLLIN, 0},
                             {nullptr, done, ZMQ_POLLIN, 0},
                             {nullptr, signals_->descriptor(), ZMQ_POLLIN, 0},
                             {nullptr, parent_, ZMQ_POLLIN, 0}};
  wait_for(items, parent_ < 0 ? 3 : 4, longest);
  if (take_signals()) is_interrupted_ = true;
  if (parent_ >= 0 && items[3].revents != 0) m_request_stop = true;
  if (items[0].revents & ZMQ_POLLIN) take_control();
  return {.is_done = items[1].revents != 0, .stop = is_interrupted_ || m_request_stop};
}

/// xeus calls this before it has said that the failed cell has ended, so nothing is answered here.
void Server::abort_queue_impl(const listener&, long) {
  gives_up_ = true;
}

void Server::give_up_queue() {
  for (;;) {
    zmq::multipart_t wire;
    if (!wire.recv(m_shell, ZMQ_DONTWAIT)) return;
    try {
      xeus::xmessage message = xeus::xzmq_serializer::deserialize(wire, *p_auth);
      if (text_in(message.header(), "msg_type") == "execute_request")
        give_up(message);
      else
        notify_shell_listener(std::move(message));
    } catch (const std::exception& problem) {
      std::cerr << "a message was refused: " << problem.what() << std::endl;
    }
  }
}

void Server::give_up(const xeus::xmessage& request) {
  publish_status("busy", request.header());
  nl::json content = {{"status", "aborted"},
                      {"ename", "Aborted"},
                      {"evalue", "a cell before this one failed"},
                      {"traceback", nl::json::array()}};
  send_shell(xeus::xmessage(
      request.identities(),
      xeus::make_header("execute_reply", text_in(header_, "username"), text_in(header_, "session")),
      request.header(), nl::json::object(), std::move(content), {}));
  publish_status("idle", request.header());
}

void Server::publish_status(const std::string& status, const nl::json& parent) {
  publish(xeus::xpub_message(
              topic_, xeus::make_header("status", text_in(header_, "username"), text_in(header_, "session")),
              parent, nl::json::object(), {{"execution_state", status}}, {}),
          xeus::channel::SHELL);
}

/// xeus leaves out the status, which the protocol demands of each reply.
void Server::send_control_impl(xeus::xmessage message) {
  nl::json content = message.content();
  if (content.is_object()) content.emplace("status", "ok");
  xserver_zmq::send_control_impl(xeus::xmessage(message.identities(), message.header(),
                                                message.parent_header(), message.metadata(),
                                                std::move(content), {}));
}

}  // namespace anthropic::internal::kernel
