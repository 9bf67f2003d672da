#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/headers.hpp>

#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// The names under which the endpoint may be asked where no signature is checked, beside those of loopback. A
/// page in a browser cannot sign; without signatures it could ask whatever it can reach, and read the answers
/// by a name of its own that it points here (DNS rebinding).
struct KnownHosts {
  std::vector<std::string> names = {};  ///< without a port
  bool any_address = false;             ///< every address in figures: they cannot be pointed elsewhere
};

/// Why a request is refused whose Host or Origin is not known; empty if both are, or are missing.
std::optional<Refusal> refuse_foreign_host(const Headers& headers, const KnownHosts& known);

/// Whether it is a name or an address as it stands in a Host header, without scheme, port and path.
bool is_host_name(std::string_view text);

/// Whether an address in figures stands for all addresses of this machine.
bool is_unspecified_address(std::string_view address);

}  // namespace anthropic::internal::local
