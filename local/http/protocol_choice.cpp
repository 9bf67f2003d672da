#include "local/http/protocol_choice.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "local/http/http1.hpp"
#include "local/http/http2.hpp"
#include "local/http/http_limits.hpp"

namespace anthropic::internal::local {
namespace {

class ProtocolChoice final : public Protocol {
 public:
  ProtocolChoice(Connection& connection, SessionSettings& settings, ConnectionKind kind)
      : connection_(connection), settings_(settings), kind_(kind) {}

  void start(std::string) override {
    connection_.expire_after(kind_.turned_away ? kTurnedAwayTimeout : kIdleTimeout);
    connection_.read();
  }

  void on_bytes(std::string_view bytes) override {
    first_bytes_ += bytes;
    if (first_bytes_.size() < kHttp2Preface.size() && kHttp2Preface.starts_with(first_bytes_))
      return connection_.read();
    const bool is_http2 = first_bytes_.starts_with(kHttp2Preface);
    connection_.become(is_http2 ? http2(connection_, settings_, kind_) : http1(connection_, settings_, kind_),
                       std::move(first_bytes_));
  }

  void on_end_of_input() override { connection_.close_now(); }
  void on_written() override {}

 private:
  Connection& connection_;
  SessionSettings& settings_;
  const ConnectionKind kind_;
  std::string first_bytes_;
};

}  // namespace

std::unique_ptr<Protocol> protocol_choice(Connection& connection, SessionSettings& settings,
                                          ConnectionKind kind) {
  return std::make_unique<ProtocolChoice>(connection, settings, kind);
}

}  // namespace anthropic::internal::local
