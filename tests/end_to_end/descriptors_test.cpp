// What a program that this process starts gets of the client's and the local endpoint's descriptors: nothing.
#include <sys/wait.h>

#include "end_to_end/local_fixture.hpp"
#include "support/open_descriptors.hpp"

namespace anthropic::internal::testing {
namespace {

/// The numbers of the descriptors that a program has which is started as programs do it that know nothing of
/// the library: fork and exec.
std::string listed_by_a_child() {
  int ends[2];
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl("/bin/sh", "sh", "-c", "ls /proc/$$/fd; true", nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string listed;
  char buffer[4096];
  for (ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    listed.append(buffer, static_cast<std::size_t>(count));
  ::close(ends[0]);
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
  return listed;
}

class DescriptorsTest : public ::testing::Test {
 protected:
  const std::set<int> before_ = open_descriptors();
  const std::string listed_before_ = listed_by_a_child();
};

TEST_F(DescriptorsTest, NoneOfAClientAndAnEndpointIsInherited) {
  LocalBedrock endpoint = LocalBedrock::start().value();
  const AnthropicBedrock client({.aws_region = endpoint.region(),
                                 .aws_access_key = endpoint.credentials().access_key_id,
                                 .aws_secret_key = endpoint.credentials().secret_access_key,
                                 .base_url = endpoint.base_url()});
  const MessageCreateParams params{
      .model = "haiku", .max_tokens = 500, .messages = {{"user", "Hello there"}}};
  ASSERT_TRUE(client.messages.create(params));
  auto stream = client.messages.stream(params);
  ASSERT_TRUE(stream.next());
  const auto pending = client.messages.start(params);
  ASSERT_TRUE(pending.get());

  EXPECT_GE(open_descriptors().size(), before_.size() + 12) << "there are some to look at";
  EXPECT_EQ(inheritable_since(before_), "");
  EXPECT_EQ(listed_by_a_child(), listed_before_);
}

}  // namespace
}  // namespace anthropic::internal::testing
