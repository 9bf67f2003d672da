#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "local/bedrock/route.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// The account's agreements with the models' provider, one a model. There are all of them at first; one that is deleted
/// comes back when it is made again, or when its model is called, as AWS subscribes whoever calls a model. Thread-safe.
class Agreements {
 public:
  /// Of the operations list_offers, create_agreement and delete_agreement.
  std::variant<Json, Refusal> answer(const Route& route, std::string_view body);

  bool has(std::string_view model_id) const;
  /// What a call of the model does.
  void subscribe(std::string_view model_id);

 private:
  using Answer = std::variant<Json, Refusal>;

  Answer create(const Json& request);
  Answer remove(const std::string& model_id);

  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> deleted_;  // models' ids
};

}  // namespace anthropic::internal::local
