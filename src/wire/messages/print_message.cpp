#include <ostream>

#include <anthropic/message.hpp>

namespace anthropic::inline v0 {

std::ostream& operator<<(std::ostream& out, const Role& role) {
  return out << role.name();
}

std::ostream& operator<<(std::ostream& out, const StopReason& reason) {
  return out << reason.name();
}

std::ostream& operator<<(std::ostream& out, const Usage& usage) {
  return out << usage.to_json();
}

}  // namespace anthropic::inline v0
