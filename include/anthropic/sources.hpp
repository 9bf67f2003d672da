#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>
#include <variant>

#include <anthropic/content.hpp>
#include <anthropic/json.hpp>

// Where the bytes of an image or a document come from. Bedrock's InvokeModel takes them in the request only
// (base64, text, content); only Anthropic's own API fetches URLs and files.

namespace anthropic::inline v0 {

/// An image's bytes in base64.
struct Base64ImageSource {
  std::string media_type = {};  ///< "image/png", "image/jpeg", "image/gif" or "image/webp".
  std::string data = {};        ///< Standard base64 without line breaks; at most 5 MB when decoded.
  Json extra = {};
};

/// An image that the server fetches.
struct URLImageSource {
  std::string url = {};
  Json extra = {};
};

/// An image that was uploaded to the Files API.
struct FileImageSource {
  std::string file_id = {};
  Json extra = {};
};

/// A source that this version does not know, unchanged.
struct UnknownImageSource {
  Json json = {};
};

using ImageSource = std::variant<Base64ImageSource, URLImageSource, FileImageSource, UnknownImageSource>;

/// A PDF's bytes in base64.
struct Base64PDFSource {
  std::string data = {};  ///< Standard base64 without line breaks.
  Json extra = {};
};

/// A document that is plain text.
struct PlainTextSource {
  std::string data = {};  ///< The text itself, UTF-8.
  Json extra = {};
};

/// A document made of blocks, text and images; a citation then names blocks.
struct ContentBlockSource {
  Content content = {};
  Json extra = {};
};

/// A PDF that the server fetches.
struct URLPDFSource {
  std::string url = {};
  Json extra = {};
};

/// A document that was uploaded to the Files API.
struct FileDocumentSource {
  std::string file_id = {};
  Json extra = {};
};

/// A source that this version does not know, unchanged.
struct UnknownDocumentSource {
  Json json = {};
};

using DocumentSource = std::variant<Base64PDFSource, PlainTextSource, ContentBlockSource, URLPDFSource,
                                    FileDocumentSource, UnknownDocumentSource>;

}  // namespace anthropic::inline v0
