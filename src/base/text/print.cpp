#include <ostream>

#include <anthropic/json.hpp>

namespace anthropic::inline v0 {

std::ostream& operator<<(std::ostream& out, ErrorKind kind) {
  return out << to_string(kind);
}

std::ostream& operator<<(std::ostream& out, const Error& error) {
  return out << error.to_string();
}

std::ostream& operator<<(std::ostream& out, const Json& json) {
  return out << json.dump();
}

}  // namespace anthropic::inline v0
