#include "base/threads/user_code.hpp"

#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <typeinfo>

namespace anthropic::internal {
namespace {

std::string name_of_thrown_type() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (!type) return "something of an unknown type";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  return "a value of type " + std::string(name ? name.get() : type->name());
}

}  // namespace

std::string text_of_exception() {
  try {
    throw;
  } catch (const abi::__forced_unwind&) {  // The thread is being cancelled, which must go on.
    throw;
  } catch (const AnthropicError& exception) {
    return exception.error().to_string();
  } catch (const std::exception& exception) {
    const char* text = exception.what();
    return text && *text ? text : name_of_thrown_type();
  } catch (...) {
    return name_of_thrown_type();
  }
}

Error error_of_exception(ErrorKind kind, std::string_view what) {
  try {
    throw;
  } catch (const AnthropicError& exception) {
    if (exception.error().kind != ErrorKind::none) return exception.error();
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (...) {  // Told below.
  }
  return Error{.kind = kind, .message = std::string(what) + " threw: " + text_of_exception()};
}

}  // namespace anthropic::internal
