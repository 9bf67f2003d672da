// A content is one text or blocks; two texts side by side are neither.
// expect: could not convert|no matching|ambiguous|no viable
#include <anthropic/message_create_params.hpp>

using namespace anthropic;

MessageCreateParams one{.system = "Be brief."};
MessageCreateParams blocks{.system = {TextBlock{"Be brief."}, TextBlock{"Be kind."}}};
MessageCreateParams single{.system = {TextBlock{"Be brief."}}};
MessageCreateParams more_braces{.system = {{TextBlock{"Be brief."}, TextBlock{"Be kind."}}}};
#ifdef MUST_NOT_COMPILE
MessageCreateParams two{.system = {"Be brief.", "Be kind."}};
#endif
