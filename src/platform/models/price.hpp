#pragma once

#include <string_view>

#include <anthropic/message.hpp>
#include <anthropic/model_catalog.hpp>

namespace anthropic::internal {

/// The inference profile that a model's id names: "us" of "us.anthropic.…"; empty if it names none.
std::string_view profile_named_in(std::string_view model_id);

/// What everything costs more through a profile: 1 through "global", or none.
double profile_factor(const ModelPrice& price, std::string_view profile);

/// What usage costs at this price, through this profile, in US dollars.
double cost_at(const ModelPrice& price, std::string_view profile, const Usage& usage);

}  // namespace anthropic::internal
