#include "local/converse/shapes.hpp"

#include <algorithm>
#include <string_view>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

using Kind = Shape::Kind;

bool consists_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
  });
}

constexpr ShapePattern kNamePattern = {
    "[a-zA-Z0-9_-]+", [](std::string_view text) { return !text.empty() && consists_of(text, "_-"); }};
constexpr ShapePattern kToolUseIdPattern = {
    "[a-zA-Z0-9_.:-]+", [](std::string_view text) { return !text.empty() && consists_of(text, "_.:-"); }};
bool is_metadata(std::string_view text) {
  return consists_of(text, " \t\r\n\v\f:_@$#=/+,-.");
}
constexpr ShapePattern kMetadataKeyPattern = {R"([a-zA-Z0-9\s:_@$#=/+,-.]{1,256})", is_metadata};
constexpr ShapePattern kMetadataValuePattern = {R"([a-zA-Z0-9\s:_@$#=/+,-.]{0,256})", is_metadata};
constexpr ShapePattern kGuardrailPattern = {
    R"((|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+)))",
    [](std::string_view text) {
      if (text.starts_with("arn:aws")) return text.find(":guardrail/") != std::string_view::npos;
      return consists_of(text, "") && ascii_lower(text) == text;
    }};
constexpr ShapePattern kGuardrailVersionPattern = {
    "(|([1-9][0-9]{0,7})|(DRAFT))", [](std::string_view text) {
      return text.empty() || text == "DRAFT" || (text.size() <= 8 && text[0] != '0' && is_digits(text));
    }};

constexpr Shape kText = {.kind = Kind::text};

constexpr std::string_view kQualifiers[] = {"grounding_source", "query", "guard_content"};
constexpr Shape kQualifier = {.kind = Kind::text, .values = kQualifiers};
constexpr Shape kQualifierList = {.kind = Kind::list, .item = &kQualifier};
constexpr ShapeMember kGuardTextMembers[] = {{"text", &kText, true}, {"qualifiers", &kQualifierList}};

}  // namespace

constinit const Shape kGuardrailIdentifier = {.kind = Kind::text, .max = 2048, .pattern = &kGuardrailPattern};
constinit const Shape kGuardrailVersion = {.kind = Kind::text, .pattern = &kGuardrailVersionPattern};
constinit const Shape kGuardText = {.kind = Kind::structure, .members = kGuardTextMembers};

