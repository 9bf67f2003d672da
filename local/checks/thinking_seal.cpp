#include "local/checks/thinking_seal.hpp"

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kKey = "anthropic-bedrock local endpoint";
constexpr std::string_view kSignatureMark = "local endpoint: signature ";
constexpr std::string_view kSealMark = "local endpoint: redacted ";

std::string checksum(std::string_view mark, std::string_view text) {
  return std::string(as_bytes(hmac_sha256(kKey, std::string(mark) + std::string(text))));
}

// Claude's are long messages of Protocol Buffers, whose first field has the number 2.
bool has_the_form_of_claudes(std::string_view bytes) {
  constexpr std::size_t shortest = 48;
  return bytes.size() >= shortest && bytes.front() == '\x12';
}

}  // namespace

std::string thinking_signature(std::string_view thinking) {
  return base64_encode(std::string(kSignatureMark) + checksum(kSignatureMark, thinking));
}

bool may_sign(std::string_view signature, std::string_view thinking) {
  const auto bytes = base64_decode(signature);
  if (!bytes) return false;
  return has_the_form_of_claudes(*bytes) || signature == thinking_signature(thinking);
}

std::string sealed_thinking(std::string_view hidden) {
  return base64_encode(std::string(kSealMark) + checksum(kSealMark, hidden) + std::string(hidden));
}

bool may_be_sealed(std::string_view data) {
  const auto bytes = base64_decode(data);
  if (!bytes) return false;
  if (has_the_form_of_claudes(*bytes)) return true;
  constexpr std::size_t size = kSealMark.size() + sizeof(Sha256);
  return bytes->size() >= size && data == sealed_thinking(std::string_view(*bytes).substr(size));
}

}  // namespace anthropic::internal::local
