#include "http/body_source.hpp"

#include <algorithm>
#include <cstring>

#include "http/http_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

/// A text that is given in small pieces.
class TextSource final : public BodySource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}

  std::uint64_t size() const override { return text_.size(); }
  Result<std::size_t> read(char* buffer, std::size_t capacity) override {
    if (position_ >= fails_at) return Error{.kind = ErrorKind::configuration, .message = "the file changed"};
    const std::size_t count = std::min({capacity, text_.size() - position_, std::size_t{1000}});
    std::memcpy(buffer, text_.data() + position_, count);
    position_ += count;
    return count;
  }
  Result<void> rewind() override {
    ++rewinds;
    position_ = 0;
    return {};
  }

  std::size_t fails_at = std::string::npos;
  int rewinds = 0;

 private:
  const std::string text_;
  std::size_t position_ = 0;
};

class BodySourceTest : public HttpTest {
 protected:
  std::unique_ptr<HttpExchange> post(const Call& call, BodySource& source) {
    HttpRequest request = call.request();
    request.body = {};
    request.body_source = &source;
    return transport->open(request);
  }

  static std::string long_text() {
    std::string text;
    for (int i = 0; text.size() < (1u << 20); ++i) text += std::to_string(i) + " ";
    return text;
  }
};

TEST_F(BodySourceTest, IsSentWholeWithItsSizeAnnounced) {
  std::promise<std::string> arrived;
  LoopbackServer server([&](Connection& connection) {
    arrived.set_value(connection.read_request());
    connection.write(ok("done"));
    connection.wait_for_close();
  });
  const std::string text = long_text();
  TextSource source(text);
  const Call call{.url = server.url("/")};
  const auto exchange = post(call, source);
  EXPECT_EQ(exchange->read_all().value_or("failed"), "done");
  EXPECT_TRUE(exchange->sent());
  const std::string request = arrived.get_future().get();
  EXPECT_TRUE(request.starts_with("POST / "));
  EXPECT_EQ(header_in(request, "content-length"), std::to_string(text.size()));
  EXPECT_EQ(header_in(request, "expect"), "");
  EXPECT_EQ(header_in(request, "transfer-encoding"), "");
  EXPECT_TRUE(request.ends_with("\r\n\r\n" + text));
}

TEST_F(BodySourceTest, BeginsAgainWhereAWarmConnectionDiesUnderIt) {
  for (const std::string& text : {std::string("ab"), long_text()}) {
    std::promise<std::string> arrived;
    LoopbackServer server([&](Connection& connection) {
      const std::string request = connection.read_request();
      if (connection.number() == 1) arrived.set_value(request);
      connection.write(ok("first"));
      if (connection.number() > 0) return;
      connection.read_head();
      connection.wait_for(2);
      connection.reset();
    });
    const Call call{.url = server.url("/")};
    EXPECT_EQ(open(call)->read_all().value_or("failed"), "first");
    TextSource source(text);
    const auto body = post(call, source)->read_all();
    EXPECT_EQ(body.value_or("failed"), "first") << body.error().message;
    EXPECT_TRUE(arrived.get_future().get().ends_with("\r\n\r\n" + text));
    EXPECT_EQ(source.rewinds, 2);
  }
}

TEST_F(BodySourceTest, ItsErrorEndsTheRequest) {
  LoopbackServer server([&](Connection& connection) { connection.wait_for_close(); });
  TextSource source(long_text());
  source.fails_at = 500'000;
  const Call call{.url = server.url("/")};
  const auto exchange = post(call, source);
  const auto head = exchange->head();
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().kind, ErrorKind::configuration);
  EXPECT_EQ(head.error().message, "the file changed");
  EXPECT_FALSE(exchange->sent());
}

}  // namespace
}  // namespace anthropic::internal::testing
