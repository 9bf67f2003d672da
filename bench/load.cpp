#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "base/crypto/sha256.hpp"
#include "base/text/text.hpp"
#include "setting.hpp"
#include "wire/aws/sigv4.hpp"

// How many signed invokes a second an endpoint answers: one request, signed once, sent over and over on 32
// connections, one at a time on each.
//   load URL SECONDS

namespace {

constexpr int kConnections = 32;

std::string signed_request(const std::string& authority) {
  const std::string path = "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke";
  const std::string body = R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":64,)"
                           R"("messages":[{"role":"user","content":"Hello"}]})";
  anthropic::Headers headers{{"host", authority}, {"content-type", "application/json"}};
  const std::string hash = anthropic::internal::sha256_hex(body);
  anthropic::internal::sigv4::Signer signer;
  const anthropic::Headers added =
      signer.sign({.method = "POST", .path = path, .query = {}, .headers = &headers, .payload_hash = hash},
                  {.access_key_id = bench::kAccessKey, .secret_access_key = bench::kSecretKey},
                  {.region = "us-east-1", .service = "bedrock"}, std::chrono::system_clock::now());
  headers.insert(headers.end(), added.begin(), added.end());
  std::string text = "POST " + path + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  return text + "content-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "load: %s\n", what);
  std::exit(1);
}

int connect_to(const std::string& authority) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::size_t colon = authority.rfind(':');
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(authority.c_str() + colon + 1)));
  if (connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("cannot connect");
  const int yes = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return descriptor;
}

void send_request(int descriptor, const std::string& request) {
  if (write(descriptor, request.data(), request.size()) != static_cast<ssize_t>(request.size()))
    fail("cannot send");
}

/// Whether a whole answer is there.
bool is_whole(const std::string& answer) {
  const std::size_t head_end = answer.find("\r\n\r\n");
  if (head_end == std::string::npos) return false;
  if (!answer.starts_with("HTTP/1.1 200")) fail(answer.c_str());
  const std::string head = anthropic::internal::ascii_lower(std::string_view(answer).substr(0, head_end));
  const std::size_t length = head.find("content-length: ");
  if (length == std::string::npos) fail("an answer without a length");
  return answer.size() >= head_end + 4 + static_cast<std::size_t>(std::atoi(head.c_str() + length + 16));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string authority = std::string(argv[1]).substr(std::string(argv[1]).find("//") + 2);
  const std::string request = signed_request(authority);
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<std::string> answers(1024);
  for (int i = 0; i < kConnections; ++i) {
    const int descriptor = connect_to(authority);
    epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
    send_request(descriptor, request);
  }
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now() + std::chrono::milliseconds(500);  // until then it warms up
  const auto end = begin + std::chrono::seconds(std::atoi(argv[2]));
  long answered = 0;
  for (auto now = Clock::now(); now < end; now = Clock::now()) {
    epoll_event events[kConnections];
    const int count = epoll_wait(epoll, events, kConnections, 1000);
    if (count == 0) fail("no answer for a second");
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[i].data.fd;
      std::string& answer = answers.at(static_cast<std::size_t>(descriptor));
      char bytes[8192];
      const ssize_t size = read(descriptor, bytes, sizeof bytes);
      if (size <= 0) fail("the connection was closed");
      answer.append(bytes, static_cast<std::size_t>(size));
      if (!is_whole(answer)) continue;
      answer.clear();
      if (now >= begin) ++answered;
      send_request(descriptor, request);
    }
  }
  std::printf("%.0f\n", static_cast<double>(answered) / std::atof(argv[2]));
}
