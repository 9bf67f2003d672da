#pragma once

#include <anthropic/requires_cpp20.hpp>

/// Behind a function: its result points into the object that it is called on, and must not outlive it. Clang warns
/// of a result that is kept longer (-Wdangling, on by default); other compilers ignore the mark.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define ANTHROPIC_LIFETIME_BOUND [[clang::lifetimebound]]
#endif
#endif
#ifndef ANTHROPIC_LIFETIME_BOUND
#define ANTHROPIC_LIFETIME_BOUND
#endif
