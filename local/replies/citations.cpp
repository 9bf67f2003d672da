#include "local/replies/citations.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text/utf8.hpp"
#include "local/replies/conversation.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kLongestSentence = 120;  // characters
constexpr std::string_view kUnreadPage = "(The local endpoint does not read PDFs.)";

/// A document or a search result that may be cited.
struct Citable {
  const Json* block;
  std::size_t index;  // among those of its type
};

struct Counts {
  std::size_t documents = 0;
  std::size_t results = 0;
};

void add_citable(const Json& content, Counts& counts, std::vector<Citable>& out) {
  for (const Json& block : content.items()) {
    const auto type = block["type"].as_string();
    if (type == "tool_result") add_citable(block["content"], counts, out);
    if (type != "document" && type != "search_result") continue;
    const std::size_t index = type == "document" ? counts.documents++ : counts.results++;
    if (block["citations"]["enabled"].as_bool().value_or(false)) out.push_back({&block, index});
  }
}

std::vector<Citable> citable_in(const Json& body) {
  std::vector<Citable> out;
  Counts counts;
  for (const Json& message : body["messages"].items()) add_citable(message["content"], counts, out);
  return out;
}

bool is_search_result(const Citable& citable) {
  return (*citable.block)["type"].as_string() == "search_result";
}

bool is_pdf(const Citable& citable) {
  const auto type = (*citable.block)["source"]["type"].as_string();
  return !is_search_result(citable) && type != "text" && type != "content";
}

/// What is cited by its blocks.
Json::Array blocks_of(const Citable& citable) {
  const Json& content =
      is_search_result(citable) ? (*citable.block)["content"] : (*citable.block)["source"]["content"];
  if (content.is_string()) return {Json::object({{"type", "text"}, {"text", content}})};
  return content.items();
}

Json document_citation(std::string_view type, std::string_view text, const Citable& citable) {
  return Json::object({{"type", type},
                       {"cited_text", text},
                       {"document_index", citable.index},
                       {"document_title", (*citable.block)["title"]},
                       {"file_id", nullptr}});
}

Json by_characters(const std::string& quote, const Citable& citable) {
  const std::string_view text = (*citable.block)["source"]["data"].as_string().value_or("");
  const std::size_t at = text.find(quote);
  if (at == std::string_view::npos || quote.empty()) return {};
  const std::size_t start = count_characters(text.substr(0, at));
  Json citation = document_citation("char_location", quote, citable);
  citation.set("start_char_index", start);
  citation.set("end_char_index", start + count_characters(quote));
  return citation;
}

Json by_pages(const std::string& quote, const Citable& citable) {
  Json citation = document_citation("page_location", quote.empty() ? kUnreadPage : quote, citable);
  citation.set("start_page_number", 1);
  citation.set("end_page_number", 2);
  return citation;
}

Json by_blocks(const std::string& quote, const Citable& citable) {
  const Json::Array blocks = blocks_of(citable);
  const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const Json& block) {
    return block["text"].as_string().value_or("").find(quote) != std::string_view::npos;
  });
  if (found == blocks.end() || quote.empty()) return {};
  const auto index = static_cast<std::size_t>(found - blocks.begin());
  const std::string text = (*found)["text"].string_or("");
  Json citation = is_search_result(citable) ? Json::object({{"type", "search_result_location"},
                                                            {"cited_text", text},
                                                            {"source", (*citable.block)["source"]},
                                                            {"title", (*citable.block)["title"]},
                                                            {"search_result_index", citable.index}})
                                            : document_citation("content_block_location", text, citable);
  citation.set("start_block_index", index);
  citation.set("end_block_index", index + 1);
  return citation;
}

// Null if it does not have the quote.
Json cite_one(const Quote& quote, const Citable& citable) {
  if (quote.document && (is_search_result(citable) || *quote.document != citable.index)) return {};
  if (is_pdf(citable)) return by_pages(quote.text, citable);
  const bool has_blocks =
      is_search_result(citable) || (*citable.block)["source"]["type"].as_string() == "content";
  return has_blocks ? by_blocks(quote.text, citable) : by_characters(quote.text, citable);
}

std::string_view sentence_of(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text = text.substr(begin);
  text = text.substr(0, text.find('\n'));
  text = text.substr(0, end_of_characters(text, kLongestSentence));
  const std::size_t end = text.find(". ");
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

}  // namespace

Json::Array cite(const std::vector<Quote>& quotes, const Json& body) {
  Json::Array citations;
  if (quotes.empty()) return citations;
  const std::vector<Citable> all = citable_in(body);
  for (const Quote& quote : quotes) {
    for (const Citable& citable : all) {
      Json citation = cite_one(quote, citable);
      if (citation.is_null()) continue;
      citations.push_back(std::move(citation));
      break;
    }
  }
  return citations;
}

std::vector<Quote> first_sentence(const Json& body) {
  for (const Citable& citable : citable_in(body)) {
    const auto document = is_search_result(citable) ? std::nullopt : std::optional(citable.index);
    if (is_pdf(citable)) return {{.document = document}};
    std::string text = (*citable.block)["source"]["data"].string_or("");
    const Json::Array blocks = blocks_of(citable);
    if (!blocks.empty()) text = blocks.front()["text"].string_or("");
    const std::string_view sentence = sentence_of(text);
    if (!sentence.empty()) return {{.text = std::string(sentence), .document = document}};
  }
  return {};
}

}  // namespace anthropic::internal::local
