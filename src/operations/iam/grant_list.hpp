#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "operations/iam/grants.hpp"

namespace anthropic::internal {

inline constexpr const char* kStringEquals = "StringEquals";

/// Whether a text means only itself in a policy: a wildcard would widen a statement, and a '$' begins a
/// variable.
bool is_plain(std::string_view text);

/// What a model is called in a note.
std::string name_of(const ModelRoute& route);

/// Gathers what is needed, one kind after the other.
class GrantList {
 public:
  GrantList(const operations::PolicyNeeds& needs, NeededGrants& result) : needs_(needs), result_(result) {}

  void add_inference();
  void add_guardrail();
  void add_count_tokens();
  void add_mantle();
  void add_bearer_keys();
  void add_profiles();
  Result<void> add_batch();
  void add_marketplace();
  void add_logs();
  void add_costs();

 private:
  void add(Grant grant) { result_.grants.push_back(std::move(grant)); }
  void note(std::string text) { result_.notes.push_back(std::move(text)); }
  void add_profile(const ModelRoute& route);
  void add_geography(const ModelRoute& route);
  void add_global(const ModelRoute& route);

  const StringList& destinations(const ModelRoute& route) const {
    return result_.destinations.at(route.profile_arn).model_arns;
  }
  StringList invoke_actions() const;
  PolicyConditions with_guardrail(const ModelRoute& route, PolicyConditions conditions = {}) const;
  /// Of something in the account; without a region for a service that is the same in all.
  std::string arn(std::string_view service, std::string_view region, std::string_view resource) const;

  const operations::PolicyNeeds& needs_;
  NeededGrants& result_;
};

}  // namespace anthropic::internal
