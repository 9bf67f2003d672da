#include "client/resources/paging.hpp"

namespace anthropic::internal {

Result<PageFrame> get_page(const std::shared_ptr<ClientCore>& core, const ListCall& list,
                           const RequestOptions& options) {
  ApiRequest request{
      .operation = list.operation, .path = list.path, .headers = list.headers, .feature = list.feature};
  const PageParams& params = list.params;
  if (params.limit) request.query.emplace_back("limit", std::to_string(*params.limit));
  if (!list.page_token.empty()) request.query.emplace_back("page", list.page_token);
  if (!params.after_id.empty()) request.query.emplace_back("after_id", params.after_id);
  if (!params.before_id.empty()) request.query.emplace_back("before_id", params.before_id);
  auto body = call_api(core, std::move(request), options, [&](const Json& answer) {
    return answer["data"].is_array() ? "" : "the answer of " + list.path + " holds no list in \"data\"";
  });
  if (!body) return std::move(body).error();
  PageFrame frame{.body = *std::move(body)};
  ListCall following = list;
  following.page_token = frame.body["next_page"].string_or("");
  const bool backwards = !params.before_id.empty();
  const std::string edge = frame.body[backwards ? "first_id" : "last_id"].string_or("");
  if (!following.page_token.empty()) {
    frame.following = std::move(following);
  } else if (frame.body["has_more"].as_bool().value_or(false) && !edge.empty()) {
    (backwards ? following.params.before_id : following.params.after_id) = edge;
    frame.following = std::move(following);
  }
  return frame;
}

}  // namespace anthropic::internal
