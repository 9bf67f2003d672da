#include "decode_floor.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <libdeflate.h>
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace bench {
namespace {

constexpr std::array<unsigned char, 256> kValues = [] {
  std::array<unsigned char, 256> table{};
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<unsigned char>(i);
  }
  return table;
}();

std::uint32_t value(char c) {
  return kValues[static_cast<unsigned char>(c)];
}

std::uint32_t read_32(const char* from) {
  std::uint32_t number = 0;
  std::memcpy(&number, from, sizeof number);
  return __builtin_bswap32(number);
}

std::size_t decode_base64(std::string_view in, char* out) {
  char* to = out;
  for (std::size_t i = 0; i + 4 <= in.size(); i += 4, to += 3) {
    const std::uint32_t bits =
        value(in[i]) << 18 | value(in[i + 1]) << 12 | value(in[i + 2]) << 6 | value(in[i + 3]);
    to[0] = static_cast<char>(bits >> 16);
    to[1] = static_cast<char>(bits >> 8);
    to[2] = static_cast<char>(bits);
  }
  const std::size_t padding = in.ends_with("==") ? 2 : in.ends_with("=") ? 1 : 0;
  return static_cast<std::size_t>(to - out) - padding;
}

}  // namespace

struct DecodeFloor::Memory {
  simdjson::ondemand::parser parser;
  std::array<char, 65536> json;
};

DecodeFloor::DecodeFloor() : memory_(std::make_unique<Memory>()) {}
DecodeFloor::~DecodeFloor() = default;

std::size_t DecodeFloor::decode(std::string_view frames) {
  std::size_t all = 0;
  for (const char *at = frames.data(), *end = at + frames.size(); at < end;) {
    const std::uint32_t total = read_32(at), headers = read_32(at + 4);
    if (libdeflate_crc32(0, at, total - 4) != read_32(at + total - 4)) return 0;
    const char* base64 = at + 12 + headers + std::strlen(R"({"bytes":")");
    const char* base64_end = static_cast<const char*>(std::memchr(base64, '"', total));
    const std::size_t size = decode_base64({base64, base64_end}, memory_->json.data());
    at += total;

    simdjson::ondemand::document document;
    std::string_view type, text;
    if (memory_->parser.iterate(memory_->json.data(), size, memory_->json.size()).get(document)) return 0;
    if (document["type"].get_string().get(type) || type != "content_block_delta") continue;
    if (!document["delta"]["text"].get_string().get(text)) all += text.size();
  }
  return all;
}

}  // namespace bench
