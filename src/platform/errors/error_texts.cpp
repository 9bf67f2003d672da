#include "platform/errors/error_texts.hpp"

#include <algorithm>

#include "base/text/text.hpp"
#include "platform/errors/api_errors.hpp"

namespace anthropic::internal {
namespace {

// Servers change these texts, and send the same one with several statuses: what is looked for is the part
// that has stayed. None of it holds an apostrophe, which AWS writes as ' here and as ’ there. What stands
// further down is more general, or part of a text further up.
// https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
constexpr ErrorText kTexts[] = {
    // The account
    {.statuses = {400, 403, 404},
     .signs = {"data retention mode"},
     .meaning = "The account keeps data for a shorter time in REGION than this model demands.",
     .fix =
         "Whoever runs the account can change it: `claude-bedrock request PUT /data-retention --service "
         "bedrock --region REGION -H 'content-type: application/json' -d '{\"mode\":\"aws_review\"}'`. The "
         "organisation may have pinned the mode: then use another model.",
     .platforms = kRuntimePlatforms},
    {.statuses = {400, 403, 404},
     .signs = {"data retention mode"},
     .meaning = "The account keeps data on Mantle for a shorter time in REGION than this model demands.",
     .fix =
         "Whoever runs the account can change it: `claude-bedrock request PUT /v1/data_retention --service "
         "bedrock-mantle --region REGION -H 'content-type: application/json' -d "
         "'{\"mode\":\"aws_review\"}'`, which is a setting of Mantle's own. The organisation may have pinned "
         "the mode: then use another model.",
     .platforms = bit(PlatformKind::mantle)},
    {.statuses = {400, 403, 404},
     .signs = {"use case details have not been submitted", "required use-case form", "use case details form"},
     .meaning = "Nobody has yet filled in Anthropic's form about the use case for this account.",
     .fix =
         "Do it once, in the Bedrock console (Model catalog, any model of Anthropic) or with `aws bedrock "
         "put-use-case-for-model-access`; done in the organisation's management account it holds for all of "
         "its accounts. Then wait 15 minutes.",
     .platforms = kBedrockPlatforms},
    {.statuses = {400, 402, 403},
     .signs = {"INVALID_PAYMENT_INSTRUMENT", "payment instrument", "missing payment"},
     .meaning = "AWS Marketplace, which sells the model, has no valid way to be paid by this account.",
     .fix = "Whoever pays for the account sets a payment method in the Billing console; then wait a few "
            "minutes.",
     .platforms = kAwsPlatforms},
    {.statuses = {400, 403},
     .signs = {"aws-marketplace:"},
     .meaning = "The account has not subscribed to the model, and the caller may not do so.",
     .fix =
         "Let somebody who may call aws-marketplace:ViewSubscriptions and aws-marketplace:Subscribe call the "
         "model once, which subscribes the whole account, or give the caller these rights; then wait up to "
         "15 "
         "minutes.",
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"agreement", "marketplace subscription for this model"},
     .meaning = "The account's agreement for the model is not there yet.",
     .fix = "It is made at the first call and takes up to 15 minutes. `aws bedrock "
            "get-foundation-model-availability --region REGION --model-id ID` says how far it is.",
     .platforms = kBedrockPlatforms},
    {.statuses = {400, 403, 404},
     .signs = {"unsupported countries"},
     .meaning =
         "The call, or the account, comes from a country in which Anthropic does not offer its models.",
     .fix = "See https://www.anthropic.com/supported-countries; a proxy or VPN may make the country look "
            "wrong."},
    {.statuses = {400, 403},
     .signs = {"account is not authorized to invoke this API operation", "Operation not allowed"},
     .meaning = "AWS has restricted the account; new ones sometimes are.",
     .fix = "Rights do not help: open a case with AWS's support.",
     .platforms = kAwsPlatforms},
    {.statuses = {400, 403},
     .signs = {"have access to the model"},
     .meaning = "The account has no agreement for the model, or the model is not offered to it in REGION.",
     .fix = "`aws bedrock get-foundation-model-availability --region REGION --model-id ID` says which of "
            "them is "
            "missing; the ID is the model's own, without the profile's prefix.",
     .platforms = kBedrockPlatforms},
    {.statuses = {400, 402, 403},
     .signs = {"credit balance is too low"},
     .meaning = "Anthropic's own API is paid for in advance, and the credit is used up.",
     .fix = "Buy credits in the Claude Console (Billing)."},

