#pragma once

#include <pthread.h>

namespace anthropic {

/// Leaves a thread that nobody is there to join, and that has next to nothing left to do, to end by itself.
/// The program's end waits for it, a second at most: what a thread keeps for itself (OpenSSL's contexts) must
/// be freed before the libraries clean up. Thread-safe.
void leave_thread(pthread_t thread);

}  // namespace anthropic
