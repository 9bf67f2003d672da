#include <benchmark/benchmark.h>
#include <openssl/sha.h>

#include "base/crypto/sha256.hpp"
#include "setting.hpp"
#include "wire/aws/sigv4.hpp"

// Signing a small request whose key is known already: the hash of the body, the canonical request, the
// signature, the headers.

namespace {

const std::string kBody =
    R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":1024,)"
    R"("messages":[{"role":"user","content":"Say hello to the prepared answers, please."}]})";
const std::string kPath = "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke";
const std::string kHost = "bedrock-runtime.us-east-1.amazonaws.com";

void sign(benchmark::State& state) {
  anthropic::internal::sigv4::Signer signer;
  const anthropic::Headers headers{{"host", kHost}, {"content-type", "application/json"}};
  const anthropic::internal::aws::Credentials credentials{.access_key_id = bench::kAccessKey,
                                                          .secret_access_key = bench::kSecretKey};
  const anthropic::internal::SystemTime now = std::chrono::system_clock::now();
  for (auto _ : state) {
    const std::string hash = anthropic::internal::sha256_hex(kBody);
    benchmark::DoNotOptimize(
        signer.sign({.method = "POST", .path = kPath, .query = {}, .headers = &headers, .payload_hash = hash},
                    credentials, {.region = "us-east-1", .service = "bedrock"}, now));
  }
}
BENCHMARK(sign);

void append_hex(const unsigned char (&hash)[32], std::string& out) {
  constexpr char digits[] = "0123456789abcdef";
  for (const unsigned char byte : hash) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
}

/// The bound: the same hashes by OpenSSL's plainest functions, over text whose form is known beforehand.
void sign_bound(benchmark::State& state) {
  unsigned char inner_key[64], outer_key[64], hash[32];
  for (unsigned char i = 0; i < 64; ++i) {
    const unsigned char key = i < 32 ? static_cast<unsigned char>(7 * i) : 0;
    inner_key[i] = key ^ 0x36;
    outer_key[i] = key ^ 0x5c;
  }
  SHA256_CTX inner, outer, context;
  SHA256_Init(&inner);
  SHA256_Update(&inner, inner_key, sizeof inner_key);
  SHA256_Init(&outer);
  SHA256_Update(&outer, outer_key, sizeof outer_key);
  for (auto _ : state) {
    SHA256_Init(&context);
    SHA256_Update(&context, kBody.data(), kBody.size());
    SHA256_Final(hash, &context);

    std::string canonical = "POST\n/model/anthropic.claude-haiku-4-5-20251001-v1%253A0/invoke\n\n";
    canonical.append("content-type:application/json\nhost:").append(kHost);
    canonical.append("\nx-amz-date:20261122T120000Z\n\ncontent-type;host;x-amz-date\n");
    append_hex(hash, canonical);
    SHA256_Init(&context);
    SHA256_Update(&context, canonical.data(), canonical.size());
    SHA256_Final(hash, &context);

    std::string to_sign = "AWS4-HMAC-SHA256\n20261122T120000Z\n20261122/us-east-1/bedrock/aws4_request\n";
    append_hex(hash, to_sign);
    context = inner;
    SHA256_Update(&context, to_sign.data(), to_sign.size());
    SHA256_Final(hash, &context);
    context = outer;
    SHA256_Update(&context, hash, sizeof hash);
    SHA256_Final(hash, &context);

    std::string authorization =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/bedrock/aws4_request, ";
    authorization.append("SignedHeaders=content-type;host;x-amz-date, Signature=");
    append_hex(hash, authorization);
    benchmark::DoNotOptimize(authorization);
  }
}
BENCHMARK(sign_bound);

}  // namespace
