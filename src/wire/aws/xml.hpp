#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <anthropic/result.hpp>

namespace anthropic::internal {

/// An element of an XML document, without attributes, comments and namespaces: what AWS's XML protocols use.
/// Reading never fails: an element that is missing reads as an empty one.
struct Xml {
  std::string name = {};  ///< Without its prefix.
  std::string text = {};  ///< All character data directly within, white space at both ends kept.
  std::vector<Xml> children = {};

  /// The first child of that name; an empty element if there is none.
  const Xml& operator[](std::string_view child) const;
  bool contains(std::string_view child) const;
  /// All children of that name, in their order.
  std::vector<const Xml*> all(std::string_view child) const;

  /// The root element. No DTD and no external entity is ever read. Fails with response_validation, saying
  /// where.
  static Result<Xml> parse(std::string_view text);
  /// The document with this root, in the namespace of that URI.
  std::string document(std::string_view xmlns) const;
};

}  // namespace anthropic::internal
