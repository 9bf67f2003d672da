// Anthropic's own API: many requests for half the price, and files that are kept there.
#include <iostream>

#include <anthropic/anthropic.hpp>

namespace {

void batch(const anthropic::Anthropic& client) {
  auto batch = client.messages.batches.create(
      {{"sky", {.model = "haiku", .max_tokens = 300, .messages = {{"user", "Why is the sky blue?"}}}},
       {"story", {.model = "haiku", .max_tokens = 300, .messages = {{"user", "Tell me a story."}}}}});
  if (!batch) {
    std::cerr << batch.error().to_string() << '\n';
    return;
  }
  // Within a day; here at once.
  if (!client.messages.batches.retrieve(batch->id)->ended()) return;
  auto results = client.messages.batches.results(batch->id);
  while (const auto* result = results.next()) {
    std::cout << result->custom_id << ": " << (result->message ? result->message->text() : "failed") << '\n';
  }
}

void file(const anthropic::Anthropic& client) {
  auto file = client.files.upload(
      {.filename = "notes.txt", .content = "The bridge is green.", .mime_type = "text/plain"});
  if (!file) {
    std::cerr << file.error().to_string() << '\n';
    return;
  }
  const anthropic::DocumentBlock document{.source = anthropic::FileDocumentSource{file->id}};
  const anthropic::TextBlock question{"Which colour has the bridge?"};
  auto message = client.messages.create(
      {.model = "haiku", .max_tokens = 300, .messages = {{"user", {document, question}}}});
  std::cout << (message ? message->text() : message.error().to_string()) << '\n';
  std::cout << (client.files.delete_file(file->id) ? "deleted\n" : "still there\n");
}

}  // namespace

int main() {
  anthropic::Anthropic client;
  batch(client);
  file(client);
}
