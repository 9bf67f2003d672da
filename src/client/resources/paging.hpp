#pragma once

#include <memory>
#include <string>

#include <anthropic/page.hpp>

#include "client/calls/api_call.hpp"

namespace anthropic::internal {

/// A list of the API: where it is, and what of it to get.
struct ListCall {
  std::string_view operation = {};  ///< "models.list"
  std::string path = {};            ///< "/v1/models"
  PageParams params = {};
  Headers headers = {};
  std::optional<Feature> feature = {};
  std::string page_token = {};  ///< of lists that go by an opaque token
};

/// A page as it came, and how to ask for the one that follows.
struct PageFrame {
  Json body = {};
  std::optional<ListCall> following = {};
};

Result<PageFrame> get_page(const std::shared_ptr<ClientCore>& core, const ListCall& list,
                           const RequestOptions& options);

/// The page as typed items, which knows how to get the next one.
template <class T>
Result<Page<T>> list_page(const std::shared_ptr<ClientCore>& core, const ListCall& list,
                          const RequestOptions& options) {
  auto frame = get_page(core, list, options);
  if (!frame) return std::move(frame).error();
  Page<T> page;
  for (const Json& item : frame->body["data"].items()) page.data.push_back(T::from_json(item));
  page.has_more = frame->following.has_value();
  if (!page.has_more) return page;
  RequestOptions later = options;
  later.response_into = nullptr;  // the caller's, which need not be there any more
  page.fetch = [core, later, next = *std::move(frame->following)] { return list_page<T>(core, next, later); };
  return page;
}

}  // namespace anthropic::internal
