#include "local/control_plane/request_shapes.hpp"

#include <re2/re2.h>

#include "base/process/never_destroyed.hpp"

namespace anthropic::internal::local {
namespace {

using Kind = Shape::Kind;

template <const char* kText>
bool is_all_of(std::string_view text) {
  static const NeverDestroyed<re2::RE2> pattern(kText);
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *pattern);
}

template <const char* kText>
constexpr ShapePattern kPattern = {kText, is_all_of<kText>};

// AWS's own.
constexpr char kProfileNameText[] = "([0-9a-zA-Z][ _-]?)+";
constexpr char kProfileDescriptionText[] = "([0-9a-zA-Z:.][ _-]?)+";
constexpr char kTokenText[] = "[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?";
constexpr char kSourceText[] =
    "arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|foundation-"
    "model)/"
    "[a-zA-Z0-9-:.]+";
constexpr char kProfileText[] =
    "(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|"
    "application-"
    "inference-profile)/)?[a-zA-Z0-9-:.]+";
constexpr char kTagText[] = R"([a-zA-Z0-9\s._:/=+@-]*)";
constexpr char kModelText[] =
    "[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}(/"
    "[a-z0-9]{12}|)";
constexpr char kGuardrailText[] =
    "(([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))";
constexpr char kGuardrailVersionText[] = "(([1-9][0-9]{0,7})|(DRAFT))";

constexpr char kProviderText[] = "[A-Za-z0-9- ]{1,63}";

// Models

constexpr Shape kProvider = {.kind = Kind::text, .pattern = &kPattern<kProviderText>};
constexpr std::string_view kCustomizations[] = {"FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"};
constexpr Shape kCustomization = {.kind = Kind::text, .values = kCustomizations};
constexpr std::string_view kModalities[] = {"TEXT", "IMAGE", "EMBEDDING"};
constexpr Shape kModality = {.kind = Kind::text, .values = kModalities};
constexpr ShapeMember kModelListMembers[] = {
    {"byProvider", &kProvider}, {"byCustomizationType", &kCustomization}, {"byOutputModality", &kModality}};

// Profiles

constexpr Shape kProfileName = {
    .kind = Kind::text, .min = 1, .max = 64, .pattern = &kPattern<kProfileNameText>};
constexpr Shape kProfileDescription = {
    .kind = Kind::text, .min = 1, .max = 200, .pattern = &kPattern<kProfileDescriptionText>};
constexpr Shape kToken = {.kind = Kind::text, .min = 1, .max = 256, .pattern = &kPattern<kTokenText>};
constexpr Shape kSource = {.kind = Kind::text, .min = 1, .max = 2048, .pattern = &kPattern<kSourceText>};
constexpr ShapeMember kSourceMembers[] = {{"copyFrom", &kSource}};
constexpr Shape kModelSource = {
    .kind = Kind::choice, .name = "InferenceProfileModelSource", .members = kSourceMembers};
constexpr Shape kProfile = {.kind = Kind::text, .min = 1, .max = 2048, .pattern = &kPattern<kProfileText>};
constexpr ShapeMember kProfileMembers[] = {{"inferenceProfileIdentifier", &kProfile, true}};
constexpr std::string_view kProfileTypes[] = {"SYSTEM_DEFINED", "APPLICATION"};
constexpr Shape kProfileType = {.kind = Kind::text, .values = kProfileTypes};
constexpr ShapeMember kProfileListMembers[] = {{"typeEquals", &kProfileType}};

// Tags

constexpr Shape kTagKey = {.kind = Kind::text, .min = 1, .max = 128, .pattern = &kPattern<kTagText>};
constexpr Shape kTagValue = {.kind = Kind::text, .max = 256, .pattern = &kPattern<kTagText>};
constexpr ShapeMember kTagMembers[] = {{"key", &kTagKey, true}, {"value", &kTagValue, true}};
constexpr Shape kTag = {.kind = Kind::structure, .members = kTagMembers};
constexpr Shape kTags = {.kind = Kind::list, .max = 200, .item = &kTag};
constexpr Shape kTagKeys = {.kind = Kind::list, .max = 200, .item = &kTagKey};
constexpr Shape kResource = {.kind = Kind::text, .min = 20, .max = 1011};
constexpr ShapeMember kTagResourceMembers[] = {{"resourceARN", &kResource, true}, {"tags", &kTags, true}};
constexpr ShapeMember kUntagResourceMembers[] = {{"resourceARN", &kResource, true},
                                                 {"tagKeys", &kTagKeys, true}};
constexpr ShapeMember kListTagsMembers[] = {{"resourceARN", &kResource, true}};

constexpr ShapeMember kCreateProfileMembers[] = {{"inferenceProfileName", &kProfileName, true},
                                                 {"description", &kProfileDescription},
                                                 {"clientRequestToken", &kToken},
                                                 {"modelSource", &kModelSource, true},
                                                 {"tags", &kTags}};

// Agreements

constexpr Shape kModel = {.kind = Kind::text, .max = 140, .pattern = &kPattern<kModelText>};
constexpr Shape kText = {.kind = Kind::text};
constexpr std::string_view kOfferTypes[] = {"ALL", "PUBLIC"};
constexpr Shape kOfferType = {.kind = Kind::text, .values = kOfferTypes};
constexpr ShapeMember kOffersMembers[] = {{"modelId", &kModel, true}, {"offerType", &kOfferType}};
constexpr ShapeMember kCreateAgreementMembers[] = {{"offerToken", &kText, true}, {"modelId", &kModel, true}};
constexpr ShapeMember kDeleteAgreementMembers[] = {{"modelId", &kModel, true}};
constexpr ShapeMember kUseCaseMembers[] = {{"formData", &kText, true}};

// Guardrails

constexpr Shape kGuardrail = {.kind = Kind::text, .max = 2048, .pattern = &kPattern<kGuardrailText>};
constexpr Shape kVersion = {.kind = Kind::text, .pattern = &kPattern<kGuardrailVersionText>};
constexpr ShapeMember kGetGuardrailMembers[] = {{"guardrailIdentifier", &kGuardrail, true},
                                                {"guardrailVersion", &kVersion}};
constexpr ShapeMember kListGuardrailsMembers[] = {{"guardrailIdentifier", &kGuardrail}};

}  // namespace

