#include "base/crypto/gzip.hpp"

#include <libdeflate.h>
#include <memory>

namespace anthropic::internal {

std::string gzip(std::string_view bytes) {
  constexpr int usual_level = 6;
  struct Free {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
  };
  const std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(usual_level));
  if (!compressor) return {};
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

}  // namespace anthropic::internal
