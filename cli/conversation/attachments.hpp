#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/message.hpp>

#include "io/terminal.hpp"

namespace anthropic::cli {

/// What Bedrock takes as one request, so the most that is read of anything.
constexpr std::size_t kLargestRequest = 25'000'000;

/// The path that stands for standard input.
constexpr std::string_view kStandardInput = "-";

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

/// Whether something was piped or redirected into the program.
bool has_piped_input();

/// All of standard input. Fails, with a usage error, if it is not UTF-8 or too large. If nothing comes for
/// two seconds and `has_prompt`, so that nobody may know that it waits, it says so.
Result<std::string> read_standard_input(Output& err, bool has_prompt);

/// All of standard input, or of a file, whatever bytes they are. Fails, with a usage error, if it cannot be
/// read or holds more than `most`.
Result<std::string> read_input_bytes(std::size_t most);
Result<std::string> read_file_bytes(const std::string& path, std::size_t most);

}  // namespace anthropic::cli