constinit const Shape kListFoundationModels = {.kind = Kind::structure, .members = kModelListMembers};
constinit const Shape kCreateInferenceProfile = {.kind = Kind::structure, .members = kCreateProfileMembers};
constinit const Shape kGetInferenceProfile = {.kind = Kind::structure, .members = kProfileMembers};
constinit const Shape kListInferenceProfiles = {.kind = Kind::structure, .members = kProfileListMembers};
constinit const Shape kTagResource = {.kind = Kind::structure, .members = kTagResourceMembers};
constinit const Shape kUntagResource = {.kind = Kind::structure, .members = kUntagResourceMembers};
constinit const Shape kListTags = {.kind = Kind::structure, .members = kListTagsMembers};
constinit const Shape kListAgreementOffers = {.kind = Kind::structure, .members = kOffersMembers};
constinit const Shape kCreateAgreement = {.kind = Kind::structure, .members = kCreateAgreementMembers};
constinit const Shape kDeleteAgreement = {.kind = Kind::structure, .members = kDeleteAgreementMembers};
constinit const Shape kPutUseCase = {.kind = Kind::structure, .members = kUseCaseMembers};
constinit const Shape kGetGuardrail = {.kind = Kind::structure, .members = kGetGuardrailMembers};
constinit const Shape kListGuardrails = {.kind = Kind::structure, .members = kListGuardrailsMembers};

}  // namespace anthropic::internal::local
