#include "aws/calls/xml_error.hpp"

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal::aws {
namespace {

const Xml& error_in(const Xml& root) {
  if (root.name == "Error") return root;
  if (root.name == "Response") return root["Errors"]["Error"];
  return root["Error"];
}

std::string request_id_in(const Xml& root, const Xml& error) {
  for (const Xml* where : {&root, &error}) {
    for (const char* name : {"RequestId", "RequestID", "requestId"}) {
      if (const auto id = trim((*where)[name].text); !id.empty()) return std::string(id);
    }
  }
  return {};
}

}  // namespace

XmlError parse_xml_error(std::string_view body) {
  if (!trim(body).starts_with('<')) return {};
  const auto root = Xml::parse(body);
  if (!root) return {};
  const Xml& error = error_in(*root);
  const std::string_view code = trim(error["Code"].text);
  if (code.empty()) return {};
  std::string_view message = trim(error["Message"].text);
  if (message.empty()) message = trim(error["message"].text);
  return {.code = to_valid_utf8(code),
          .message = to_valid_utf8(message),
          .request_id = to_valid_utf8(request_id_in(*root, error))};
}

}  // namespace anthropic::internal::aws
