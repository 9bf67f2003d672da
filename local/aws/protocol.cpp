#include "local/aws/protocol.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "local/credentials/request_signature.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kLongestName = 32;  // in parts
constexpr long long kLongestList = 1000;

std::string path_of(const Request& request) {
  return request.target.substr(0, request.target.find('?'));
}

bool has_type(const Request& request, std::string_view type) {
  const std::string* header = find_header(request.headers, "content-type");
  return header && iequals(trim(std::string_view(*header).substr(0, header->find(';'))), type);
}

Refusal no_such_call(std::string what) {
  return {.status = 404, .code = "UnknownOperationException", .message = std::move(what)};
}

std::variant<ReadCall, Refusal> read_json_call(const LocalService& service, const Request& request) {
  const std::string* target = find_header(request.headers, "x-amz-target");
  ReadCall call;
  if (target) {
    const std::string type = "application/x-amz-json-" + std::string(service.version);
    const std::string prefix = std::string(service.target_prefix) + ".";
    if (request.method != "POST" || path_of(request) != "/")
      return no_such_call("Calls are POST / with X-Amz-Target.");
    if (!has_type(request, type)) return no_such_call("The Content-Type must be " + type + ".");
    if (!target->starts_with(prefix)) return no_such_call("X-Amz-Target must begin with " + prefix);
    call.operation = target->substr(prefix.size());
  } else if (path_of(request) == "/") {
    return no_such_call("There is no X-Amz-Target.");
  } else {
    call.operation = request.method + " " + path_of(request);
    if (!has_type(request, "application/json")) return call;
  }
  auto input = Json::parse(request.body);
  if (!input || !input->is_object())
    return Refusal{.code = "SerializationException", .message = "The body is not a JSON object."};
  call.input = *std::move(input);
  return call;
}

/// The parameters of the query that do not belong to a signature.
std::string unsigned_query(const Request& request) {
  const std::size_t mark = request.target.find('?');
  std::string_view query =
      mark == std::string::npos ? std::string_view() : std::string_view(request.target).substr(mark + 1);
  std::string rest;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (parameter.starts_with("X-Amz-")) continue;
    rest += (rest.empty() ? "" : "&") + std::string(parameter);
  }
  return rest;
}

std::variant<ReadCall, Refusal> read_query_call(const LocalService& service, const Request& request) {
  const bool is_form = request.method == "POST" && has_type(request, "application/x-www-form-urlencoded");
  if (!is_form && !is_presigned(request))
    return Refusal{.code = "MissingAction", .message = "Calls are POST with a form that holds Action."};
  // A presigned call may have its parameters in the query, and a body beside it.
  auto input = read_form(unsigned_query(request) + "&" + (is_form ? request.body : ""));
  if (!input)
    return Refusal{.code = "MalformedInput",
                   .message = "The parameters contradict each other, or are too many."};
  ReadCall call{.operation = (*input)["Action"].string_or(""), .input = *std::move(input)};
  const std::string version = call.input["Version"].string_or("");
  if (call.operation.empty())
    return Refusal{.code = "MissingAction", .message = "The form does not hold Action."};
  if (version != service.version)
    return Refusal{.code = "InvalidAction",
                   .message = "Could not find operation " + call.operation + " for version " + version};
  call.input.erase("Action");
  call.input.erase("Version");
  return call;
}

std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t dot = name.find('.');
    parts.emplace_back(name.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    name.remove_prefix(dot + 1);
  }
}

bool place_value(Json& at, const std::vector<std::string>& parts, std::size_t begin, std::string value);

// "Names.member.2…": `number` is the part after "member", and `begin` the one that follows it.
bool place_item(Json& list, std::string_view number, const std::vector<std::string>& parts, std::size_t begin,
                std::string value) {
  const auto place = parse_integer(number);
  if (!place || *place < 1 || *place > kLongestList || (!list.is_null() && !list.is_array())) return false;
  Json::Array items = list.items();
  const auto index = static_cast<std::size_t>(*place) - 1;
  if (items.size() <= index) items.resize(index + 1);
  if (!place_value(items[index], parts, begin, std::move(value))) return false;
  list = Json(std::move(items));
  return true;
}

// Puts the value where its name says; false if something else is there.
bool place_value(Json& at, const std::vector<std::string>& parts, std::size_t begin, std::string value) {
  if (begin == parts.size()) {
    if (!at.is_null()) return false;
    at = Json(std::move(value));
    return true;
  }
  if (parts[begin] == "member") {
    if (begin + 1 == parts.size()) return false;
    return place_item(at, parts[begin + 1], parts, begin + 2, std::move(value));
  }
  if (!at.is_null() && !at.is_object()) return false;
  Json* member = at.find(parts[begin]);
  return place_value(member ? *member : at.set(parts[begin], Json()), parts, begin + 1, std::move(value));
}

