#pragma once

#include <string_view>

#include "http/url.hpp"

namespace anthropic::internal {

/// The entry of a NO_PROXY list that keeps `url` from a proxy; empty if there is none. Entries are parted by
/// commas or blanks:
///
///   *                       every host
///   corp.example            that name and all beneath it; the same with a leading dot
///   *.corp.example          the names beneath it
///   10.1.2.3, ::1, [::1]    that address
///   10.0.0.0/8, fd00::/8    all addresses of that network
///   host:port               with any of these but the last: that port only; an IPv6 address in brackets
///
/// Names are compared without regard to case and to a dot at their end. They are not resolved: a network
/// exempts URLs that hold an address.
std::string_view exempting_entry(std::string_view no_proxy, const Url& url);

}  // namespace anthropic::internal
