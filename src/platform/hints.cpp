#include "platform/hints.hpp"

#include <cstdlib>
#include <string>

#include <anthropic/model_catalog.hpp>

#include "base/text.hpp"
#include "platform/messages_request.hpp"
#include "platform/model_choice.hpp"

namespace anthropic {
namespace {

bool says(const Error& error, std::string_view text) {
  return ascii_lower(error.message).find(ascii_lower(text)) != std::string::npos;
}

/// The id to call a model by: of its profile in the region, where it has one and the door takes it.
std::string callable_id(std::string_view id, const HintContext& context) {
  const ModelInfo* model = find_model(id);
  return model_id_for(context.door, model ? model->first_party_id : id, context.region);
}

std::string successor_hint(const ModelInfo& model, const HintContext& context) {
  std::string hint = std::string(model.name) + " is " + std::string(to_string(model.state)) + " on Bedrock";
  if (!model.state_note.empty()) hint += " (" + std::string(model.state_note) + ")";
  if (model.successor.empty()) return hint + ".";
  return hint + ". Use " + in_quotes(callable_id(model.successor, context)) + " instead.";
}

bool is_runtime(Door door) {
  return door == Door::invoke_model || door == Door::runtime_messages;
}

/// Whether the door has the model in the region, as far as the catalogue knows.
bool is_served(const ModelInfo& model, const HintContext& context) {
  return !is_runtime(context.door) || serves_region(model, context.region);
}

std::string unknown_model_hint(const HintContext& context) {
  const GuessedModel guess = guess_model(context.model);
  if (guess.model && guess.model->state == ModelState::retired) return successor_hint(*guess.model, context);
  if (guess.model && !is_served(*guess.model, context)) return served_instead(*guess.model, context.region);
  std::string hint =
      "Bedrock in " + std::string(context.region) + " does not know the model " + in_quotes(context.model) + ".";
  if (guess.model) {
    hint += " Did you mean " + in_quotes(callable_id(guess.model->id, context)) + "?";
  } else if (const ModelInfo* newest = newest_served(model_catalog(), guess.family, context.region)) {
    hint += " No Claude of that version is known; the newest of the family is " +
            in_quotes(callable_id(newest->id, context)) + ".";
  }
  return hint + " `claude-bedrock models` lists the ids.";
}

std::string invalid_model_hint(const HintContext& context) {
  const ModelInfo* model = find_model(context.model);
  if (!model) return unknown_model_hint(context);
  if (model->state == ModelState::retired) return successor_hint(*model, context);
  if (!is_served(*model, context)) return served_instead(*model, context.region);
  const std::string profile = callable_id(model->id, context);
  if (profile != context.model) {
    return "In " + std::string(context.region) + " use " + in_quotes(profile) + ".";
  }
  return std::string(model->name) + " may not be served in " + std::string(context.region) +
         "; try another region, or a profile that starts with \"global.\".";
}

std::string on_demand_hint(const HintContext& context) {
  const ModelInfo* model = find_model(context.model);
  if (model && model->state != ModelState::retired && !is_served(*model, context))
    return served_instead(*model, context.region);
  const std::string profile = model ? callable_id(model->id, context) : std::string();
  if (profile.empty() || profile == context.model) {
    return "Use the id or ARN of an inference profile that holds the model (`aws bedrock "
           "list-inference-profiles`).";
  }
  return "Call it through an inference profile: use the model id " + in_quotes(profile) + ".";
}

std::string access_denied_hint(const HintContext& context, const Error& error) {
  if (says(error, "access to the model") || says(error, "model access") || says(error, "marketplace")) {
    return "Ask for access to the model in the Bedrock console of " + std::string(context.region) +
           " (Model access), and see that the role may call aws-marketplace:Subscribe the first time.";
  }
  if (says(error, "API key") || says(error, "bearer")) {
    return "The Bedrock API key is wrong or has expired; make a new one, or unset AWS_BEARER_TOKEN_BEDROCK "
           "to sign with "
           "AWS credentials.";
  }
  return "Allow the IAM action " + std::string(context.action) + " on the model " + in_quotes(context.model) +
         " (for an inference profile: on the profile and on the foundation model in each of its regions), "
         "and look for "
         "a service control policy or permissions boundary that denies it.";
}

std::string expired_hint(const HintContext& context) {
  const std::string profile =
      context.profile.empty() ? std::string() : " --profile " + std::string(context.profile);
  return "The temporary credentials have expired. Sign in again (`aws sso login" + profile +
         "` or `aws login`), or renew AWS_SESSION_TOKEN with its keys.";
}

std::string clock_hint(const HintContext& context) {
  std::string hint = "This machine's clock differs from AWS's by more than five minutes";
  if (context.clock_offset.count() != 0) {
    hint += " (by " + std::to_string(std::labs(static_cast<long>(context.clock_offset.count()))) + " s)";
  }
  return hint + "; set it, for example with NTP.";
}

std::string authentication_hint(const HintContext& context, const Error& error) {
  const std::string& code = error.code;
  if (code == "ExpiredTokenException" || code == "ExpiredToken" ||
      says(error, "token included in the request is expired")) {
    return expired_hint(context);
  }
  if (code == "RequestTimeTooSkewed" || code == "RequestExpired" || says(error, "signature expired") ||
      says(error, "not yet current")) {
    return clock_hint(context);
  }
  if (code == "InvalidSignatureException" || code == "SignatureDoesNotMatch") {
    return "Check the secret access key. If it is right, something between here and AWS changes the request: "
           "a proxy that "
           "rewrites the path or the headers.";
  }
  if (code == "UnrecognizedClientException" || code == "InvalidClientTokenId") {
    return "AWS does not know the access key, or its session token is missing or wrong. Keys of another "
           "partition "
           "(China, GovCloud) are not known either.";
  }
  if (code == "MissingAuthenticationTokenException")
    return "The request was not signed, or its path is not one of Bedrock's.";
  return {};
}

std::string bad_request_hint(const HintContext& context, const Error& error) {
  if (says(error, "model identifier is invalid")) return invalid_model_hint(context);
  if (says(error, "on-demand throughput")) return on_demand_hint(context);
  if (says(error, "end of its life")) return invalid_model_hint(context);
  const ModelInfo* model = find_model(context.model);
  if (model && !model->accepts.sampling &&
      (says(error, "temperature") || says(error, "top_p") || says(error, "top_k"))) {
    return std::string(model->name) + " takes no temperature, top_p or top_k: leave them out.";
  }
  if (says(error, "support counting tokens")) {
    return "Bedrock's runtime counts for older models only: count with AnthropicBedrockMantle or "
           "AnthropicAws "
           "(`claude-bedrock count --platform mantle`), or for a model up to Claude 4.6.";
  }
  if (says(error, "prefill")) {
    return "End the conversation with the user's turn; to shape the answer, say so in the system prompt.";
  }
  if (says(error, "extra inputs are not permitted")) {
    return "Bedrock does not take that field; features of Anthropic's first-party API may be missing there.";
  }
  return {};
}

std::string hint_for(const HintContext& context, const Error& error) {
  switch (error.kind) {
    case ErrorKind::authentication:
      return authentication_hint(context, error);
    case ErrorKind::permission_denied:
      return access_denied_hint(context, error);
    case ErrorKind::bad_request:
      return bad_request_hint(context, error);
    case ErrorKind::not_found:
      return invalid_model_hint(context);
    case ErrorKind::rate_limit:
      if (error.code == "ModelNotReadyException") return "The model is being loaded; try again in a minute.";
      return "Send fewer requests at a time, use a cross-region profile (\"us.\", \"eu.\", \"global.\"), or "
             "ask for a "
             "higher quota in the Service Quotas console.";
    case ErrorKind::request_timeout:
      return "The model took too long; ask for fewer tokens, or stream the answer.";
    case ErrorKind::timeout:
      return "Raise `timeout` in the client's options, or stream the answer.";
    default:
      return {};
  }
}

std::string not_found_hint(Door door, std::string_view id) {
  constexpr const char* kList = "`client.models.list()` says which models this key may use.";
  if (id.empty()) return std::string("Check the id; ") + kList;
  const HintContext context{.model = id, .door = door};
  const ModelInfo* model = find_model(id);
  const std::string_view better = model ? model->successor : nearest_model_id(id);
  if (better.empty()) return std::string("Check the model's id; ") + kList;
  return (model ? "Its successor is " : "Did you mean ") + in_quotes(callable_id(better, context)) +
         (model ? "; " : "? ") + kList;
}

std::string api_hint_for(Door door, std::string_view model, const Error& error) {
  const bool on_aws = door == Door::claude_on_aws;
  switch (error.kind) {
    case ErrorKind::authentication:
      return on_aws ? "Check the AWS credentials or ANTHROPIC_AWS_API_KEY, and that the region is the "
                      "workspace's."
                    : "Check the API key: the Claude Console lists the keys that are valid.";
    case ErrorKind::permission_denied:
      return on_aws ? "Allow the IAM actions of aws-external-anthropic on the workspace."
                    : "The key's workspace may not use this; look at its limits in the Claude Console.";
    case ErrorKind::not_found:
      return not_found_hint(door, model);
    case ErrorKind::rate_limit:
      return "Send fewer requests at a time, or use message batches.";
    case ErrorKind::timeout:
      return "Raise `timeout` in the client's options, or stream the answer.";
    default:
      return {};
  }
}

}  // namespace

void add_api_hint(Door door, std::string_view model, Error& error) {
  if (error.hint.empty()) error.hint = api_hint_for(door, model, error);
}

void add_bedrock_hint(const HintContext& context, Error& error) {
  if (error.hint.empty()) error.hint = hint_for(context, error);
}

}  // namespace anthropic
