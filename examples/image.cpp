// Asks about a picture: image photo.png "What is in it?"
#include <iostream>

#include <anthropic/bedrock.hpp>

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: image FILE [QUESTION]\n";
    return 2;
  }
  auto image = anthropic::ImageBlock::from_file(argv[1]);
  if (!image) {
    std::cerr << image.error() << '\n';
    return 1;
  }

  anthropic::AnthropicBedrock client;
  anthropic::TextBlock question{argc > 2 ? argv[2] : "What is in this picture?"};
  auto message = client.messages.create(
      {.model = "haiku", .max_tokens = 300, .messages = {{"user", {*image, question}}}});
  if (!message) {
    std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
    return 1;
  }
  std::cout << message->text() << '\n';
}
