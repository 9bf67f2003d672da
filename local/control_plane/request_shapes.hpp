#pragma once

#include "local/converse/shapes.hpp"

// What requests of the control plane are made of, as AWS's model of the service has it; values of the path and the
// query are members beside those of the body. check_shape() refuses what they do not allow.

namespace anthropic::internal::local {

extern const Shape kListFoundationModels;

extern const Shape kCreateInferenceProfile;
extern const Shape kGetInferenceProfile;  ///< and its removal
extern const Shape kListInferenceProfiles;

extern const Shape kTagResource;
extern const Shape kUntagResource;
extern const Shape kListTags;

extern const Shape kListAgreementOffers;
extern const Shape kCreateAgreement;
extern const Shape kDeleteAgreement;
extern const Shape kPutUseCase;

extern const Shape kGetGuardrail;
extern const Shape kListGuardrails;

}  // namespace anthropic::internal::local