    // The model
    {.statuses = {400, 403, 404},
     .signs = {"marked by provider as Legacy"},
     .meaning =
         "The model is going out of service, and only those who have used it of late may still call it.",
     .fix = "Use its successor; `claude-bedrock models` lists the ids.",
     .advice = Advice::successor,
     .platforms = kBedrockPlatforms},
    {.statuses = {400, 404},
     .signs = {"end of its life"},
     .meaning = "The model has been taken out of service.",
     .fix = "Use its successor; `claude-bedrock models` lists the ids.",
     .advice = Advice::successor,
     .platforms = kBedrockPlatforms},
    {.statuses = {400},
     .signs = {"on-demand throughput"},
     .meaning = "The model can be called through an inference profile only.",
     .fix = "Use the id of a profile, for example us.anthropic.…; `claude-bedrock models` lists them.",
     .advice = Advice::profile_needed,
     .platforms = kRuntimePlatforms},
    {.statuses = {400, 404},
     .signs = {"model identifier is invalid", "could not resolve the foundation model"},
     .meaning = "REGION knows no model and no profile of this id.",
     .fix = "Look for a typing mistake, and for a profile of another region (`claude-bedrock models`).",
     .advice = Advice::unknown_model,
     .platforms = kBedrockPlatforms},

    // Rights: the end of the text names the policy that refuses
    {.statuses = {403},
     .signs = {"service control policy"},
     .meaning = "The organisation forbids ACTION there, by a service control policy.",
     .fix = "Only those who run the organisation can change it. A policy that allows some regions must list "
            "every "
            "region that the profile leads to, and \"unspecified\" for a global profile.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"resource control policy"},
     .meaning = "The organisation forbids ACTION on that resource, by a resource control policy.",
     .fix = "Only those who run the organisation can change it.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"permissions boundary"},
     .meaning = "The permissions boundary of the user or role does not allow ACTION.",
     .fix = "Allow it in the boundary, too: the caller's own policies cannot go beyond it.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"VPC endpoint policy"},
     .meaning = "The call goes through a VPC endpoint whose policy does not allow ACTION.",
     .fix =
         "Change the policy of the endpoint for Bedrock in that VPC; the caller's rights are not the reason.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"session policy"},
     .meaning = "The session was made with a policy that does not allow ACTION.",
     .fix =
         "Assume the role with a wider session policy, or without one; Identity Center's permission sets and "
         "federation may set one.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"resource-based policy"},
     .meaning = "The policy of the resource itself does not allow ACTION to this caller.",
     .fix = "Change the policy of the resource that the error names.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"deny in an identity-based policy"},
     .meaning = "A policy of the user or role denies ACTION.",
     .fix = "Find its Deny and narrow that down; another Allow does not help.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"no identity-based policy allows"},
     .meaning = "No policy of the user or role allows ACTION.",
     .fix = "Allow it on the resource that the error names; with an inference profile that is the profile, "
            "and the "
            "foundation model in each region that it leads to.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"not authorized to perform"},
     .meaning = "The caller may not do ACTION.",
     .fix = "Allow it on the resource that the error names, and look for a service control policy or "
            "permissions "
            "boundary that denies it.",
     .advice = Advice::denied,
     .platforms = kAwsPlatforms},

