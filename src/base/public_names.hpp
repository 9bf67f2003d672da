#pragma once

// The internals find the names of the public API as their own: `aws::Session` is the public one in both.

namespace anthropic::inline v0::aws {}
namespace anthropic::inline v0::testing {}

namespace anthropic::internal::aws {
using namespace v0::aws;
}
namespace anthropic::internal::testing {
using namespace v0::testing;
}
