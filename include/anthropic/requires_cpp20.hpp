#pragma once

// Included first by every public header, so that an older standard is told before the standard library
// stumbles over what it lacks.

#if defined(__cplusplus) && __cplusplus < 202002L
#error "Anthropic Bedrock for C++ needs C++20: compile with -std=c++20 (or -std=gnu++20, or newer)."
#endif
