#include "wire/messages/citation_codec.hpp"

#include "wire/json/fields.hpp"

namespace anthropic::internal {

namespace {

constexpr std::string_view kCharLocation = "char_location";
constexpr std::string_view kPageLocation = "page_location";
constexpr std::string_view kContentBlockLocation = "content_block_location";
constexpr std::string_view kWebSearchResultLocation = "web_search_result_location";
constexpr std::string_view kSearchResultLocation = "search_result_location";

bool has_strings(const Json& json, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (!json[name].is_string()) return false;
  }
  return true;
}

bool has_numbers(const Json& json, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (!json[name].as_int64()) return false;
  }
  return true;
}

/// A place in a document, whatever its ends are called.
template <class Location>
Location document_location(Json json, std::int64_t Location::*begin, std::string_view begin_name,
                           std::int64_t Location::*end, std::string_view end_name) {
  Location location;
  json.erase("type");
  location.cited_text = *take_string(json, "cited_text");
  location.document_index = *take_int64(json, "document_index");
  location.document_title = take_string(json, "document_title");
  location.*begin = *take_int64(json, begin_name);
  location.*end = *take_int64(json, end_name);
  location.file_id = take_string(json, "file_id");
  location.extra = rest(std::move(json));
  return location;
}

template <class Location>
void write_document_location(const Location& location, std::string_view type, std::int64_t begin,
                             std::string_view begin_name, std::int64_t end, std::string_view end_name,
                             JsonSink& sink) {
  ObjectWriter object(sink, location.extra, type);
  object.string("cited_text", location.cited_text);
  object.value("document_index", location.document_index);
  if (location.document_title) object.string("document_title", *location.document_title);
  object.value(begin_name, begin);
  object.value(end_name, end);
  if (location.file_id && sink.audience() != Audience::strict_server)
    object.string("file_id", *location.file_id);
  object.end();
}

void write(const CitationsWebSearchResultLocation& location, JsonSink& sink) {
  ObjectWriter object(sink, location.extra, kWebSearchResultLocation);
  object.string("cited_text", location.cited_text);
  object.string("url", location.url);
  if (location.title) object.string("title", *location.title);
  object.string("encrypted_index", location.encrypted_index);
  object.end();
}

void write(const CitationsSearchResultLocation& location, JsonSink& sink) {
  ObjectWriter object(sink, location.extra, kSearchResultLocation);
  object.string("cited_text", location.cited_text);
  object.value("search_result_index", location.search_result_index);
  object.string("source", location.source);
  if (location.title) object.string("title", *location.title);
  object.value("start_block_index", location.start_block_index);
  object.value("end_block_index", location.end_block_index);
  object.end();
}

CitationsWebSearchResultLocation web_search_location(Json json) {
  CitationsWebSearchResultLocation location;
  json.erase("type");
  location.cited_text = *take_string(json, "cited_text");
  location.url = *take_string(json, "url");
  location.title = take_string(json, "title");
  location.encrypted_index = *take_string(json, "encrypted_index");
  location.extra = rest(std::move(json));
  return location;
}

CitationsSearchResultLocation search_location(Json json) {
  CitationsSearchResultLocation location;
  json.erase("type");
  location.cited_text = *take_string(json, "cited_text");
  location.search_result_index = *take_int64(json, "search_result_index");
  location.source = *take_string(json, "source");
  location.title = take_string(json, "title");
  location.start_block_index = *take_int64(json, "start_block_index");
  location.end_block_index = *take_int64(json, "end_block_index");
  location.extra = rest(std::move(json));
  return location;
}

}  // namespace

void write(const TextCitation& citation, JsonSink& sink) {
  if (const auto* chars = std::get_if<CitationCharLocation>(&citation)) {
    write_document_location(*chars, kCharLocation, chars->start_char_index, "start_char_index",
                            chars->end_char_index, "end_char_index", sink);
  } else if (const auto* pages = std::get_if<CitationPageLocation>(&citation)) {
    write_document_location(*pages, kPageLocation, pages->start_page_number, "start_page_number",
                            pages->end_page_number, "end_page_number", sink);
  } else if (const auto* blocks = std::get_if<CitationContentBlockLocation>(&citation)) {
    write_document_location(*blocks, kContentBlockLocation, blocks->start_block_index, "start_block_index",
                            blocks->end_block_index, "end_block_index", sink);
  } else if (const auto* web = std::get_if<CitationsWebSearchResultLocation>(&citation)) {
    write(*web, sink);
  } else if (const auto* search = std::get_if<CitationsSearchResultLocation>(&citation)) {
    write(*search, sink);
  } else {
    sink.value(std::get<UnknownCitation>(citation).json);
  }
}

