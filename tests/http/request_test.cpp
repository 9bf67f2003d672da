#include "http/http_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Request : public HttpTest {
 protected:
  /// Sends it to a server that answers "ok"; what the server received.
  std::string received(Call call, std::string_view path = "/") {
    std::promise<std::string> promise;
    LoopbackServer server([&](Connection& connection) {
      promise.set_value(connection.read_request());
      connection.write(ok("ok"));
    });
    call.url = server.url(path);
    const auto body = open(call)->read_all();
    EXPECT_TRUE(body) << body.error().message;
    return promise.get_future().get();
  }
};

TEST_F(Request, SendsExactlyTheHeadersGivenAndContentLength) {
  const std::string request = received({.headers = {{"host", "bedrock.test"},
                                                    {"Authorization", "AWS4-HMAC-SHA256 x"},
                                                    {"X-Amz-Date", "20261122T120000Z"},
                                                    {"x-empty", ""}},
                                        .body = "{\"a\":1}"});
  EXPECT_EQ(request,
            "POST / HTTP/1.1\r\nHost: bedrock.test\r\nAuthorization: AWS4-HMAC-SHA256 x\r\n"
            "X-Amz-Date: 20261122T120000Z\r\nx-empty:\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
}

TEST_F(Request, SendsGivenHeadersThatLibcurlHasDefaultsFor) {
  const std::string request = received(
      {.headers = {{"user-agent", "me/1"}, {"accept", "a/b"}, {"content-type", "c/d"}, {"expect", ""}}});
  EXPECT_EQ(header_in(request, "user-agent"), "me/1");
  EXPECT_EQ(header_in(request, "accept"), "a/b");
  EXPECT_EQ(header_in(request, "content-type"), "c/d");
}

TEST_F(Request, SendsThePathAsItIsWritten) {
  const std::string path = "/model/../a/./b//c%2Fd%3a0/~x?z=1&a=%20b&empty";
  EXPECT_EQ(received({}, path).substr(0, 5 + path.size() + 9), "POST " + path + " HTTP/1.1");
}

TEST_F(Request, GoesToItsOwnPathOnAConnectionThatOthersHaveUsed) {
  std::promise<std::string> paths;
  LoopbackServer server([&](Connection& connection) {
    std::string seen;
    for (int i = 0; i < 4; ++i) {
      const std::string request = connection.read_request();
      seen += request.substr(0, request.find(" HTTP/")) + "\n";
      connection.write(ok("ok"));
    }
    paths.set_value(seen);
  });
  for (const char* path : {"/a", "/a", "/b?c=1", "/a"}) {
    EXPECT_TRUE(open({.url = server.url(path)})->read_all());
  }
  EXPECT_EQ(paths.get_future().get(), "POST /a\nPOST /a\nPOST /b?c=1\nPOST /a\n");
}

TEST_F(Request, KnowsTheMethods) {
  EXPECT_TRUE(received({.method = "GET", .headers = {}, .body = ""}).starts_with("GET / HTTP/1.1\r\n"));
  EXPECT_TRUE(received({.method = "DELETE", .headers = {}, .body = ""}).starts_with("DELETE / HTTP/1.1\r\n"));
  const std::string put = received({.method = "PUT", .headers = {}, .body = "abc"});
  EXPECT_TRUE(put.starts_with("PUT / HTTP/1.1\r\n"));
  EXPECT_TRUE(put.ends_with("\r\n\r\nabc"));
  EXPECT_EQ(header_in(received({.method = "PUT", .headers = {}, .body = ""}), "content-length"), "0");
  EXPECT_EQ(header_in(received({.method = "POST", .headers = {}, .body = ""}), "content-length"), "0");
}

TEST_F(Request, MethodsDoNotLeakFromOneRequestToTheNext) {
  LoopbackServer server([](Connection& connection) {
    for (std::string request; !(request = connection.read_request()).empty();) {
      const std::string line = request.substr(0, request.find("\r\n")) + header_in(request, "content-length");
      const bool is_head = request.starts_with("HEAD");
      connection.write(is_head ? "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n" : ok(line));
    }
  });
  const std::pair<std::string, std::string> steps[] = {{"PUT", "ab"},   {"GET", ""},  {"HEAD", ""},
                                                       {"POST", "abc"}, {"HEAD", ""}, {"DELETE", ""},
                                                       {"GET", ""},     {"POST", ""}};
  for (const auto& [method, body] : steps) {
    const Call call{.method = method, .url = server.url("/"), .headers = {}, .body = body};
    const bool has_length = method == "PUT" || method == "POST";
    const std::string expected =
        method == "HEAD" ? "" : method + " / HTTP/1.1" + (has_length ? std::to_string(body.size()) : "");
    EXPECT_EQ(open(call)->read_all().value_or("failed"), expected);
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Request, SendsALargeBodyWithoutWaitingForLeave) {
  const std::string body(3u << 20, 'x');
  const std::string request = received({.body = body});
  EXPECT_EQ(header_in(request, "expect"), "");
  EXPECT_TRUE(request.ends_with("\r\n\r\n" + body));
}

TEST_F(Request, DoesNotFollowRedirects) {
  LoopbackServer server(
      answer_always("HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n"));
  const Call call{.url = server.url("/")};
  const auto exchange = open(call);
  const auto head = exchange->head();
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ((*head)->status, 307);
  EXPECT_EQ(exchange->read_all().value_or("failed"), "");
}

TEST_F(Request, RefusesHeadersWithLineBreaks) {
  LoopbackServer server(answer_always(ok("")));
  for (const Headers& headers :
       {Headers{{"a", "b\r\nevil: 1"}}, Headers{{"a\n", "b"}}, Headers{{"a", std::string("b\0c", 3)}}}) {
    const Call call{.url = server.url("/"), .headers = headers};
    const auto exchange = open(call);
    EXPECT_EQ(exchange->head().error().kind, ErrorKind::configuration);
    EXPECT_FALSE(exchange->sent());
  }
  const Headers named{{"accept", "a/b"}, {"x-mine", "sec\nret"}};
  const Call call{.url = server.url("/"), .headers = named};
  EXPECT_EQ(open(call)->head().error().message,
            "the value of the request header \"x-mine\" holds a line break");
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(Request, RefusesUrlsItCannotUse) {
  for (const char* url : {"ftp://127.0.0.1/", "nonsense", "http://", "http://user:secret@127.0.0.1:1/"}) {
    const Call call{.url = url};
    const auto exchange = open(call);
    const auto head = exchange->head();
    EXPECT_EQ(head.error().kind, ErrorKind::configuration) << url << ": " << head.error().message;
    EXPECT_THAT(head.error().message, Not(HasSubstr("secret")));
    EXPECT_FALSE(exchange->sent());
  }
}

TEST_F(Request, SaysThatNobodyListens) {
  const std::string port = std::to_string(closed_port());
  const Call call{.url = "http://127.0.0.1:" + port + "/?signature=secret"};
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_EQ(head.error().kind, ErrorKind::connection);
  EXPECT_EQ(head.error().message, "connection to 127.0.0.1:" + port + " refused");
  EXPECT_FALSE(exchange->sent());
}

TEST_F(Request, SaysThatANameDoesNotResolve) {
  const Call call{.url = "http://no-such-host.test/"};
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_EQ(head.error().kind, ErrorKind::connection);
  EXPECT_EQ(head.error().message, "could not resolve host no-such-host.test");
  EXPECT_FALSE(exchange->sent());
}

}  // namespace
}  // namespace anthropic::internal::testing
