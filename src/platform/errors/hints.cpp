#include "platform/errors/hints.hpp"

#include <cstdlib>
#include <string>
#include <utility>

#include <anthropic/model_catalog.hpp>

#include "base/text/text.hpp"
#include "call/error.hpp"
#include "platform/errors/error_texts.hpp"
#include "platform/models/choice.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

bool says(const Error& error, std::string_view text) {
  return icontains(error.message, text);
}

bool is_runtime(PlatformKind platform) {
  return platform == PlatformKind::invoke_model || platform == PlatformKind::runtime_messages;
}

/// The id to call a model by: that of its profile in the region, if it has one and the platform accepts it.
std::string callable_id(std::string_view id, const HintContext& context) {
  const ModelInfo* model = find_model(id);
  return model_id_for(context.platform, model ? model->first_party_id : id, context.region);
}

/// The profile that the given id names; something else if it names none.
std::string_view given_profile(std::string_view id) {
  id.remove_prefix(id.rfind('/') + 1);
  return id.substr(0, id.find('.'));
}

/// The same for another model than the given one: through the profile that was given, if it is one that this
/// model has and the region can call. It may have been chosen for where the data goes, or for its price.
std::string id_instead(std::string_view id, const HintContext& context) {
  const ModelInfo* model = find_model(id);
  const std::string_view profile = given_profile(context.model);
  const bool is_kept =
      model && is_runtime(context.platform) && is_called_through(*model, profile, context.region);
  if (!is_kept) return callable_id(id, context);
  return std::string(profile) + "." + std::string(model->id);
}

std::string successor_hint(const ModelInfo& model, const HintContext& context) {
  std::string hint = std::string(model.name) + " is " + std::string(to_string(model.state)) + " on Bedrock";
  if (!model.state_note.empty() && model.state_note != to_string(model.state))
    hint += " (" + std::string(model.state_note) + ")";
  if (model.successor.empty()) return hint + ".";
  return hint + ". Use " + in_quotes(id_instead(model.successor, context)) + " instead.";
}

/// Whether the platform has the model in the region, as far as the catalogue knows.
bool is_served(const ModelInfo& model, const HintContext& context) {
  return !is_runtime(context.platform) || serves_region(model, context.region);
}

