#include "local/credentials/random_text.hpp"

#include <random>

namespace anthropic::internal::local {

std::string random_text(std::size_t size, std::string_view letters) {
  std::random_device device;
  std::uniform_int_distribution<std::size_t> choose(0, letters.size() - 1);
  std::string out;
  while (out.size() < size) out += letters[choose(device)];
  return out;
}

}  // namespace anthropic::internal::local
