#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <anthropic/message.hpp>

#include "arguments/declaration.hpp"

namespace anthropic::internal::cli {

/// A file as a block of a request: an image, a PDF, or a text with the file's name around it. Pipes and
/// `<(process substitution)` can be read too, devices cannot. Fails, with a usage error, if it cannot be
/// read, is none of these, or is too large, as an image may be that is not too large for a request.
Result<ContentBlock> read_attachment(const std::string& path);

/// A regular file as an image block or a document block (a PDF, or a text that Claude can cite), and nothing
/// else.
Result<ContentBlock> read_image(const std::string& path);
Result<ContentBlock> read_document(const std::string& path);

/// What is attached to a question, by what its option says it is.
struct Attachments {
  std::vector<std::string> files = {};  ///< texts, images and PDFs, told apart by their bytes
  std::vector<std::string> images = {};
  std::vector<std::string> documents = {};

  /// How many of them are standard input, which can be read once.
  std::size_t inputs() const;
  bool empty() const { return files.empty() && images.empty() && documents.empty(); }
};

/// All of them, images before documents before files. Fails at the first that cannot be read.
Result<std::vector<ContentBlock>> read_attachments(const Attachments& attachments);

void declare_attachments(Declaration& declaration, Attachments& attachments);

}  // namespace anthropic::internal::cli
