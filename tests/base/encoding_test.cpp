#include "base/crypto/encoding.hpp"

#include <gtest/gtest.h>
#include <utility>
#include <vector>

namespace anthropic::internal {
namespace {

std::string all_bytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

TEST(Hex, EncodesInLowerCase) {
  EXPECT_EQ(hex_encode(""), "");
  EXPECT_EQ(hex_encode(std::string_view("\0\x7f\xff\xA0", 4)), "007fffa0");
}

TEST(Base64, KnowsTheVectorsOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> vectors = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\xfb\xff\xbf", "+/+/"},
  };
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64_encode(bytes), text);
    EXPECT_EQ(base64_decode(text), bytes);
  }
}

TEST(Base64, BringsEveryLengthBack) {
  const std::string bytes = all_bytes();
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    EXPECT_EQ(base64_decode(base64_encode(part)), part) << size;
  }
}

TEST(Base64, RefusesAnythingElse) {
  const std::vector<std::string> wrong = {"Z",
                                          "Zg",
                                          "Zg=",
                                          "Zm9vYg",
                                          "Zg==Zg==",
                                          "Z===",
                                          "====",
                                          "=Zg=",
                                          "Zm9v=",
                                          "Zm 9v",
                                          "Zm9v\n",
                                          "Zm9-",
                                          "Zm9_",
                                          "Zm9\x80",
                                          "Zm=v",
                                          "Zg=a",
                                          "Zh==",
                                          "Zm9=",
                                          "\xff===",
                                          "Zm9vZm9*",
                                          "*m9vZm9v",
                                          "Zm9vZ*==",
                                          std::string("Zm9\0", 4)};
  for (const std::string& text : wrong) EXPECT_FALSE(base64_decode(text)) << text;
}

TEST(Base64, FindsACharacterThatIsNoneAtEachPlace) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const std::size_t size : {4u, 28u, 32u, 36u, 64u, 100u}) {
    for (std::size_t place = 0; place < size; ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, 'A');
        text[place] = static_cast<char>(byte);
        const std::size_t value = alphabet.find(text[place]);
        const auto decoded = base64_decode(text);
        if (place == size - 1 && byte == '=') continue;  // padding
        ASSERT_EQ(decoded.has_value(), value != std::string::npos) << size << ' ' << place << ' ' << byte;
        if (decoded) {
          ASSERT_EQ(base64_encode(*decoded), text);
        }
      }
    }
  }
}

TEST(Base64, WritesNoMoreThanItDecodes) {
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string bytes = (all_bytes() + all_bytes()).substr(size, size);
    const std::string text = base64_encode(bytes);
    std::string room(base64_decoded_capacity(text.size()) + 32, '#');
    ASSERT_EQ(base64_decode_into(text, room.data()), size);
    EXPECT_EQ(room.substr(0, size), bytes);
    EXPECT_EQ(room.substr(base64_decoded_capacity(text.size())), std::string(32, '#')) << size;
  }
}

TEST(Base64, AppendsAndDecodesInPlace) {
  std::string out = "data:";
  base64_encode_to("foobar", out);
  EXPECT_EQ(out, "data:Zm9vYmFy");
  std::string room(base64_decoded_capacity(8), '\0');
  EXPECT_EQ(base64_decode_into("Zm9vYg==", room.data()), 4u);
  EXPECT_EQ(room.substr(0, 4), "foob");
  EXPECT_EQ(base64_decode_into("", room.data()), 0u);
}

TEST(Percent, KeepsOnlyUnreserved) {
  EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encode("a:b/c d+e%"), "a%3Ab%2Fc%20d%2Be%25");
  EXPECT_EQ(percent_encode("a/b:c", "/"), "a/b%3Ac");
  EXPECT_EQ(percent_encode("\xe1\x88\xb4"), "%E1%88%B4");
  EXPECT_EQ(percent_encode(std::string_view("\0", 1)), "%00");
  EXPECT_EQ(percent_encode(""), "");
}

TEST(Percent, DecodesAndLeavesMalformedEscapes) {
  EXPECT_EQ(percent_decode("a%3Ab%2fc%20d+e"), "a:b/c d+e");
  EXPECT_EQ(percent_decode("%"), "%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%zz%41"), "%zzA");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%%41"), "%A");
  EXPECT_EQ(percent_decode(percent_encode(all_bytes())), all_bytes());
}

}  // namespace
}  // namespace anthropic::internal
