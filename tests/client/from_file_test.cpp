#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <anthropic/content_block.hpp>
#include <anthropic/files.hpp>

#include "base/crypto/encoding.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class FromFileTest : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& bytes) { return folder_.write(name, bytes); }
  /// A file of that size, which takes no room on the disk.
  std::string large_file(const std::string& name, off_t size) {
    const std::string path = file(name, "");
    EXPECT_EQ(::truncate(path.c_str(), size), 0);
    return path;
  }
  std::string pipe(const std::string& name) {
    EXPECT_EQ(::mkfifo(folder_.file(name).c_str(), 0600), 0);
    return folder_.file(name);
  }
  const std::string& folder() const { return folder_.path(); }

 private:
  testing::TemporaryFolder folder_;
};

const std::string kPng = "\x89PNG\r\n\x1a\n and the rest";

TEST_F(FromFileTest, AnImageWhateverItsName) {
  const auto image = ImageBlock::from_file(file("drawing.jpg", kPng));
  ASSERT_TRUE(image) << image.error();
  const auto& source = std::get<Base64ImageSource>(image->source);
  EXPECT_EQ(source.media_type, "image/png");
  EXPECT_EQ(source.data, base64_encode(kPng));
}

TEST_F(FromFileTest, DocumentsAreTitledByTheirName) {
  const auto text = DocumentBlock::from_file(file("notes.txt",
                                                  "\xEF\xBB\xBF"
                                                  "Built in 1931.\n"));
  ASSERT_TRUE(text) << text.error();
  EXPECT_EQ(std::get<PlainTextSource>(text->source).data, "Built in 1931.\n");
  EXPECT_EQ(text->title, "notes.txt");
  const auto pdf = DocumentBlock::from_file(file("plan.pdf", "%PDF-1.7 \xff"));
  ASSERT_TRUE(pdf) << pdf.error();
  EXPECT_TRUE(std::holds_alternative<Base64PDFSource>(pdf->source));
}

TEST_F(FromFileTest, AnUploadGetsItsTypeFromItsBytes) {
  const auto type = [&](const std::string& bytes) {
    const std::string path = file("a", bytes);
    const auto upload = FileUploadParams::from_file(path);
    EXPECT_TRUE(upload) << upload.error();
    EXPECT_EQ(upload->filename, "a");
    EXPECT_EQ(upload->content, "");
    EXPECT_EQ(upload->content_file, path);
    return upload->mime_type;
  };
  EXPECT_EQ(type(kPng), "image/png");
  EXPECT_EQ(type("%PDF-1.7"), "application/pdf");
  EXPECT_EQ(type("Grüße"), "text/plain");
  EXPECT_EQ(type("\xff\xfe"), "application/octet-stream");
  EXPECT_EQ(type(std::string("a\0b", 3)), "application/octet-stream");
  EXPECT_EQ(type(""), "application/octet-stream");
  // A character lies across the end of what is looked at.
  const std::string long_text = std::string((64 << 10) - 1, 'a') + "ü";
  EXPECT_EQ(type(long_text + std::string(100, 'a')), "text/plain");
  EXPECT_EQ(type(long_text), "text/plain");
}

TEST_F(FromFileTest, WhatCannotBeReadIsNamed) {
  for (const std::string& path :
       {folder() + "/none.png", folder(), pipe("pipe"), std::string("/dev/zero"), std::string()}) {
    for (const Error& error : {ImageBlock::from_file(path).error(), DocumentBlock::from_file(path).error(),
                               FileUploadParams::from_file(path).error()}) {
      EXPECT_EQ(error.kind, ErrorKind::configuration) << path;
      EXPECT_THAT(error.message, HasSubstr("cannot read " + path + ": "));
    }
  }
}

TEST_F(FromFileTest, WhatIsTooLargeIsNotRead) {
  const std::string image = large_file("image", (5 << 20) + 1);
  EXPECT_THAT(ImageBlock::from_file(image).error().message, AllOf(HasSubstr(image), HasSubstr("5 MiB")));
  const std::string document = large_file("document", (32 << 20) + 1);
  EXPECT_THAT(DocumentBlock::from_file(document).error().message,
              AllOf(HasSubstr(document), HasSubstr("32 MiB")));
}

TEST_F(FromFileTest, WhatIsOfAnotherTypeIsNamed) {
  const std::string text = file("image.png", "no image");
  const auto image = ImageBlock::from_file(text);
  EXPECT_EQ(image.error().kind, ErrorKind::bad_request);
  EXPECT_THAT(image.error().message, AllOf(HasSubstr(text), HasSubstr("not an image")));
  const std::string bytes = file("bytes", std::string("\0\1", 2));
  const auto document = DocumentBlock::from_file(bytes);
  EXPECT_EQ(document.error().kind, ErrorKind::bad_request);
  EXPECT_THAT(document.error().message, AllOf(HasSubstr(bytes), HasSubstr("not a document")));
}

}  // namespace
}  // namespace anthropic::internal