    // Quotas and capacity
    {.statuses = {429, 400},
     .signs = {"tokens per day"},
     .meaning = "The account's quota for a whole day is used up in REGION; a short wait does not help.",
     .fix = "Go on tomorrow or in another region, or ask for more tokens per day in the Service Quotas "
            "console.",
     .platforms = kBedrockPlatforms},
    {.statuses = {429, 400},
     .signs = {"requests per day"},
     .meaning = "The account's quota of requests for a whole day is used up in REGION; a short wait does not "
                "help.",
     .fix = "Go on tomorrow or in another region, or ask for more requests per day in the Service Quotas "
            "console.",
     .platforms = kBedrockPlatforms},
    {.statuses = {429, 400},
     .signs = {"too many tokens"},
     .meaning =
         "The quota of tokens a minute is used up. A call takes its input and all of max_tokens from it when "
         "it begins.",
     .fix = "Lower max_tokens, send fewer calls at a time, or ask for a higher quota in the Service Quotas "
            "console; on Bedrock's runtime a cross-region profile (\"us.\", \"eu.\", \"global.\") has more "
            "of it.",
     .sent_again = SentAgain::yes,
     .platforms = kBedrockPlatforms},
    {.statuses = {429, 400},
     .signs = {"too many requests"},
     .meaning = "The quota of requests a minute is used up.",
     .fix =
         "Send fewer calls at a time, or ask for a higher quota in the Service Quotas console; on Bedrock's "
         "runtime a cross-region profile (\"us.\", \"eu.\", \"global.\") has more of it.",
     .sent_again = SentAgain::yes,
     .platforms = kBedrockPlatforms},
    {.statuses = {429, 400},
     .signs = {"request rate is too high"},
     .meaning = "Too many calls began within too short a time.",
     .fix = "Begin with few calls a second and raise the rate slowly.",
     .sent_again = SentAgain::yes,
     .platforms = kBedrockPlatforms},
    {.statuses = {429},
     .signs = {"ModelNotReadyException"},
     .meaning = "The model is being loaded.",
     .fix = "Try again in a minute.",
     .sent_again = SentAgain::yes,
     .platforms = kBedrockPlatforms},
    {.statuses = {503},
     .signs = {"ServiceUnavailableException"},
     .meaning = "Bedrock has no capacity for the model at the moment; no quota of the account is the reason.",
     .fix = "Try again later; on Bedrock's runtime a profile with more regions (\"global.\") may help.",
     .sent_again = SentAgain::yes,
     .platforms = kBedrockPlatforms},
    {.statuses = {500},
     .signs = {"InternalServerException"},
     .meaning = "Bedrock failed, and says no more.",
     .fix = "Try again later; if it stays so, give AWS's support the request id.",
     .sent_again = SentAgain::yes,
     .platforms = kBedrockPlatforms},
    {.statuses = {408},
     .signs = {"ModelTimeoutException"},
     .meaning = "The model took too long.",
     .fix = "Ask for fewer tokens, or stream the answer.",
     .sent_again = SentAgain::yes,
     .platforms = kBedrockPlatforms},
    {.statuses = {424},
     .signs = {"ModelErrorException", "ModelStreamErrorException"},
     .meaning = "The model failed on this request.",
     .fix = "Change the request; if that does not help, give AWS's support the request id.",
     .platforms = kBedrockPlatforms},

    // The request
    {.statuses = {400, 413},
     .signs = {"input is too long", "prompt is too long", "exceed context limit"},
     .meaning = "The request is longer than the model's context.",
     .fix = "Shorten the conversation or the documents; `claude-bedrock count` counts tokens, for a model up "
            "to Claude 4.6 or with --platform mantle."},
    {.statuses = {400},
     .signs = {"maximum allowed number of output tokens"},
     .meaning = "max_tokens is higher than the model can write.",
     .fix = "Lower max_tokens to the number that the error names."},
    {.statuses = {400, 413},
     .signs = {"image_dimensions_too_large", "image dimensions exceed", "image exceeds"},
     .meaning = "An image is too large: its sides, or its file.",
     .fix = "Scale it down before it is sent; the error names the limit."},
    {.statuses = {400},
     .signs = {"content filtering policy"},
     .meaning = "A filter has stopped the answer.",
     .fix = "Word the request differently; the same one will be stopped again."},
    {.statuses = {400},
     .signs = {"signature` in `thinking", "signature: Field required"},
     .meaning = "A thinking block of the conversation is not as the model sent it.",
     .fix = "Send thinking blocks back unchanged, to the same model, or leave them out."},
    {.statuses = {400, 404},
     .signs = {"guardrail identifier", "guardrail was not found", "guardrail version"},
     .meaning = "There is no such guardrail, or not that version of it, in REGION.",
     .fix = "Check the guardrail's id, its version (\"DRAFT\" or a number) and its region.",
     .platforms = kRuntimePlatforms},
    {.statuses = {400},
     .signs = {"support counting tokens"},
     .meaning = "Bedrock's runtime counts for older models only.",
     .fix = "Count with AnthropicBedrockMantle or AnthropicAws (`claude-bedrock count --platform mantle`), "
            "or with "
            "a model up to Claude 4.6.",
     .platforms = kRuntimePlatforms},
    {.statuses = {400},
     .signs = {"prefill"},
     .meaning = "The model does not go on with a turn of the assistant that the request begins.",
     .fix = "End the conversation with the user's turn; to shape the answer, say so in the system prompt."},
    {.statuses = {400},
     .signs = {"invalid beta flag"},
     .meaning = "Bedrock does not know one of the request's betas, and does not say which.",
     .fix =
         "Name only those that it takes (betas, or the header anthropic-beta): docs/what-bedrock-refuses.md "
         "lists them.",
     .platforms = kRuntimePlatforms},
    {.statuses = {400},
     .signs = {"extra inputs are not permitted"},
     .meaning = "Bedrock does not take that field.",
     .fix =
         "Leave it out, or name the beta that it belongs to (betas); features of Anthropic's first-party API "
         "may be missing there.",
     .platforms = kBedrockPlatforms},
    {.statuses = {400},
     .signs = {"extra inputs are not permitted"},
     .meaning = "The API does not take that field, or only with a beta or another anthropic-version.",
     .fix = "Leave it out, or name the beta that it belongs to (betas).",
     .platforms = kWholeApiPlatforms},
    {.statuses = {404},
     .signs = {"UnknownOperationException"},
     .meaning = "No operation of the service is at this path.",
     .fix = "Check the base URL; a region may not have the operation yet.",
     .platforms = kAwsPlatforms},

