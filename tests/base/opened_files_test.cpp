// Which files are opened to be read, and which are not waited for.
#include <array>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;

class OpenedFiles : public ::testing::Test {
 protected:
  static std::string why(const std::string& path, Readable readable = Readable::files) {
    return open_to_read(path, readable, 0ms).why;
  }
  static std::string text_of(const OpenedFile& file) {
    std::string text;
    EXPECT_EQ(read_to_end(file.descriptor.get(), text, 1'000'000), 0);
    return text;
  }

  testing::TemporaryFolder folder;
  std::string path = folder.file("file");
};

TEST_F(OpenedFiles, SayWhatTheyAre) {
  folder.write("file", "text");
  const OpenedFile file = open_to_read(path);
  EXPECT_TRUE(file.is_regular);
  EXPECT_EQ(file.size, 4u);
  EXPECT_EQ(text_of(file), "text");
  EXPECT_EQ(why(folder.path()), "Is a directory");
  EXPECT_EQ(why(folder.file("none")), "No such file or directory");
  EXPECT_EQ(why("/dev/zero"), "not a regular file");
  EXPECT_EQ(why("/dev/zero", Readable::files_and_pipes), "neither a regular file nor a pipe");
}

TEST_F(OpenedFiles, APipeThatNobodyWritesToIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(why(path), "not a regular file");
  EXPECT_EQ(why(path, Readable::files_and_pipes), "a pipe that nobody writes to");
}

TEST_F(OpenedFiles, APipeIsReadToItsEndWhoeverIsSlow) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const std::string large(300'000, 'x');
  std::thread writer([&] {
    const Descriptor end(::open(path.c_str(), O_WRONLY | O_CLOEXEC));  // waits for the reader
    EXPECT_EQ(write_all(end.get(), large), 0);
  });
  const OpenedFile file = open_to_read(path, Readable::files_and_pipes, 60s);
  EXPECT_TRUE(file.descriptor.is_open()) << file.why;
  EXPECT_FALSE(file.is_regular);
  EXPECT_EQ(text_of(file), large);
  writer.join();
}

TEST_F(OpenedFiles, AProcessSubstitutionIsReadEvenIfItsProgramHasEnded) {
  for (const std::string text : {"text", ""}) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const Descriptor reader(ends[0]);
    Descriptor writer(ends[1]);
    ASSERT_EQ(write_all(writer.get(), text), 0);
    writer.close();
    const OpenedFile file =
        open_to_read("/dev/fd/" + std::to_string(reader.get()), Readable::files_and_pipes, 0ms);
    ASSERT_TRUE(file.descriptor.is_open()) << file.why;
    EXPECT_EQ(text_of(file), text);
  }
}

TEST_F(OpenedFiles, AreReadNoFurtherThanTheLimit) {
  const OpenedFile device{.descriptor = Descriptor(::open("/dev/zero", O_RDONLY | O_CLOEXEC))};
  std::string bytes;
  EXPECT_EQ(read_to_end(device.descriptor.get(), bytes, 100'000), 0);
  EXPECT_EQ(bytes.size(), 100'001u);
}

TEST_F(OpenedFiles, ADescriptorThatDoesNotBlockIsWaitedFor) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
  const Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);
  const std::string large(300'000, 'x');  // more than a pipe holds
  std::string read;
  std::thread other([&] { EXPECT_EQ(read_to_end(reader.get(), read, 1'000'000), 0); });
  EXPECT_EQ(write_all(writer.get(), large), 0);
  writer.close();
  other.join();
  EXPECT_EQ(read, large);
}

}  // namespace
}  // namespace anthropic::internal
