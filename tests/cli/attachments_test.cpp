#include "cli/question/attachments.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/io/input.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {
namespace {

using testing::TemporaryFolder;
// The smallest PNG: one transparent pixel.
constexpr char kPngBytes[] =
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
    "c\xf8\x0f\0\1\1\1\0\x1b\xb6\xeeV\0\0\0\0IEND\xae"
    "B`\x82";
constexpr std::string_view kPng(kPngBytes, sizeof kPngBytes - 1);

TEST(ReadAttachment, WrapsATextInItsName) {
  const TemporaryFolder folder;
  const auto block = read_attachment(folder.write("notes.txt", "one\ntwo"));
  ASSERT_TRUE(block) << block.error().to_string();
  EXPECT_EQ(block->text(), "<document name=\"notes.txt\">\none\ntwo\n</document>");
}

TEST(ReadAttachment, LeavesTheByteOrderMarkOut) {
  const TemporaryFolder folder;
  const auto block = read_attachment(folder.write("a \"b\".txt", "\xEF\xBB\xBFtext\n"));
  ASSERT_TRUE(block) << block.error().to_string();
  EXPECT_EQ(block->text(), "<document name=\"a &quot;b&quot;.txt\">\ntext\n</document>");
}

TEST(ReadAttachment, KnowsAnImageByItsBytes) {
  const TemporaryFolder folder;
  const auto block = read_attachment(folder.write("picture.txt", kPng));
  ASSERT_TRUE(block) << block.error().to_string();
  const auto* image = std::get_if<ImageBlock>(&*block);
  ASSERT_NE(image, nullptr);
  const auto* source = std::get_if<Base64ImageSource>(&image->source);
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->media_type, "image/png");
}

TEST(ReadAttachment, TakesNoDevices) {
  EXPECT_EQ(read_attachment("/dev/zero").error().message,
            "cannot read /dev/zero: neither a regular file nor a pipe");
}

TEST(ReadAttachment, WhatIsNamedInAChatIsAFile) {
  const TemporaryFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(read_image(pipe).error().message, "cannot read " + pipe + ": not a regular file");
  EXPECT_EQ(read_document(pipe).error().message, "cannot read " + pipe + ": not a regular file");
}

TEST(ReadAttachment, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const auto message = [](const std::string& path) { return read_attachment(path).error().message; };
  EXPECT_EQ(message(folder.file("none")),
            "cannot read " + folder.file("none") + ": No such file or directory");
  EXPECT_EQ(message(folder.path()), "cannot read " + folder.path() + ": Is a directory");
  const std::string binary = folder.write("program", std::string_view("\x7F"
                                                                      "ELF\0\0\1",
                                                                      7));
  EXPECT_EQ(message(binary), binary + " is neither UTF-8 text, nor a PDF, nor an image that Claude takes");
  const std::string latin = folder.write("latin1.txt", "caf\xE9");
  EXPECT_EQ(message(latin), latin + " is neither UTF-8 text, nor a PDF, nor an image that Claude takes");
  const std::string large = folder.write("large.txt", std::string(kLargestRequest + 1, 'a'));
  EXPECT_EQ(message(large), large + " is too large: Bedrock takes at most 25,000,000 bytes a request");
}

}  // namespace
}  // namespace anthropic::internal::cli
