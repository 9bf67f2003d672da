#pragma once

#include <utility>

#include <anthropic/error.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// Statuses of answers, and the kind of error that each one means.
inline constexpr std::pair<int, ErrorKind> kStatusKinds[] = {
    {400, ErrorKind::bad_request},         {401, ErrorKind::authentication},
    {403, ErrorKind::permission_denied},   {404, ErrorKind::not_found},
    {408, ErrorKind::request_timeout},     {409, ErrorKind::conflict},
    {413, ErrorKind::request_too_large},   {422, ErrorKind::unprocessable_entity},
    {424, ErrorKind::internal_server},     {429, ErrorKind::rate_limit},
    {500, ErrorKind::internal_server},     {502, ErrorKind::internal_server},
    {503, ErrorKind::service_unavailable}, {504, ErrorKind::deadline_exceeded},
    {529, ErrorKind::overloaded},          {599, ErrorKind::internal_server},
    {302, ErrorKind::api_status},          {418, ErrorKind::api_status}};

}  // namespace anthropic::internal::testing
