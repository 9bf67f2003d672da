// Seals a text with a key of KMS, keeps it in Secrets Manager, and opens it again: secrets KEY
#include <iostream>

#include <anthropic/aws/kms.hpp>
#include <anthropic/aws/secrets_manager.hpp>

namespace aws = anthropic::aws;

int main(int argc, char** argv) {
  const std::string key = argc > 1 ? argv[1] : "alias/app";
  const aws::Session session;
  const aws::KMS kms(session);
  const aws::SecretsManager secrets(session);

  // Who opens it must name the same context; it is logged, so it holds nothing secret.
  const aws::EncryptionContext context = {{"purpose", "example"}};
  const auto sealed = kms.encrypt({.key_id = key, .plaintext = "the recipe", .encryption_context = context});
  if (!sealed) {
    std::cerr << sealed.error().to_string() << '\n' << sealed.error().hint << '\n';
    return 1;
  }

  const auto created =
      secrets.create_secret({.name = "example/recipe", .secret_binary = sealed->ciphertext_blob});
  if (!created && created.error().kind == anthropic::ErrorKind::conflict) {
    secrets.put_secret_value({.secret_id = "example/recipe", .secret_binary = sealed->ciphertext_blob})
        .value();
  } else if (!created) {
    std::cerr << created.error().to_string() << '\n' << created.error().hint << '\n';
    return 1;
  }

  const auto kept = secrets.get_secret_value({.secret_id = "example/recipe"});
  const auto opened = kms.decrypt({.ciphertext_blob = *kept->secret_binary, .encryption_context = context});
  std::cout << "opened " << opened->plaintext.size() << " bytes\n";  // never print a secret

  // More than 4,096 bytes are encrypted here, with a key that KMS makes and seals.
  const auto data_key = kms.generate_data_key({.key_id = key, .key_spec = "AES_256"});
  std::cout << "a data key of " << data_key->plaintext.size() << " bytes\n";
}
