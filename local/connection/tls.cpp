#include "local/connection/tls.hpp"

#include <cerrno>
#include <cstdint>
#include <openssl/err.h>
#include <optional>
#include <string_view>
#include <sys/socket.h>
#include <utility>

#include "local/connection/server_certificate.hpp"

namespace anthropic::internal::local {
namespace {

using State = Transfer::State;

constexpr std::string_view kProtocols = "\x02h2\x08http/1.1";

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned offered_length, void*) {
  unsigned char* found = nullptr;
  const int outcome = SSL_select_next_proto(&found, length, unsigned_bytes(kProtocols), kProtocols.size(),
                                            offered, offered_length);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

// OpenSSL's own BIO for sockets raises SIGPIPE where the client has left.

int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool must_wait() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int write_to_socket(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent =
      ::send(socket_of(bio), data, static_cast<std::size_t>(size), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0 && must_wait()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int read_from_socket(BIO* bio, char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t received = ::recv(socket_of(bio), data, static_cast<std::size_t>(size), MSG_DONTWAIT);
  if (received < 0 && must_wait()) BIO_set_retry_read(bio);
  return static_cast<int>(received);
}

long control_socket(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* new_socket_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
  BIO_meth_set_write(method, write_to_socket);
  BIO_meth_set_read(method, read_from_socket);
  BIO_meth_set_ctrl(method, control_socket);
  return method;
}

class TlsChannel final : public ByteChannel {
 public:
  TlsChannel(int socket, SSL_CTX* context, const BIO_METHOD* method) : ssl_(SSL_new(context)) {
    BIO* bio = BIO_new(method);
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_, bio, bio);
    SSL_set_accept_state(ssl_);
  }
  ~TlsChannel() override { SSL_free(ssl_); }
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  Transfer read(std::span<char> buffer) override {
    ERR_clear_error();
    return outcome(SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size())));
  }
  Transfer write(std::string_view bytes) override {
    ERR_clear_error();
    return outcome(SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())));
  }
  void end_output() override {
    ERR_clear_error();
    if (SSL_is_init_finished(ssl_)) SSL_shutdown(ssl_);
    ::shutdown(socket_of(SSL_get_wbio(ssl_)), SHUT_WR);
  }
  bool has_buffered() const override { return SSL_pending(ssl_) > 0; }

 private:
  Transfer outcome(int size) {
    if (size > 0) return {.state = State::done, .bytes = static_cast<std::size_t>(size)};
    switch (SSL_get_error(ssl_, size)) {
      case SSL_ERROR_WANT_READ:
        return {.state = State::wants_read};
      case SSL_ERROR_WANT_WRITE:
        return {.state = State::wants_write};
      case SSL_ERROR_ZERO_RETURN:
        return {.state = State::ended};
      case SSL_ERROR_SSL:
        return failure();
      default:
        return {.state = State::failed};
    }
  }

  static const char* problem_of(int reason, const char* text) {
    switch (reason) {
      case SSL_R_HTTP_REQUEST:
      case SSL_R_WRONG_VERSION_NUMBER:
        return "the client speaks no TLS (https://)";
      case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
      case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
      case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        return "the client does not trust the endpoint's authority (--ca-file, ca_file)";
      default:
        return text ? text : "TLS failed";
    }
  }

  static Transfer failure() {
    const unsigned long code = ERR_peek_error();
    const int reason = ERR_GET_REASON(code);
    if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) return {.state = State::failed};
    return {.state = State::failed, .malformed = problem_of(reason, ERR_reason_error_string(code))};
  }

  SSL* const ssl_;
};

Error no_tls() {
  ERR_clear_error();
  return {.kind = ErrorKind::configuration,
          .message = "OpenSSL cannot make a certificate for the local endpoint."};
}

}  // namespace

Result<std::unique_ptr<TlsServer>> TlsServer::create(const std::vector<std::string>& names) {
  std::unique_ptr<TlsServer> server(new TlsServer);
  server->method_ = new_socket_method();
  server->context_ = SSL_CTX_new(TLS_server_method());
  const std::optional<ServerCertificate> made = make_server_certificate(names);
  if (!made || !server->context_) return no_tls();
  server->authority_ = made->authority;
  SSL_CTX* context = server->context_;
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  const bool is_usable = SSL_CTX_use_certificate(context, made->certificate.get()) == 1 &&
                         SSL_CTX_use_PrivateKey(context, made->key.get()) == 1;
  if (!is_usable) return no_tls();
  return server;
}

TlsServer::~TlsServer() {
  SSL_CTX_free(context_);
  BIO_meth_free(method_);
}

std::unique_ptr<ByteChannel> TlsServer::channel(int socket) const {
  return std::make_unique<TlsChannel>(socket, context_, method_);
}

}  // namespace anthropic::internal::local
