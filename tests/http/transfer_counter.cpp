#include "http/transfer_counter.hpp"

#include <algorithm>
#include <curl/curl.h>
#include <dlfcn.h>
#include <map>
#include <mutex>

namespace {

std::mutex mutex;
bool counting = false;
int transfers_ = 0;
int most_ = 0;
std::map<CURL*, int> served;  // by each handle that was made since counting began

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

CURL* made(CURL* handle) {
  std::lock_guard lock(mutex);
  if (counting && handle) served[handle] = 0;
  return handle;
}

}  // namespace

// These stand in front of libcurl's.

extern "C" CURL* curl_easy_init() {
  static const auto original = next<CURL* (*)()>("curl_easy_init");
  return made(original());
}

extern "C" CURL* curl_easy_duphandle(CURL* handle) {
  static const auto original = next<CURL* (*)(CURL*)>("curl_easy_duphandle");
  return made(original(handle));
}

extern "C" void curl_easy_cleanup(CURL* handle) {
  static const auto original = next<void (*)(CURL*)>("curl_easy_cleanup");
  {
    std::lock_guard lock(mutex);
    served.erase(handle);
  }
  original(handle);
}

extern "C" CURLMcode curl_multi_add_handle(CURLM* multi, CURL* handle) {
  static const auto original = next<CURLMcode (*)(CURLM*, CURL*)>("curl_multi_add_handle");
  {
    std::lock_guard lock(mutex);
    if (counting) {
      ++transfers_;
      most_ = std::max(most_, ++served[handle]);
    }
  }
  return original(multi, handle);
}

namespace anthropic::internal::testing {

TransferCounter::TransferCounter() {
  std::lock_guard lock(mutex);
  counting = true;
  transfers_ = 0;
  most_ = 0;
  served.clear();
}

TransferCounter::~TransferCounter() {
  std::lock_guard lock(mutex);
  counting = false;
}

int TransferCounter::transfers() const {
  std::lock_guard lock(mutex);
  return transfers_;
}

int TransferCounter::most_of_a_handle() const {
  std::lock_guard lock(mutex);
  return most_;
}

int TransferCounter::handles() const {
  std::lock_guard lock(mutex);
  // A multi handle makes one for itself, which serves none.
  return static_cast<int>(
      std::count_if(served.begin(), served.end(), [](const auto& handle) { return handle.second > 0; }));
}

}  // namespace anthropic::internal::testing
