#pragma once

#include <string>
#include <string_view>

#include "base/environment.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// A path of the environment as the AWS CLI takes it: $NAME and ${NAME} stand for variables, "~/" for the
/// home folder. What is not set stays as it is written.
std::string expanded_path(std::string_view path, const Environment& environment);

}  // namespace anthropic::internal::aws
