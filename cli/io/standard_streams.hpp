#pragma once

namespace anthropic::internal::cli {

/// Fills the places of standard input, output and error where the program was started without them, so that
/// no file or connection gets their numbers, and what is written to them. Using one fails, as before. The
/// first thing that the program does.
void fill_missing_streams();

}  // namespace anthropic::internal::cli
