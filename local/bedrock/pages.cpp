#include "local/bedrock/pages.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text/text.hpp"
#include "local/bedrock/route.hpp"

namespace anthropic::internal::local {

std::variant<Page, Refusal> page_of(std::string_view query, std::size_t size) {
  const std::string most_text = query_value(query, "maxResults");
  const std::string token = query_value(query, "nextToken");
  const auto most = most_text.empty() ? std::optional<long long>(1000) : parse_integer(most_text);
  if (!most || *most < 1 || *most > 1000) {
    return refuse_input(
        "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: "
        "Member must be between 1 and 1000");
  }
  const auto start = token.empty() ? std::optional<long long>(0) : parse_integer(token);
  if (!start || *start < 0 || *start > static_cast<long long>(size)) {
    return refuse_input("The provided nextToken is invalid.");
  }
  const auto begin = static_cast<std::size_t>(*start);
  return Page{begin, std::min(size, begin + static_cast<std::size_t>(*most))};
}

std::variant<Json, Refusal> paged_answer(const char* name, std::vector<Json> items, std::string_view query) {
  const auto page = page_of(query, items.size());
  if (const auto* refusal = std::get_if<Refusal>(&page)) return *refusal;
  const auto [begin, end] = *std::get_if<Page>(&page);
  Json shown = Json::array();
  for (std::size_t i = begin; i < end; ++i) shown.push_back(std::move(items[i]));
  Json answer = Json::object({{name, std::move(shown)}});
  if (end < items.size()) answer.set("nextToken", std::to_string(end));
  return answer;
}

}  // namespace anthropic::internal::local