std::string decode_form(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

std::string scalar_text(const Json& value) {
  if (const auto text = value.as_string()) return std::string(*text);
  if (const auto flag = value.as_bool()) return *flag ? "true" : "false";
  return value.number_text();
}

Xml element_of(std::string_view name, const Json& value) {
  Xml element{.name = std::string(name)};
  for (const Json& item : value.items()) element.children.push_back(element_of("member", item));
  for (const auto& [member, content] : value.members()) {
    if (!content.is_null()) element.children.push_back(element_of(member, content));
  }
  if (!value.is_array() && !value.is_object()) element.text = scalar_text(value);
  return element;
}

std::string xmlns_of(const LocalService& service) {
  return "https://" + std::string(service.signing_name) + ".amazonaws.com/doc/" +
         std::string(service.version) + "/";
}

// The query protocol's own names for what all services refuse.
std::string query_code(const Refusal& refusal) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"AccessDeniedException", "AccessDenied"},
      {"IncompleteSignatureException", "IncompleteSignature"},
      {"InternalServerException", "InternalFailure"},
      {"InvalidSignatureException", "SignatureDoesNotMatch"},
      {"MissingAuthenticationTokenException", "MissingAuthenticationToken"},
      {"ServiceUnavailableException", "ServiceUnavailable"},
      {"ThrottlingException", "Throttling"},
      {"UnknownOperationException", "InvalidAction"},
      {"UnrecognizedClientException", "InvalidClientTokenId"},
      {"ValidationException", "ValidationError"},
  };
  for (const auto& [name, known] : kNames) {
    if (name == refusal.code) return std::string(known);
  }
  // An identity token that has expired (400) keeps its name.
  const bool is_expired_key = refusal.code == "ExpiredTokenException" && refusal.status == 403;
  return is_expired_key ? "ExpiredToken" : refusal.code;
}

}  // namespace

std::variant<ReadCall, Refusal> read_call(const LocalService& service, const Request& request) {
  return service.protocol == ServiceProtocol::json ? read_json_call(service, request)
                                                   : read_query_call(service, request);
}

std::optional<Json> read_form(std::string_view body) {
  Json form = Json::object();
  while (!body.empty()) {
    const std::size_t end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    std::string value = equals == std::string_view::npos ? "" : decode_form(pair.substr(equals + 1));
    const std::vector<std::string> parts = parts_of(decode_form(pair.substr(0, equals)));
    if (parts.size() > kLongestName || !place_value(form, parts, 0, std::move(value))) return std::nullopt;
  }
  return form;
}

Answer write_answer(const LocalService& service, std::string_view operation, const Json& output,
                    const std::string& request_id) {
  Answer answer;
  if (service.protocol == ServiceProtocol::json) {
    answer.headers.emplace_back("Content-Type", "application/x-amz-json-" + std::string(service.version));
    answer.body = output.dump();
    return answer;
  }
  const std::string name(operation);
  const Xml root{.name = name + "Response",
                 .children = {element_of(name + "Result", output),
                              element_of("ResponseMetadata", Json::object({{"RequestId", request_id}}))}};
  answer.headers.emplace_back("Content-Type", "text/xml");
  answer.body = root.document(xmlns_of(service));
  return answer;
}

Answer write_error(const LocalService& service, const Refusal& refusal, const std::string& request_id) {
  Answer answer;
  answer.status = refusal.status;
  answer.error_code = refusal.code;
  if (service.protocol == ServiceProtocol::json) {
    answer.headers.emplace_back("Content-Type", "application/x-amz-json-" + std::string(service.version));
    answer.headers.emplace_back("x-amzn-ErrorType", refusal.code);
    answer.body = Json::object({{"__type", refusal.code}, {"message", refusal.message}}).dump();
    return answer;
  }
  answer.error_code = query_code(refusal);
  const Json error = Json::object({{"Type", refusal.status < 500 ? "Sender" : "Receiver"},
                                   {"Code", answer.error_code},
                                   {"Message", refusal.message}});
  const Xml root{.name = "ErrorResponse",
                 .children = {element_of("Error", error), element_of("RequestId", Json(request_id))}};
  answer.headers.emplace_back("Content-Type", "text/xml");
  answer.body = root.document(xmlns_of(service));
  return answer;
}

}  // namespace anthropic::internal::local
