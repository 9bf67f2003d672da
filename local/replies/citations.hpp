#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

/// A passage that an answer rests on.
struct Quote {
  std::string text = {};  ///< Of a PDF, which is not read, any.
  std::optional<std::size_t> document =
      {};  ///< Among the request's documents; unset: the first that has the text.
};

/// The quotes as the Messages API cites them, in the form that belongs to each document: by characters, pages or blocks. Only
/// documents and search results whose `citations` are enabled are cited; a quote that none of them has is left out.
Json::Array cite(const std::vector<Quote>& quotes, const Json& body);

/// The first sentence of the first document that may be cited; none if no document may.
std::vector<Quote> first_sentence(const Json& body);

}  // namespace anthropic::internal::local
