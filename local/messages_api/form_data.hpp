#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal::local {

/// A file in a form.
struct FormFile {
  std::string filename;
  std::string content_type = "application/octet-stream";
  std::string content;
};

/// The part named "file" of a body of type multipart/form-data; empty if there is none.
std::optional<FormFile> form_file(std::string_view content_type, std::string_view body);

}  // namespace anthropic::internal::local
