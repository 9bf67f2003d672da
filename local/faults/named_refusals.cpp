#include "local/faults/named_refusals.hpp"

#include <algorithm>
#include <utility>

namespace anthropic::internal::local {
namespace {

constexpr Refused kInvocations = Refused::invocations;
constexpr Refused kEverything = Refused::everything;

// As users have quoted them in 2026. "isn\u2019t" and the like have AWS's own apostrophe.
constexpr NamedRefusal kRefusals[] = {
    // The account
    {"use-case", kInvocations, "ResourceNotFoundException",
     "Model use case details have not been submitted for this account. Fill out the Anthropic use case "
     "details "
     "form before using the model. If you have already filled out the form, try again in 15 minutes."},
    {"marketplace", kInvocations, "AccessDeniedException",
     "Model access is denied due to IAM user or service role is not authorized to perform the required AWS "
     "Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to "
     "this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace "
     "subscription for this model cannot be completed at this time. If you recently fixed this issue, try "
     "again after 2 minutes."},
    {"payment", kInvocations, "AccessDeniedException",
     "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. "
     "Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently "
     "fixed "
     "this issue, try again after 2 minutes."},
    {"agreement", kInvocations, "AccessDeniedException",
     "Your AWS Marketplace subscription for this model is being created. Try again in 15 minutes."},
    {"access", kInvocations, "AccessDeniedException",
     "You don't have access to the model with the specified model ID."},
    {"account", kInvocations, "AccessDeniedException",
     "Your account is not authorized to invoke this API operation."},
    {"operation", kInvocations, "ValidationException", "Operation not allowed"},
    {"retention", kInvocations, "ValidationException",
     "data retention mode 'default' is not available for this model"},

    // Rights
    {"denied", kInvocations, "AccessDeniedException",
     "User: CALLER is not authorized to perform: ACTION on resource: RESOURCE because no identity-based "
     "policy allows the ACTION action"},
    {"explicit-deny", kInvocations, "AccessDeniedException",
     "User: CALLER is not authorized to perform: ACTION on resource: RESOURCE with an explicit deny in an "
     "identity-based policy"},
    {"scp", kInvocations, "AccessDeniedException",
     "User: CALLER is not authorized to perform: ACTION on resource: RESOURCE with an explicit deny in a "
     "service control policy"},
    {"boundary", kInvocations, "AccessDeniedException",
     "User: CALLER is not authorized to perform: ACTION on resource: RESOURCE because no permissions "
     "boundary "
     "allows the ACTION action"},
    {"session-policy", kInvocations, "AccessDeniedException",
     "User: CALLER is not authorized to perform: ACTION on resource: RESOURCE because no session policy "
     "allows the ACTION action"},
    {"vpc-endpoint-policy", kInvocations, "AccessDeniedException",
     "User: CALLER is not authorized to perform: ACTION on resource: RESOURCE because no VPC endpoint policy "
     "allows the ACTION action"},

    // The model
    {"legacy", kInvocations, "ResourceNotFoundException",
     "Access denied. This Model is marked by provider as Legacy and you have not been actively using the "
     "model "
     "in the last 30 days. Please upgrade to an active model on Amazon Bedrock"},
    {"end-of-life", kInvocations, "ResourceNotFoundException",
     "This model version has reached the end of its life. Please refer to the AWS documentation for more "
     "details."},
    {"guardrail", Refused::guarded_invocations, "ValidationException",
     "The guardrail identifier or version provided in the request does not exist."},

    // Quotas and capacity
    {"requests", kInvocations, "ThrottlingException", "Too many requests, please wait before trying again."},
    {"tokens", kInvocations, "ThrottlingException", "Too many tokens, please wait before trying again."},
    {"tokens-per-day", kInvocations, "ThrottlingException",
     "Too many tokens per day, please wait before trying again."},
    {"rate", kInvocations, "ThrottlingException",
     "Your request rate is too high. Reduce the frequency of requests."},
    {"capacity", kInvocations, "ServiceUnavailableException",
     "Bedrock is unable to process your request. Please try again."},
    {"not-ready", kInvocations, "ModelNotReadyException",
     "The model is not ready for inference. Please try again."},
    {"model-error", kInvocations, "ModelErrorException",
     "The model has encountered an unexpected error during processing. Try your request again."},
    {"model-timeout", kInvocations, "ModelTimeoutException",
     "Model has timed out in processing the request. Try your request again."},

    // Signature and keys
    {"expired", kEverything, "ExpiredTokenException",
     "The security token included in the request is expired"},
    {"unknown-key", kEverything, "UnrecognizedClientException",
     "The security token included in the request is invalid."},
    {"signature", kEverything, "InvalidSignatureException",
     "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
     "Access Key and signing method. Consult the service documentation for details."},
    {"api-key", kEverything, "AccessDeniedException",
     "Authentication failed: Please make sure your API Key is valid."},
};

constexpr std::string_view kCaller = "arn:aws:sts::123456789012:assumed-role/local/session";

void fill_in(std::string& text, std::string_view word, std::string_view value) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size()))
    text.replace(at, word.size(), value);
}

}  // namespace

const NamedRefusal* find_named_refusal(std::string_view name) {
  const auto* found = std::find_if(std::begin(kRefusals), std::end(kRefusals),
                                   [&](const NamedRefusal& refusal) { return refusal.name == name; });
  return found == std::end(kRefusals) ? nullptr : found;
}

std::string list_of_named_refusals() {
  std::string list;
  for (const NamedRefusal& refusal : kRefusals)
    list += (list.empty() ? "" : ", ") + std::string(refusal.name);
  return list;
}

bool is_mantle_action(std::string_view action) {
  return action.starts_with("bedrock-mantle:");
}

std::string resource_of_call(std::string_view action, std::string_view model_id, std::string_view region) {
  if (is_mantle_action(action))
    return "arn:aws:bedrock-mantle:" + std::string(region) + ":123456789012:project/default";
  return "arn:aws:bedrock:" + std::string(region) + "::foundation-model/" + std::string(model_id);
}

Refusal refusal_of(const NamedRefusal& refusal, std::string_view action, std::string_view resource) {
  std::string message(refusal.message);
  fill_in(message, "CALLER", kCaller);
  fill_in(message, "ACTION", action);
  fill_in(message, "RESOURCE", resource);
  return refuse(refusal.code, std::move(message));
}

}  // namespace anthropic::internal::local
