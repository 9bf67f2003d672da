#pragma once

#include <string>
#include <string_view>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// What an error's body in XML says.
struct XmlError {
  std::string code = {};
  std::string message = {};
  std::string request_id = {};
};

/// Of the query protocol and REST-XML (ErrorResponse/Error), EC2 (Response/Errors/Error) and S3 (Error). All
/// is empty if `body` is none of these: a proxy's page in HTML, say.
XmlError parse_xml_error(std::string_view body);

}  // namespace anthropic::internal::aws
