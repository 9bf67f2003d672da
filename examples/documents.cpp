// Answers that say where they come from: documents of three kinds, a search result, and citations.
#include <iostream>

#include <anthropic/bedrock.hpp>

int main() {
  auto report = anthropic::DocumentBlock::from_text("In May the bridge carried 4,120 cars a day.");
  report.title = "Traffic report";
  report.context = "Counted by the town; June is missing.";
  report.citations = {{.enabled = true}};

  // A PDF, or a text file: the kind is read off the bytes.
  auto file = anthropic::DocumentBlock::from_bytes("The bridge was built in 1931.\n");
  if (!file) {
    std::cerr << file.error().to_string() << '\n';
    return 1;
  }
  file->citations = {{.enabled = true}};

  const anthropic::SearchResultBlock found{.source = "https://example.org/bridge",
                                           .title = "The bridge",
                                           .content = {{"It is painted green."}},
                                           .citations = {{.enabled = true}}};

  anthropic::AnthropicBedrock client;
  const anthropic::TextBlock question{"How many cars cross the bridge?"};
  auto message = client.messages.create(
      {.model = "haiku", .max_tokens = 300, .messages = {{"user", {report, *file, found, question}}}});
  if (!message) {
    std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
    return 1;
  }

  for (const anthropic::ContentBlock& block : message->content) {
    std::cout << block.text() << '\n';
    const auto* text = std::get_if<anthropic::TextBlock>(&block);
    if (!text) continue;
    std::cout << "it rests on " << text->citations.size() << " passages\n";
    for (const anthropic::TextCitation& citation : text->citations) {
      const auto* place = std::get_if<anthropic::CitationCharLocation>(&citation);
      if (place) std::cout << "- " << place->document_title.value_or("") << ": " << place->cited_text << '\n';
    }
  }
}
