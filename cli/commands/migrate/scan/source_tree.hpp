#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <anthropic/result.hpp>

#include "commands/migrate/scan/language.hpp"

namespace anthropic::internal::cli {

struct SourceFile {
  std::string path = {};
  Language language = Language::python;
};

/// What is there to be scanned, and what was passed over.
struct SourceTree {
  std::vector<SourceFile> files = {};     ///< in the order of their names
  std::size_t other_files = 0;            ///< of no kind that is scanned
  std::size_t links = 0;                  ///< symbolic links, which are not followed
  std::vector<std::string> folders = {};  ///< .git and node_modules
  std::vector<Error> failures = {};       ///< folders that cannot be read
};

/// Lists the source files under the paths, each file once. A path that was named is taken whatever it is
/// called, through a symbolic link too; a file of an unknown kind as JSON is. Fails with a usage error if a
/// path is not there.
Result<SourceTree> list_sources(const std::vector<std::string>& paths);

/// Why a file is not scanned; empty if it is.
struct SourceText {
  std::string text = {};
  std::string skipped_because = {};  ///< "it is binary"
};

/// Reads a file, unless it is binary or larger than 5 MB. Fails if it cannot be read.
Result<SourceText> read_source(const std::string& path);

}  // namespace anthropic::internal::cli
