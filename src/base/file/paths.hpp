#pragma once

#include <string>

namespace anthropic::internal {

/// "." for a name without a folder.
std::string folder_of(const std::string& path);

/// Makes a folder, mode 0700, and those above it. 0, or errno.
int make_folders(const std::string& folder);

/// Brings to the disk which files are in a folder. 0, or errno; 0, too, where that cannot be asked for.
int sync_folder(const std::string& path);

/// Where a path leads, which need not exist: the target of a symbolic link is followed to its end. Empty,
/// with errno, where the system does not follow a link or there are too many.
std::string followed(const std::string& path);

/// Whether two paths lead to the same file; false if one leads to none.
bool is_same_file(const std::string& a, const std::string& b);
/// Whether the path leads to the open file.
bool is_same_file(int descriptor, const std::string& path);

}  // namespace anthropic::internal