static std::string_view text_of(const std::optional<std::string>& text) {
  return text ? std::string_view(*text) : std::string_view();
}

std::vector<TextCitation> take_citations(Json& block) {
  std::vector<TextCitation> citations;
  for (const Json& item : block["citations"].items()) citations.push_back(TextCitation::from_json(item));
  if (!citations.empty()) block.erase("citations");
  return citations;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

TextCitation::TextCitation() noexcept = default;
TextCitation::TextCitation(const TextCitation&) = default;
TextCitation::TextCitation(TextCitation&&) noexcept = default;
TextCitation& TextCitation::operator=(const TextCitation&) = default;
TextCitation& TextCitation::operator=(TextCitation&&) noexcept = default;
TextCitation::~TextCitation() = default;

std::string_view TextCitation::type() const {
  static constexpr std::string_view names[] = {kCharLocation, kPageLocation, kContentBlockLocation,
                                               kWebSearchResultLocation, kSearchResultLocation};
  if (const auto* unknown = std::get_if<UnknownCitation>(this))
    return unknown->json["type"].as_string().value_or("");
  return names[index()];
}

std::string_view TextCitation::cited_text() const {
  if (const auto* chars = std::get_if<CitationCharLocation>(this)) return chars->cited_text;
  if (const auto* pages = std::get_if<CitationPageLocation>(this)) return pages->cited_text;
  if (const auto* blocks = std::get_if<CitationContentBlockLocation>(this)) return blocks->cited_text;
  if (const auto* web = std::get_if<CitationsWebSearchResultLocation>(this)) return web->cited_text;
  if (const auto* search = std::get_if<CitationsSearchResultLocation>(this)) return search->cited_text;
  return std::get<UnknownCitation>(*this).json["cited_text"].as_string().value_or("");
}

std::string_view TextCitation::title() const {
  if (const auto* chars = std::get_if<CitationCharLocation>(this)) return text_of(chars->document_title);
  if (const auto* pages = std::get_if<CitationPageLocation>(this)) return text_of(pages->document_title);
  if (const auto* blocks = std::get_if<CitationContentBlockLocation>(this))
    return text_of(blocks->document_title);
  if (const auto* web = std::get_if<CitationsWebSearchResultLocation>(this)) return text_of(web->title);
  if (const auto* search = std::get_if<CitationsSearchResultLocation>(this)) return text_of(search->title);
  return std::get<UnknownCitation>(*this).json["title"].as_string().value_or("");
}

Json TextCitation::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

TextCitation TextCitation::from_json(Json json) {
  const std::string type = json["type"].string_or("");
  const bool in_document = has_strings(json, {"cited_text"}) && has_numbers(json, {"document_index"});
  if (type == kCharLocation && in_document && has_numbers(json, {"start_char_index", "end_char_index"})) {
    return document_location(std::move(json), &CitationCharLocation::start_char_index, "start_char_index",
                             &CitationCharLocation::end_char_index, "end_char_index");
  }
  if (type == kPageLocation && in_document && has_numbers(json, {"start_page_number", "end_page_number"})) {
    return document_location(std::move(json), &CitationPageLocation::start_page_number, "start_page_number",
                             &CitationPageLocation::end_page_number, "end_page_number");
  }
  if (type == kContentBlockLocation && in_document &&
      has_numbers(json, {"start_block_index", "end_block_index"})) {
    return document_location(std::move(json), &CitationContentBlockLocation::start_block_index,
                             "start_block_index", &CitationContentBlockLocation::end_block_index,
                             "end_block_index");
  }
  if (type == kWebSearchResultLocation && has_strings(json, {"cited_text", "url", "encrypted_index"}))
    return web_search_location(std::move(json));
  if (type == kSearchResultLocation && has_strings(json, {"cited_text", "source"}) &&
      has_numbers(json, {"search_result_index", "start_block_index", "end_block_index"}))
    return search_location(std::move(json));
  return UnknownCitation{std::move(json)};
}

}  // namespace anthropic::inline v0