    // Signature and keys
    {.statuses = {400, 401, 403},
     .signs = {"ExpiredTokenException", "ExpiredToken", "token included in the request is expired"},
     .meaning = "The temporary credentials have expired.",
     .fix =
         "Sign in again (`aws sso login` or `aws login`), or renew the keys with their session token; from "
         "the environment they are AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.",
     .sent_again = SentAgain::once,
     .advice = Advice::signed_in_again,
     .platforms = kAwsPlatforms},
    {.statuses = {400, 403},
     .signs = {"RequestTimeTooSkewed", "RequestExpired", "signature expired", "not yet current"},
     .meaning = "This machine's clock differs from AWS's by more than five minutes.",
     .fix = "Set it, for example with NTP.",
     .sent_again = SentAgain::once,
     .advice = Advice::clock,
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"InvalidSignatureException", "SignatureDoesNotMatch"},
     .meaning = "The secret access key is wrong, or something between here and AWS changes the request.",
     .fix = "Check the secret access key. If it is right, look for a proxy that rewrites the path or the "
            "headers.",
     .platforms = kAwsPlatforms},
    {.statuses = {401, 403},
     .signs = {"UnrecognizedClientException", "InvalidClientTokenId",
               "token included in the request is invalid"},
     .meaning = "AWS does not know the access key, or its session token is missing or wrong.",
     .fix = "Check both. Keys of another partition (China, GovCloud) are not known either, nor are any in a "
            "region "
            "that the account has not enabled.",
     .platforms = kAwsPlatforms},
    {.statuses = {403},
     .signs = {"MissingAuthenticationTokenException", "MissingAuthenticationToken"},
     .meaning = "The request was not signed, or its path is not one of Bedrock's.",
     .fix = "Check the base URL, and that the client does not skip authentication.",
     .platforms = kAwsPlatforms},
    {.statuses = {401, 403},
     .signs = {"API key", "bearer"},
     .meaning = "The API key is wrong, has expired, or is one of another region or service.",
     .fix = "Make a new one, or unset AWS_BEARER_TOKEN_BEDROCK (ANTHROPIC_AWS_API_KEY for Claude Platform on "
            "AWS) "
            "to sign with AWS credentials.",
     .platforms = kAwsPlatforms},
};

bool shows(const Error& error, std::string_view sign) {
  if (sign.empty()) return false;
  return iequals(error.code, sign) || iequals(error.type, sign) || icontains(error.message, sign);
}

bool fits(const ErrorText& text, PlatformKind platform, const Error& error) {
  if (error.status == 0 || (text.platforms & bit(platform)) == 0) return false;
  if (std::find(text.statuses.begin(), text.statuses.end(), error.status) == text.statuses.end())
    return false;
  if (text.sent_again == SentAgain::yes && classify(error, api_errors()) == RetryKind::none) return false;
  return std::any_of(text.signs.begin(), text.signs.end(),
                     [&](std::string_view sign) { return shows(error, sign); });
}

}  // namespace

std::span<const ErrorText> error_texts() {
  return kTexts;
}

const ErrorText* find_error_text(PlatformKind platform, const Error& error) {
  const auto* found = std::find_if(std::begin(kTexts), std::end(kTexts),
                                   [&](const ErrorText& text) { return fits(text, platform, error); });
  return found == std::end(kTexts) ? nullptr : found;
}

}  // namespace anthropic::internal
