#include "base/threads/start_thread.hpp"

#include <csignal>
#include <memory>

namespace anthropic::internal {
namespace {

using Work = std::function<void()>;

/// Blocks every signal on this thread while it lives; a thread that is started meanwhile inherits that.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

void* run_work(void* work) {
  const std::unique_ptr<Work> own(static_cast<Work*>(work));
  (*own)();
  return nullptr;
}

}  // namespace

std::optional<pthread_t> start_thread(std::size_t stack_bytes, Work work) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return std::nullopt;
  if (stack_bytes != kUsualStack) pthread_attr_setstacksize(&attributes, stack_bytes);
  auto own = std::make_unique<Work>(std::move(work));
  pthread_t thread;
  const SignalsBlocked blocked;
  const bool started = pthread_create(&thread, &attributes, run_work, own.get()) == 0;
  pthread_attr_destroy(&attributes);
  if (!started) return std::nullopt;
  (void)own.release();
  return thread;
}

}  // namespace anthropic::internal
