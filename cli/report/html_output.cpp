#include "report/html_output.hpp"

#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "report/html_page.hpp"

namespace anthropic::internal::cli {

void declare_html_option(Declaration& declaration, std::string& file) {
  declaration.text("--html", file, "FILE", "Write a page with charts and tables, too, for a browser");
}

int HtmlOutput::begin(Console& console) {
  if (!is_wanted()) return kExitOk;
  auto begun = ReplacementFile::begin(file_, {.writes_to_devices = true});
  if (!begun) return report_error(console.err, begun.error());
  replacement_ = std::move(*begun);
  return kExitOk;
}

int HtmlOutput::write(const Report& report, Console& console) {
  if (!is_wanted()) return kExitOk;
  if (const auto written = replacement_->write(html_page(report)); !written)
    return report_error(console.err, written.error());
  if (const auto placed = replacement_->commit(); !placed) return report_error(console.err, placed.error());
  console.err.write("wrote " + file_ + "\n");
  return kExitOk;
}

}  // namespace anthropic::internal::cli
