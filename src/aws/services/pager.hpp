#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Puts the token of the next page where a list takes it; false on the last page. A page that names itself as
/// the next one is an error: following it would never end.
Result<bool> turn_page(std::string_view operation, const std::optional<std::string>& next,
                       std::optional<std::string>& token);

/// How a list of a service is paged: what gets a page, and where the token of the next one is.
template <class Client, class Input, class Output>
struct PagedList {
  std::string_view operation;  ///< "ListMetrics"
  Result<Output> (Client::*list)(const Input&, const CallOptions&) const;
  std::optional<std::string> Input::*token;
  std::optional<std::string> Output::*next_token;
};

template <class Client, class Input, class Output>
PagedList(const char*, Result<Output> (Client::*)(const Input&, const CallOptions&) const,
          std::optional<std::string> Input::*, std::optional<std::string> Output::*)
    -> PagedList<Client, Input, Output>;

/// `take` makes items of a page.
template <class Client, class Input, class Output, class Take,
          class Item = typename std::invoke_result_t<Take, Output&>::value_type>
Result<Page<Item>> get_page(const PagedList<Client, Input, Output>& list, const Take& take,
                            const Client& client, Input input, const CallOptions& options) {
  Result<Output> output = (client.*list.list)(input, options);
  if (!output) return std::move(output).error();
  const auto more = turn_page(list.operation, (*output).*list.next_token, input.*list.token);
  if (!more) return more.error();
  Page<Item> page{.data = take(*output), .has_more = *more};
  if (*more) page.fetch = [=] { return get_page(list, take, client, input, options); };
  return page;
}

/// The items of all pages. Nothing is asked for before the first is.
template <class Client, class Input, class Output, class Item>
AllItems<Item> all_items(const PagedList<Client, Input, Output>& list, std::vector<Item> Output::*items,
                         const Client& client, const Input& input, const CallOptions& options) {
  const auto take = [items](Output& page) { return std::move(page.*items); };
  return AllItems<Item>(
      {.has_more = true, .fetch = [=] { return get_page(list, take, client, input, options); }});
}

/// The pages themselves.
template <class Client, class Input, class Output>
AllItems<Output> all_pages(const PagedList<Client, Input, Output>& list, const Client& client,
                           const Input& input, const CallOptions& options) {
  const auto take = [](Output& page) { return std::vector<Output>{std::move(page)}; };
  return AllItems<Output>(
      {.has_more = true, .fetch = [=] { return get_page(list, take, client, input, options); }});
}

}  // namespace anthropic::internal::aws