namespace {

constexpr Shape kSomeText = {.kind = Kind::text, .min = 1};
constexpr Shape kBlob = {.kind = Kind::blob, .min = 1};
constexpr Shape kAnyBlob = {.kind = Kind::blob};
constexpr Shape kBoolean = {.kind = Kind::boolean};
constexpr Shape kAny = {.kind = Kind::any};
constexpr Shape kFraction = {.kind = Kind::fraction};
constexpr Shape kEmpty = {.kind = Kind::structure};
constexpr Shape kName = {.kind = Kind::text, .min = 1, .max = 64, .pattern = &kNamePattern};
constexpr Shape kToolUseId = {.kind = Kind::text, .min = 1, .max = 64, .pattern = &kToolUseIdPattern};

// Files

constexpr ShapeMember kS3LocationMembers[] = {{"uri", &kSomeText, true}, {"bucketOwner", &kText}};
constexpr Shape kS3Location = {.kind = Kind::structure, .members = kS3LocationMembers};

constexpr std::string_view kImageFormats[] = {"png", "jpeg", "gif", "webp"};
constexpr Shape kImageFormat = {.kind = Kind::text, .values = kImageFormats};
constexpr ShapeMember kImageSourceMembers[] = {{"bytes", &kBlob}, {"s3Location", &kS3Location}};
constexpr Shape kImageSource = {.kind = Kind::choice, .name = "ImageSource", .members = kImageSourceMembers};
constexpr ShapeMember kImageMembers[] = {{"format", &kImageFormat, true}, {"source", &kImageSource, true}};
constexpr Shape kImageBlock = {.kind = Kind::structure, .members = kImageMembers};

constexpr ShapeMember kCitationsMembers[] = {{"enabled", &kBoolean, true}};
constexpr Shape kCitations = {.kind = Kind::structure, .members = kCitationsMembers};

constexpr std::string_view kDocumentFormats[] = {"pdf",  "csv",  "doc", "docx", "xls",
                                                 "xlsx", "html", "txt", "md"};
constexpr Shape kDocumentFormat = {.kind = Kind::text, .values = kDocumentFormats};
constexpr Shape kDocumentName = {.kind = Kind::text, .min = 1, .max = 200};
constexpr ShapeMember kDocumentContentMembers[] = {{"text", &kText}};
constexpr Shape kDocumentContent = {
    .kind = Kind::choice, .name = "DocumentContentBlock", .members = kDocumentContentMembers};
constexpr Shape kDocumentContents = {.kind = Kind::list, .item = &kDocumentContent};
constexpr ShapeMember kDocumentSourceMembers[] = {
    {"bytes", &kBlob}, {"s3Location", &kS3Location}, {"text", &kText}, {"content", &kDocumentContents}};
constexpr Shape kDocumentSource = {
    .kind = Kind::choice, .name = "DocumentSource", .members = kDocumentSourceMembers};
constexpr ShapeMember kDocumentMembers[] = {{"format", &kDocumentFormat},
                                            {"name", &kDocumentName, true},
                                            {"source", &kDocumentSource, true},
                                            {"context", &kText},
                                            {"citations", &kCitations}};
constexpr Shape kDocumentBlock = {.kind = Kind::structure, .members = kDocumentMembers};

constexpr ShapeMember kSearchTextMembers[] = {{"text", &kText, true}};
constexpr Shape kSearchText = {.kind = Kind::structure, .members = kSearchTextMembers};
constexpr Shape kSearchTexts = {.kind = Kind::list, .item = &kSearchText};
constexpr ShapeMember kSearchResultMembers[] = {{"source", &kText, true},
                                                {"title", &kText, true},
                                                {"content", &kSearchTexts, true},
                                                {"citations", &kCitations}};
constexpr Shape kSearchResult = {.kind = Kind::structure, .members = kSearchResultMembers};

// Blocks

constexpr std::string_view kCachePointTypes[] = {"default"};
constexpr Shape kCachePointType = {.kind = Kind::text, .values = kCachePointTypes};
constexpr std::string_view kCacheLifetimes[] = {"5m", "1h"};
constexpr Shape kCacheLifetime = {.kind = Kind::text, .values = kCacheLifetimes};
constexpr ShapeMember kCachePointMembers[] = {{"type", &kCachePointType, true}, {"ttl", &kCacheLifetime}};
constexpr Shape kCachePoint = {.kind = Kind::structure, .members = kCachePointMembers};

constexpr ShapeMember kGuardContentMembers[] = {{"text", &kGuardText}, {"image", &kImageBlock}};
constexpr Shape kGuardContent = {
    .kind = Kind::choice, .name = "GuardrailConverseContentBlock", .members = kGuardContentMembers};

// That a call has an input, and that it is an object, is checked with the block: its refusals are others.
constexpr ShapeMember kToolUseMembers[] = {
    {"toolUseId", &kToolUseId, true}, {"name", &kName, true}, {"input", &kAny}};
constexpr Shape kToolUse = {.kind = Kind::structure, .members = kToolUseMembers};

constexpr std::string_view kResultStatuses[] = {"success", "error"};
constexpr Shape kResultStatus = {.kind = Kind::text, .values = kResultStatuses};
constexpr ShapeMember kResultContentMembers[] = {{"json", &kAny},         {"text", &kText},
                                                 {"image", &kImageBlock}, {"document", &kDocumentBlock},
                                                 {"video", &kAny},        {"searchResult", &kSearchResult}};
constexpr Shape kResultContent = {
    .kind = Kind::choice, .name = "ToolResultContentBlock", .members = kResultContentMembers};
constexpr Shape kResultContents = {.kind = Kind::list, .item = &kResultContent};
constexpr ShapeMember kToolResultMembers[] = {
    {"toolUseId", &kToolUseId, true}, {"content", &kResultContents, true}, {"status", &kResultStatus}};
constexpr Shape kToolResult = {.kind = Kind::structure, .members = kToolResultMembers};

constexpr ShapeMember kReasoningTextMembers[] = {{"text", &kText, true}, {"signature", &kText}};
constexpr Shape kReasoningText = {.kind = Kind::structure, .members = kReasoningTextMembers};
constexpr ShapeMember kReasoningMembers[] = {{"reasoningText", &kReasoningText},
                                             {"redactedContent", &kAnyBlob}};
constexpr Shape kReasoning = {
    .kind = Kind::choice, .name = "ReasoningContentBlock", .members = kReasoningMembers};

constexpr ShapeMember kGeneratedTextMembers[] = {{"text", &kText}};
constexpr Shape kGeneratedText = {
    .kind = Kind::choice, .name = "CitationGeneratedContent", .members = kGeneratedTextMembers};
constexpr Shape kGeneratedTexts = {.kind = Kind::list, .item = &kGeneratedText};
constexpr ShapeMember kCitedMembers[] = {{"content", &kGeneratedTexts}, {"citations", &kAny}};
constexpr Shape kCited = {.kind = Kind::structure, .members = kCitedMembers};

constexpr ShapeMember kContentBlockMembers[] = {{"text", &kText},
                                                {"image", &kImageBlock},
                                                {"document", &kDocumentBlock},
                                                {"video", &kAny},
                                                {"audio", &kAny},
                                                {"toolUse", &kToolUse},
                                                {"toolResult", &kToolResult},
                                                {"guardContent", &kGuardContent},
                                                {"cachePoint", &kCachePoint},
                                                {"reasoningContent", &kReasoning},
                                                {"citationsContent", &kCited},
                                                {"searchResult", &kSearchResult},
                                                {"toolAddition", &kAny},
                                                {"toolRemoval", &kAny}};
constexpr Shape kContentBlock = {
    .kind = Kind::choice, .name = "ContentBlock", .members = kContentBlockMembers};
constexpr Shape kContentBlocks = {.kind = Kind::list, .item = &kContentBlock};

constexpr std::string_view kRoles[] = {"user", "assistant", "system"};
constexpr Shape kRole = {.kind = Kind::text, .values = kRoles};
constexpr ShapeMember kMessageMembers[] = {{"role", &kRole, true}, {"content", &kContentBlocks, true}};
constexpr Shape kMessage = {.kind = Kind::structure, .members = kMessageMembers};
constexpr Shape kMessages = {.kind = Kind::list, .item = &kMessage};

constexpr ShapeMember kSystemBlockMembers[] = {
    {"text", &kSomeText}, {"guardContent", &kGuardContent}, {"cachePoint", &kCachePoint}};
constexpr Shape kSystemBlock = {
    .kind = Kind::choice, .name = "SystemContentBlock", .members = kSystemBlockMembers};
constexpr Shape kSystem = {.kind = Kind::list, .item = &kSystemBlock};

// Tools

constexpr ShapeMember kInputSchemaMembers[] = {{"json", &kAny}};
constexpr Shape kInputSchema = {
    .kind = Kind::choice, .name = "ToolInputSchema", .members = kInputSchemaMembers};
constexpr ShapeMember kToolSpecMembers[] = {{"name", &kName, true},
                                            {"description", &kSomeText},
                                            {"inputSchema", &kInputSchema, true},
                                            {"strict", &kBoolean}};
constexpr Shape kToolSpec = {.kind = Kind::structure, .members = kToolSpecMembers};
constexpr ShapeMember kNamedMembers[] = {{"name", &kName, true}};
constexpr Shape kNamed = {.kind = Kind::structure, .members = kNamedMembers};
constexpr ShapeMember kToolMembers[] = {
    {"toolSpec", &kToolSpec}, {"systemTool", &kNamed}, {"cachePoint", &kCachePoint}};
constexpr Shape kTool = {.kind = Kind::choice, .name = "Tool", .members = kToolMembers};
constexpr Shape kTools = {.kind = Kind::list, .min = 1, .item = &kTool};
constexpr ShapeMember kToolChoiceMembers[] = {{"auto", &kEmpty}, {"any", &kEmpty}, {"tool", &kNamed}};
constexpr Shape kToolChoice = {.kind = Kind::choice, .name = "ToolChoice", .members = kToolChoiceMembers};
constexpr ShapeMember kToolConfigMembers[] = {{"tools", &kTools, true}, {"toolChoice", &kToolChoice}};
constexpr Shape kToolConfig = {.kind = Kind::structure, .members = kToolConfigMembers};

// Settings

constexpr Shape kMaxTokens = {.kind = Kind::integer, .min = 1};
constexpr Shape kStopSequences = {.kind = Kind::list, .max = 2500, .item = &kSomeText};
constexpr ShapeMember kInferenceMembers[] = {{"maxTokens", &kMaxTokens},
                                             {"temperature", &kFraction},
                                             {"topP", &kFraction},
                                             {"stopSequences", &kStopSequences}};
constexpr Shape kInference = {.kind = Kind::structure, .members = kInferenceMembers};

constexpr std::string_view kTraces[] = {"enabled", "disabled", "enabled_full"};
constexpr Shape kTrace = {.kind = Kind::text, .values = kTraces};
constexpr std::string_view kProcessingModes[] = {"sync", "async"};
constexpr Shape kProcessingMode = {.kind = Kind::text, .values = kProcessingModes};
constexpr ShapeMember kGuardrailMembers[] = {{"guardrailIdentifier", &kGuardrailIdentifier},
                                             {"guardrailVersion", &kGuardrailVersion},
                                             {"trace", &kTrace},
                                             {"streamProcessingMode", &kProcessingMode}};
constexpr Shape kGuardrail = {.kind = Kind::structure, .members = kGuardrailMembers};

constexpr std::string_view kLatencies[] = {"optimized", "standard"};
constexpr Shape kLatency = {.kind = Kind::text, .values = kLatencies};
constexpr ShapeMember kPerformanceMembers[] = {{"latency", &kLatency}};
constexpr Shape kPerformance = {.kind = Kind::structure, .members = kPerformanceMembers};
// Its values are checked with the settings: their refusals are others.
constexpr ShapeMember kServiceTierMembers[] = {{"type", &kText, true}};
constexpr Shape kServiceTier = {.kind = Kind::structure, .members = kServiceTierMembers};

constexpr ShapeMember kJsonSchemaMembers[] = {
    {"schema", &kText, true}, {"name", &kText}, {"description", &kText}};
constexpr Shape kJsonSchema = {.kind = Kind::structure, .members = kJsonSchemaMembers};
constexpr ShapeMember kFormatStructureMembers[] = {{"jsonSchema", &kJsonSchema}};
constexpr Shape kFormatStructure = {
    .kind = Kind::choice, .name = "OutputFormatStructure", .members = kFormatStructureMembers};
constexpr std::string_view kFormatTypes[] = {"json_schema"};
constexpr Shape kFormatType = {.kind = Kind::text, .values = kFormatTypes};
constexpr ShapeMember kFormatMembers[] = {{"type", &kFormatType, true},
                                          {"structure", &kFormatStructure, true}};
constexpr Shape kFormat = {.kind = Kind::structure, .members = kFormatMembers};
constexpr ShapeMember kOutputMembers[] = {{"textFormat", &kFormat}, {"effort", &kText}};
constexpr Shape kOutput = {.kind = Kind::structure, .members = kOutputMembers};

constexpr Shape kMetadataKey = {.kind = Kind::text, .min = 1, .max = 256, .pattern = &kMetadataKeyPattern};
constexpr Shape kMetadataValue = {.kind = Kind::text, .max = 256, .pattern = &kMetadataValuePattern};
constexpr Shape kMetadata = {
    .kind = Kind::map, .min = 1, .max = 16, .item = &kMetadataValue, .key = &kMetadataKey};

constexpr Shape kFieldPath = {.kind = Kind::text, .min = 1, .max = 256};
constexpr Shape kFieldPaths = {.kind = Kind::list, .max = 10, .item = &kFieldPath};

constexpr ShapeMember kRequestMembers[] = {{"messages", &kMessages},
                                           {"system", &kSystem},
                                           {"inferenceConfig", &kInference},
                                           {"toolConfig", &kToolConfig},
                                           {"guardrailConfig", &kGuardrail},
                                           {"additionalModelRequestFields", &kAny},
                                           {"additionalModelResponseFieldPaths", &kFieldPaths},
                                           {"requestMetadata", &kMetadata},
                                           {"performanceConfig", &kPerformance},
                                           {"serviceTier", &kServiceTier},
                                           {"outputConfig", &kOutput}};

}  // namespace

constinit const Shape kConverseRequest = {.kind = Kind::structure, .members = kRequestMembers};

}  // namespace anthropic::internal::local
