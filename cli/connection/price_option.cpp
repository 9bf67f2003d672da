#include "connection/price_option.hpp"

#include <chrono>

#include "base/environment.hpp"
#include "base/file/files.hpp"
#include "errors/report_error.hpp"
#include "operations/costs/days.hpp"

namespace anthropic::internal::cli {

void declare_price_option(Declaration& declaration, std::string& file) {
  declaration.text("--prices", file, "FILE", "Prices over the program's own (else CLAUDE_BEDROCK_PRICES)");
}

Result<operations::PriceTable> open_prices(const std::string& file) {
  const std::string name = file.empty() ? RealEnvironment().get("CLAUDE_BEDROCK_PRICES").value_or("") : file;
  if (name.empty()) return operations::PriceTable();
  const auto text = RealFiles().read(name);
  if (!text) return usage_error(text.error().message, text.error().hint);
  if (!*text) return usage_error("there is no file of prices " + name);
  auto table = operations::PriceTable::read(**text, day_text(day_of(std::chrono::system_clock::now())));
  if (!table) return usage_error(name + ": " + table.error().message, table.error().hint);
  return table;
}

}  // namespace anthropic::internal::cli
