#include "aws/endpoint/services.hpp"

#include <algorithm>
#include <iterator>

#include "base/text/text.hpp"

namespace anthropic::internal::aws {
namespace {

/// The letters and digits of a name, in lower case.
std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char c : ascii_lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

}  // namespace

const Service* find_service_at(std::string_view endpoint_prefix) {
  for (const Service& service : kServices) {
    if (service.endpoint_prefix == endpoint_prefix) return &service;
  }
  return nullptr;
}

std::string_view find_service_id(std::string_view name) {
  const std::string given = letters_of(name);
  for (const Service& service : kServices) {
    for (const std::string_view known : {service.id, service.endpoint_prefix, service.boto_name}) {
      if (letters_of(known) == given) return service.id;
    }
  }
  return {};
}

std::string list_of_services() {
  std::string list;
  for (const Service& service : kServices) {
    if (!list.empty()) list += ", ";
    for (const char c : ascii_lower(service.id)) list += c == ' ' ? '_' : c;
  }
  return list;
}

bool carries_secrets(std::string_view signing_name) {
  return std::any_of(std::begin(kServices), std::end(kServices), [&](const Service& service) {
    return service.holds_secrets && service.signing_name == signing_name;
  });
}

}  // namespace anthropic::internal::aws
