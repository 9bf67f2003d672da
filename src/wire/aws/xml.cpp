#include "wire/aws/xml.hpp"

#include <pugixml.hpp>

#include "base/process/never_destroyed.hpp"

namespace anthropic::internal {
namespace {

constexpr int kMaxDepth = 256;

std::string local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

bool read(const pugi::xml_node& node, Xml& out, int depth) {
  if (depth > kMaxDepth) return false;
  out.name = local_name(node.name());
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      out.text += child.value();
    } else if (child.type() == pugi::node_element) {
      if (!read(child, out.children.emplace_back(), depth + 1)) return false;
    }
  }
  return true;
}

void write(const Xml& element, pugi::xml_node parent) {
  pugi::xml_node node = parent.append_child(element.name.c_str());
  if (!element.text.empty()) node.text().set(element.text.c_str());
  for (const Xml& child : element.children) write(child, node);
}

struct StringWriter final : pugi::xml_writer {
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
  std::string text;
};

Error xml_error(const std::string& what, std::size_t offset) {
  return Error{.kind = ErrorKind::response_validation,
               .message = "not valid XML: " + what + " (at byte " + std::to_string(offset) + ")"};
}

}  // namespace

const Xml& Xml::operator[](std::string_view child) const {
  static const NeverDestroyed<Xml> none;
  for (const Xml& element : children) {
    if (element.name == child) return element;
  }
  return *none;
}

bool Xml::contains(std::string_view child) const {
  return !(*this)[child].name.empty();
}

std::vector<const Xml*> Xml::all(std::string_view child) const {
  std::vector<const Xml*> found;
  for (const Xml& element : children) {
    if (element.name == child) found.push_back(&element);
  }
  return found;
}

Result<Xml> Xml::parse(std::string_view text) {
  pugi::xml_document document;
  // Whole character data: a value may be nothing but blanks.
  const auto parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!parsed) return xml_error(parsed.description(), static_cast<std::size_t>(parsed.offset));
  Xml root;
  if (!document.document_element()) return xml_error("there is no element", 0);
  if (!read(document.document_element(), root, 0)) return xml_error("nested too deeply", 0);
  return root;
}

std::string Xml::document(std::string_view xmlns) const {
  pugi::xml_document document;
  write(*this, document);
  document.first_child().append_attribute("xmlns").set_value(std::string(xmlns).c_str());
  StringWriter writer;
  document.save(writer, "", pugi::format_raw | pugi::format_no_declaration);
  return std::move(writer.text);
}

}  // namespace anthropic::internal
