#pragma once

#include <string_view>

namespace anthropic::internal::cli {

/// What each page has in it, embedded when the program was built.
struct PageParts {
  std::string_view style = {};         ///< report/page/page.css
  std::string_view script = {};        ///< report/page/page.js
  std::string_view library_name = {};  ///< "uPlot 1.6.32"; empty if the program was built without it.
  std::string_view library_style = {};
  std::string_view library_script = {};
  std::string_view library_licence = {};
};

PageParts page_parts();

}  // namespace anthropic::internal::cli
