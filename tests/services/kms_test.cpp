#include <anthropic/aws/kms.hpp>

#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;

class KmsTest : public ServiceTest {};

TEST_F(KmsTest, MakesADataKey) {
  const KMS kms(session());
  answer(R"({"Plaintext":"AAEC","CiphertextBlob":"/w==","KeyId":"arn:k"})");
  const auto key =
      kms.generate_data_key({.key_id = "alias/k", .key_spec = "AES_256", .encryption_context = {{"a", "1"}}});
  ASSERT_TRUE(key) << key.error().to_string();
  EXPECT_EQ(key->plaintext, std::string("\0\1\2", 3));
  EXPECT_EQ(key->ciphertext_blob, "\xFF");
  EXPECT_EQ(key->key_id, "arn:k");
  EXPECT_EQ(last_request().header("x-amz-target"), "TrentService.GenerateDataKey");
  EXPECT_EQ(last_request().body, R"({"KeyId":"alias/k","KeySpec":"AES_256","EncryptionContext":{"a":"1"}})");
}

TEST_F(KmsTest, RefusesLocallyWhatCannotBeRight) {
  const KMS kms(session());
  EXPECT_THAT(local_refusal(kms.encrypt({.plaintext = "x"})), HasSubstr("key_id"));
  EXPECT_THAT(local_refusal(kms.encrypt({.key_id = "k"})), HasSubstr("1 to 4096"));
  const auto long_text = kms.encrypt({.key_id = "k", .plaintext = std::string(4097, 'x')});
  EXPECT_THAT(local_refusal(long_text), HasSubstr("4097"));
  EXPECT_THAT(long_text.error().hint, HasSubstr("generate_data_key"));
  EXPECT_THAT(local_refusal(kms.decrypt({})), HasSubstr("1 to 6144"));
  EXPECT_THAT(local_refusal(kms.decrypt({.ciphertext_blob = std::string(6145, 'x')})), HasSubstr("6145"));
  EXPECT_THAT(local_refusal(kms.generate_data_key({.key_id = "k"})), HasSubstr("either"));
  EXPECT_THAT(
      local_refusal(kms.generate_data_key({.key_id = "k", .key_spec = "AES_256", .number_of_bytes = 32})),
      HasSubstr("either"));
  EXPECT_THAT(local_refusal(kms.generate_data_key({.key_id = "k", .number_of_bytes = 0})), HasSubstr("1024"));
}

TEST_F(KmsTest, AnAnswerWithoutBytesIsAnError) {
  const KMS kms(session());
  for (const char* body : {"{}", R"({"Plaintext":"?","KeyId":"k"})", R"({"Plaintext":7})", ""}) {
    answer(body);
    const auto opened = kms.decrypt({.ciphertext_blob = "x"});
    ASSERT_FALSE(opened) << body;
    EXPECT_EQ(opened.error().kind, ErrorKind::response_validation) << body;
  }
}

TEST_F(KmsTest, ThrottlingIsRetried) {
  refuse(400, "ThrottlingException", "slow down");
  answer(R"({"Plaintext":"eA==","KeyId":"k"})");
  const auto opened = KMS(session()).decrypt({.ciphertext_blob = "x"});
  ASSERT_TRUE(opened) << opened.error().to_string();
  EXPECT_EQ(requests_sent(), 2u);
}

}  // namespace
}  // namespace anthropic::internal::aws
