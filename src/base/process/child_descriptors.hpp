#pragma once

#include <spawn.h>

namespace anthropic::internal {

// What a child process inherits: its standard input, output and error, and nothing else.

/// Closes everything above standard error in the child. 0, or what posix_spawn's functions say.
int close_all_but_standard(posix_spawn_file_actions_t& actions);

/// The same where the C library cannot: closes what is open now and is inherited.
int close_what_is_open(posix_spawn_file_actions_t& actions);

}  // namespace anthropic::internal