std::string unknown_model_hint(const HintContext& context) {
  const GuessedModel guess = guess_model(context.model);
  if (guess.model && guess.model->state == ModelState::retired) return successor_hint(*guess.model, context);
  if (guess.model && !is_served(*guess.model, context)) return served_instead(*guess.model, context.region);
  std::string hint = "Bedrock in " + std::string(context.region) + " does not know the model " +
                     in_quotes(context.model) + ".";
  if (guess.model) {
    hint += " Did you mean " + in_quotes(id_instead(guess.model->id, context)) + "?";
  } else if (const ModelInfo* newest = newest_served(model_catalog(), guess.family, context.region)) {
    hint += " No Claude of that version is known; the newest of the family is " +
            in_quotes(id_instead(newest->id, context)) + ".";
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
  if (context.platform == PlatformKind::mantle) {
    return std::string(model->name) + " may not be on Mantle in " + std::string(context.region) +
           "; try another region, or AnthropicBedrock (`--platform bedrock`).";
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

std::string expired_hint(const HintContext& context) {
  const std::string expired = "The temporary credentials have expired. ";
  if (context.keys_from == KeysFrom::environment) {
    return expired +
           "They come from the environment: renew AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
           "AWS_SESSION_TOKEN together, or unset them to use a profile.";
  }
  if (context.keys_from == KeysFrom::code)
    return expired + "They were given in code: give the client new ones.";
  const std::string profile =
      context.profile.empty() ? std::string() : " --profile " + std::string(context.profile);
  return expired + "Sign in again (`aws sso login" + profile +
         "` or `aws login`), or renew the keys with their session token.";
}

std::string clock_hint(const HintContext& context) {
  std::string hint = "This machine's clock differs from AWS's by more than five minutes";
  if (context.clock_offset.count() != 0) {
    hint += " (by " + std::to_string(std::labs(static_cast<long>(context.clock_offset.count()))) + " s)";
  }
  return hint + "; set it, for example with NTP.";
}

/// The text between `before` and the next space; empty if `before` is missing.
std::string_view word_after(std::string_view text, std::string_view before) {
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  return text.substr(0, text.find_first_of(" ,;\n"));
}

std::string arn_hint(const HintContext& context) {
  const std::string_view region = region_of_arn(context.model);
  if (!region.empty() && !context.region.empty() && region != context.region) {
    return "The ARN is one of " + std::string(region) + ", and the call goes to " +
           std::string(context.region) + ": set the region to the ARN's.";
  }
  std::string hint = "Check the ARN: its region, its account, and the id behind the last slash.";
  if (context.model.find(":application-inference-profile/") != std::string_view::npos) {
    hint += " `aws bedrock list-inference-profiles --type-equals APPLICATION` lists the account's own.";
  }
  return hint;
}

/// The model is not known to the server.
std::string model_hint(const HintContext& context) {
  if (context.model.empty()) return {};
  if (context.model.find('%') != std::string_view::npos) {
    return "Write the model's id with \"/\" and \":\", not with %2F and %3A: it is escaped on its way.";
  }
  const ModelInfo* model = find_model(context.model);
  const bool is_retired = model && model->state == ModelState::retired;
  if (context.model.starts_with("arn:") && !is_retired) return arn_hint(context);
  return invalid_model_hint(context);
}

std::string legacy_hint(const ErrorText& text, const HintContext& context) {
  const ModelInfo* model = find_model(context.model);
  if (model && model->state == ModelState::retired) return successor_hint(*model, context);
  std::string hint(text.meaning);
  if (!model || model->successor.empty()) return hint + " " + std::string(text.fix);
  return hint + " Use " + in_quotes(id_instead(model->successor, context)) + " instead.";
}

/// A profile's own region and those that it leads to must all be allowed; the ARN names the one that was not.
std::string destination_note(const HintContext& context, std::string_view message) {
  const std::string_view arn = word_after(message, "on resource: ");
  if (!arn.starts_with("arn:") || context.region.empty()) return {};
  if (arn.find(":foundation-model/") == std::string_view::npos) return {};
  const std::string_view region = region_of_arn(arn);
  if (region == context.region) return {};
  if (region.empty()) {
    return " The ARN has no region because the profile is a global one: policies must allow it as it is, and "
           "in their conditions aws:RequestedRegion is \"unspecified\".";
  }
  return " " + std::string(region) + " is a region that the profile leads to; the call's own, " +
         std::string(context.region) + ", is not wrong.";
}

std::string filled_in(std::string_view text, const HintContext& context, std::string_view action) {
  std::string out(text);
  const std::pair<std::string_view, std::string_view> words[] = {
      {"REGION", context.region.empty() ? "the region" : context.region},
      {"ACTION", action.empty() ? "this" : action}};
  for (const auto& [word, value] : words) {
    for (std::size_t at = out.find(word); at != std::string::npos; at = out.find(word, at + value.size())) {
      out.replace(at, word.size(), value);
    }
  }
  return out;
}

std::string as_written(const ErrorText& text, const HintContext& context, const Error& error) {
  std::string_view action = word_after(error.message, "perform: ");
  if (action.empty()) action = context.action;
  return filled_in(text.meaning, context, action) + " " + filled_in(text.fix, context, action);
}

std::string known_text_hint(const ErrorText& text, const HintContext& context, const Error& error) {
  switch (text.advice) {
    case Advice::as_written:
      break;
    case Advice::unknown_model:
      return model_hint(context);
    case Advice::profile_needed:
      return on_demand_hint(context);
    case Advice::successor:
      return legacy_hint(text, context);
    case Advice::denied:
      return as_written(text, context, error) + destination_note(context, error.message);
    case Advice::signed_in_again:
      return expired_hint(context);
    case Advice::clock:
      return clock_hint(context);
  }
  return as_written(text, context, error);
}

/// An answer that neither AWS nor Anthropic wrote. Theirs have a code or a request id.
bool comes_from_the_way(const Error& error) {
  const bool is_refusal =
      error.kind == ErrorKind::permission_denied || error.kind == ErrorKind::authentication;
  return error.code.empty() && error.request_id.empty() && (is_refusal || has_no_words(error));
}

constexpr const char* kOverloaded =
    "Too many ask this model just now: ask again in a minute or two, with longer pauses each time, or ask "
    "another "
    "model.";

constexpr const char* kFromTheWay =
    "This answer has no request id: a proxy, a firewall or a gateway on the way may have sent it. Look at "
    "HTTPS_PROXY and NO_PROXY and at the base URL, and ask whoever runs the network.";

std::string sampling_hint(const HintContext& context, const Error& error) {
  if (error.kind != ErrorKind::bad_request) return {};
  const ModelInfo* model = find_model(context.model);
  if (!model || model->accepts.sampling) return {};
  if (!says(error, "temperature") && !says(error, "top_p") && !says(error, "top_k")) return {};
  return std::string(model->name) + " takes no temperature, top_p or top_k: leave them out.";
}

/// Common mistakes in a request that servers answer in words of their own.
std::string request_hint(const Error& error) {
  if (error.kind != ErrorKind::bad_request) return {};
  if (says(error, "role") && (says(error, "'assistant'") || says(error, "unexpected role")))
    return "A turn's role is \"user\" or \"assistant\"; the system prompt goes into `system`.";
  if (says(error, "input_schema") && (says(error, "object") || says(error, "dictionary")))
    return "An `input_schema` is a JSON object that describes one: Json::object({{\"type\", \"object\"}, "
           "…}), or of a "
           "text *Json::parse(text).";
  return {};
}

std::string timeout_hint(const Error& error) {
  if (says(error, "idle time-out"))
    return "Raise `transport.stream_idle_timeout` in the client's options, or ask again: the stream stood "
           "still.";
  if (says(error, "connect time-out"))
    return "Check the network and the address, or raise `transport.connect_timeout` in the client's options.";
  return "Raise `attempt_timeout` or `timeout`, or stream the answer.";
}

std::string hint_for(const HintContext& context, const Error& error) {
  if (const ErrorText* text = find_error_text(context.platform, error))
    return known_text_hint(*text, context, error);
  if (std::string hint = sampling_hint(context, error); !hint.empty()) return hint;
  if (std::string hint = request_hint(error); !hint.empty()) return hint;
  if (comes_from_the_way(error)) return kFromTheWay;
  switch (error.kind) {
    case ErrorKind::permission_denied:
      return "Allow the IAM action " + std::string(context.action) + " on the model " +
             in_quotes(context.model) +
             (is_runtime(context.platform)
                  ? " (for an inference profile: on the profile and on the foundation "
                    "model in each of its regions)"
                  : "") +
             ", and look for a service control policy or permissions boundary that denies it.";
    case ErrorKind::not_found:
      return says(error, "model") || says(error, "inference profile") ? model_hint(context) : std::string();
    case ErrorKind::rate_limit:
      return std::string("Send fewer requests at a time, ") +
             (is_runtime(context.platform) ? "use a cross-region profile (\"us.\", \"eu.\", \"global.\"), "
                                           : "") +
             "or ask for a higher quota in the Service Quotas console.";
    case ErrorKind::request_timeout:
      return "The model took too long; ask for fewer tokens, or stream the answer.";
    case ErrorKind::timeout:
      return timeout_hint(error);
    case ErrorKind::overloaded:
      return kOverloaded;
    default:
      return {};
  }
}

std::string not_found_hint(PlatformKind platform, std::string_view id) {
  constexpr const char* kList = "`client.models.list()` says which models this key may use.";
  if (id.empty()) return std::string("Check the id; ") + kList;
  const HintContext context{.model = id, .platform = platform};
  const ModelInfo* model = find_model(id);
  const std::string_view better = model ? model->successor : nearest_model_id(id);
  if (better.empty()) return std::string("Check the model's id; ") + kList;
  return (model ? "Its successor is " : "Did you mean ") + in_quotes(callable_id(better, context)) +
         (model ? "; " : "? ") + kList;
}

std::string api_hint_for(const HintContext& context, const Error& error) {
  if (const ErrorText* text = find_error_text(context.platform, error))
    return known_text_hint(*text, context, error);
  if (std::string hint = sampling_hint(context, error); !hint.empty()) return hint;
  if (std::string hint = request_hint(error); !hint.empty()) return hint;
  if (comes_from_the_way(error) && has_no_words(error)) return kFromTheWay;
  const bool on_aws = context.platform == PlatformKind::claude_on_aws;
  switch (error.kind) {
    case ErrorKind::authentication:
      return on_aws ? "Check the AWS credentials or ANTHROPIC_AWS_API_KEY, and that the region is the "
                      "workspace's."
                    : "Check the API key: the Claude Console lists the keys that are valid.";
    case ErrorKind::permission_denied:
      return on_aws ? "Allow the IAM actions of aws-external-anthropic on the workspace."
                    : "The key's workspace may not use this; look at its limits in the Claude Console.";
    case ErrorKind::not_found:
      return not_found_hint(context.platform, context.model);
    case ErrorKind::rate_limit:
      return "Send fewer requests at a time, or use message batches.";
    case ErrorKind::timeout:
      return timeout_hint(error);
    case ErrorKind::overloaded:
      return kOverloaded;
    default:
      return {};
  }
}

}  // namespace

void add_api_hint(const HintContext& context, Error& error) {
  if (error.hint.empty()) error.hint = api_hint_for(context, error);
}

void add_bedrock_hint(const HintContext& context, Error& error) {
  if (error.hint.empty()) error.hint = hint_for(context, error);
}

}  // namespace anthropic::internal
