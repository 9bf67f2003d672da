#pragma once

#include <string>

#include "report/page_parts.hpp"
#include "report/report.hpp"

namespace anthropic::internal::cli {

/// The report as one HTML page that needs nothing else, no network, and no server. All text in it may come
/// from anybody.
std::string html_page(const Report& report, const PageParts& parts = page_parts());

}  // namespace anthropic::internal::cli
