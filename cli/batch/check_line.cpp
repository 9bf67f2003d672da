#include "batch/check_line.hpp"

#include "platform/messages_request.hpp"
#include "platform/request_rules.hpp"
#include "wire/request_codec.hpp"

namespace anthropic::cli {

Error check_line(const ParsedLine& line, Door door, std::string_view region) {
  const Result<std::string> body = write_request(line.params, {.model = false, .betas = true});
  if (!body) return body.error();
  return refuse_request(door, model_id_for(door, line.params.model, region), region,
                        read_request_facts(*body))
      .value_or(Error{});
}

}  // namespace anthropic::cli
