#include "commands/kms/kms.hpp"

#include <utility>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kLargestPlaintext = 4'096;
constexpr std::size_t kLargestCiphertextText = 16'384;

Result<std::string> argument_or_input(const std::optional<std::string>& argument, std::size_t most) {
  if (argument && *argument != "-") return *argument;
  return read_input_bytes(most);
}

void declare_context(Declaration& declaration, std::vector<std::string>& context) {
  declaration.text("-c,--context", context, "NAME=VALUE", "Part of the encryption context (repeatable)");
}

void declare_encrypt(Declaration& declaration, KmsEncryptOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.argument("key", options.key, "A key's id or ARN, or alias/…").required();
  declaration.argument("text", options.plaintext, "What to encrypt; else standard input");
  declare_context(declaration, options.context);
}

void declare_decrypt(Declaration& declaration, KmsDecryptOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.argument("text", options.ciphertext, "The base64; else standard input");
  declaration.text("--key", options.key, "ID", "Refuse what another key has encrypted");
  declare_context(declaration, options.context);
}

}  // namespace

Result<aws::EncryptionContext> parse_context(const std::vector<std::string>& texts) {
  aws::EncryptionContext context;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos)
      return usage_error("--context takes name=value, not \"" + text + "\"");
    const std::string name = text.substr(0, equals);
    if (!context.emplace(name, text.substr(equals + 1)).second)
      return usage_error("--context names " + name + " twice");
  }
  return context;
}

Result<std::string> parse_base64(std::string_view text) {
  std::string packed;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') packed += c;
  }
  std::optional<std::string> bytes = base64_decode(packed);
  if (packed.empty() || !bytes)
    return usage_error("the ciphertext is not base64", "give what kms encrypt printed");
  return *std::move(bytes);
}

int run_kms_encrypt(const KmsEncryptOptions& options, Console& console) {
  Result<aws::EncryptionContext> context = parse_context(options.context);
  if (!context) return report_usage(console.err, context.error());
  Result<std::string> plaintext = argument_or_input(options.plaintext, kLargestPlaintext);
  if (!plaintext) return report_usage(console.err, plaintext.error());
  if (plaintext->empty()) return report_usage(console.err, usage_error("there is nothing to encrypt"));

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::KMS kms(open_session(options.aws, interrupts.token()), client_options(options.aws));
  aws::EncryptInput input;
  input.key_id = options.key;
  input.plaintext = *std::move(plaintext);
  input.encryption_context = *std::move(context);
  const Result<aws::EncryptOutput> output = kms.encrypt(input, {.stop_token = interrupts.token()});
  if (!output) return report_failed_call(console, output.error(), interrupts);
  const std::string ciphertext = base64_encode(output->ciphertext_blob);
  const Json json = Json::object({{"ciphertext", ciphertext}, {"key_id", output->key_id}});
  console.out.write(options.json ? json_line(json) : ciphertext + "\n");
  return console.finish(kExitOk);
}

int run_kms_decrypt(const KmsDecryptOptions& options, Console& console) {
  Result<aws::EncryptionContext> context = parse_context(options.context);
  if (!context) return report_usage(console.err, context.error());
  const Result<std::string> text = argument_or_input(options.ciphertext, kLargestCiphertextText);
  if (!text) return report_usage(console.err, text.error());
  Result<std::string> ciphertext = parse_base64(*text);
  if (!ciphertext) return report_usage(console.err, ciphertext.error());

  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::KMS kms(open_session(options.aws, interrupts.token()), client_options(options.aws));
  aws::DecryptInput input;
  input.ciphertext_blob = *std::move(ciphertext);
  input.encryption_context = *std::move(context);
  input.key_id = options.key;
  const Result<aws::DecryptOutput> output = kms.decrypt(input, {.stop_token = interrupts.token()});
  if (!output) return report_failed_call(console, output.error(), interrupts);
  if (options.json) {
    const Json json =
        Json::object({{"plaintext", base64_encode(output->plaintext)}, {"key_id", output->key_id}});
    console.out.write(json_line(json));
    return console.finish(kExitOk);
  }
  console.out.write(output->plaintext);
  if (console.out.is_terminal()) console.out.end_line();
  return console.finish(kExitOk);
}

Command kms_command() {
  constexpr const char* kExamples =
      R"(  claude-bedrock kms encrypt alias/app --context purpose=demo < key.bin > key.sealed
  claude-bedrock kms decrypt --context purpose=demo < key.sealed > key.bin
)";
  return {.name = "kms",
          .about = "Encrypt and decrypt with a key of AWS KMS",
          .examples = kExamples,
          .subcommands = {{.name = "encrypt",
                           .about = "Encrypt at most 4,096 bytes; prints base64",
                           .examples = kExamples,
                           .declare = with_options(declare_encrypt, run_kms_encrypt)},
                          {.name = "decrypt",
                           .about = "Decrypt what encrypt printed; prints it as it was",
                           .examples = kExamples,
                           .declare = with_options(declare_decrypt, run_kms_decrypt)}}};
}

}  // namespace anthropic::internal::cli
