#include "commands/migrate/scan/patterns.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr unsigned kPython = Language::python | Language::notebook;
constexpr unsigned kTypescript = static_cast<unsigned>(Language::typescript);
constexpr unsigned kGo = static_cast<unsigned>(Language::go);
constexpr unsigned kJava = static_cast<unsigned>(Language::java);
constexpr unsigned kCpp = static_cast<unsigned>(Language::cpp);
constexpr unsigned kManifest = static_cast<unsigned>(Language::manifest);
constexpr unsigned kPackageLists = Language::typescript | Language::json;
constexpr unsigned kAll = 0xffff;

constexpr FindingKind kClient = FindingKind::client;
constexpr FindingKind kImport = FindingKind::import;
constexpr FindingKind kEnvironment = FindingKind::environment;
constexpr FindingKind kUrl = FindingKind::url;
constexpr FindingKind kHeader = FindingKind::header;
constexpr FindingKind kFeature = FindingKind::feature;

constexpr std::string_view kPythonClient = "AnthropicBedrock(aws_region=\"us-east-1\")";
constexpr std::string_view kAsyncPythonClient = "AsyncAnthropicBedrock(aws_region=\"us-east-1\")";
constexpr std::string_view kTypescriptClient = "new AnthropicBedrock({ awsRegion: 'us-east-1' })";
constexpr std::string_view kGoClient = "anthropic.NewClient(bedrock.WithLoadDefaultConfig(ctx))";
constexpr std::string_view kJavaClient = "AnthropicOkHttpClient.builder().backend(BedrockBackend.fromEnv())";
constexpr std::string_view kAwsCredentials =
    "AWS credentials (AWS_PROFILE, AWS_ACCESS_KEY_ID, a role) or AWS_BEARER_TOKEN_BEDROCK";

// clang-format off
constexpr Pattern kPatterns[] = {
  {kClient, kPython, Place::word, "anthropic.Anthropic(", "first-party client", kPythonClient},
  {kClient, kPython, Place::word, "Anthropic(", "first-party client", kPythonClient},
  {kClient, kPython, Place::word, "anthropic.Client(", "first-party client", kPythonClient},
  {kClient, kPython, Place::word, "anthropic.AsyncAnthropic(", "first-party client", kAsyncPythonClient},
  {kClient, kPython, Place::word, "AsyncAnthropic(", "first-party client", kAsyncPythonClient},
  {kClient, kTypescript, Place::word, "new Anthropic(", "first-party client", kTypescriptClient},
  {kClient, kTypescript, Place::word, "new Anthropic.Anthropic(", "first-party client", kTypescriptClient},
  {kClient, kGo, Place::word, "anthropic.NewClient(", "first-party client", kGoClient, {}, {}, "bedrock.With"},
  {kClient, kJava, Place::word, "AnthropicOkHttpClient.", "first-party client", kJavaClient, {}, {}, "BedrockBackend"},
  {kClient, kJava, Place::word, "AnthropicOkHttpClientAsync.", "first-party client",
   "AnthropicOkHttpClientAsync.builder().backend(BedrockBackend.fromEnv())", {}, {}, "BedrockBackend"},
  {kClient, kCpp, Place::word, "anthropic::Anthropic", "first-party client", "anthropic::AnthropicBedrock"},
  {kClient, kCpp, Place::word, "anthropic::AsyncAnthropic", "first-party client",
   "anthropic::AnthropicBedrock, and its messages.start() for what is awaited"},

  {kImport, kPython, Place::line_begin, "import anthropic", "import of the first-party package",
   "it stays; install anthropic[bedrock] and use AnthropicBedrock", {}, "AnthropicBedrock"},
  {kImport, kPackageLists, Place::quoted, "@anthropic-ai/sdk", "first-party package",
   "@anthropic-ai/bedrock-sdk", {}, "@anthropic-ai/bedrock-sdk"},
  {kImport, kGo, Place::quoted, "github.com/anthropics/anthropic-sdk-go", "first-party package",
   "it stays; add github.com/anthropics/anthropic-sdk-go/bedrock", {}, "anthropic-sdk-go/bedrock"},
  {kImport, kJava, Place::word, "com.anthropic.client.okhttp", "import of the first-party client",
   "it stays; add com.anthropic.bedrock.backends.BedrockBackend", {}, "BedrockBackend"},
  {kImport, kCpp, Place::anywhere, "<anthropic/anthropic.hpp>", "header of the first-party client",
   "<anthropic/bedrock.hpp>", {}, "anthropic/bedrock.hpp"},
  {kImport, kManifest, Place::line_begin, "anthropic", "first-party package", "anthropic[bedrock]"},
  {kImport, kManifest, Place::word, "anthropic-java", "first-party package",
   "it stays; add com.anthropic:anthropic-java-bedrock", {}, "anthropic-java-bedrock"},

  {kEnvironment, kAll, Place::word_or_after, "ANTHROPIC_API_KEY", "variable ANTHROPIC_API_KEY", kAwsCredentials},
  {kEnvironment, kAll, Place::word_or_after, "ANTHROPIC_AUTH_TOKEN", "variable ANTHROPIC_AUTH_TOKEN", kAwsCredentials},
  {kEnvironment, kAll, Place::word_or_after, "ANTHROPIC_BASE_URL", "variable ANTHROPIC_BASE_URL",
   "AWS_REGION; for a gateway ANTHROPIC_BEDROCK_BASE_URL"},

  {kUrl, kAll, Place::anywhere, "https://api.anthropic.com", "address of Anthropic's own API",
   "https://bedrock-runtime.REGION.amazonaws.com/model/MODEL_ID/invoke, signed (claude-bedrock request)"},

  {kHeader, kAll, Place::word, "anthropic-version", "header anthropic-version",
   "\"anthropic_version\": \"bedrock-2023-05-31\" in the body"},
  {kHeader, kAll, Place::word, "anthropic-beta", "header anthropic-beta", "\"anthropic_beta\": [...] in the body"},
  {kHeader, kAll, Place::word, "x-api-key", "header x-api-key",
   "a signature (Authorization: AWS4-HMAC-SHA256 ...) or a Bedrock API key (Authorization: Bearer ...)",
   {}, {}, {}, true},

  {kFeature, kAll, Place::anywhere, "messages.batches.", "message batches", "", Feature::batches},
  {kFeature, kGo, Place::anywhere, "Messages.Batches.", "message batches", "", Feature::batches},
  {kFeature, kJava, Place::anywhere, "messages().batches()", "message batches", "", Feature::batches},
  {kFeature, kAll, Place::anywhere, "/v1/messages/batches", "message batches", "", Feature::batches},
  {kFeature, kAll, Place::anywhere, "beta.files.", "uploaded files", "", Feature::files},
  {kFeature, kPython | Language::typescript | Language::cpp, Place::word, "client.files.", "uploaded files", "",
   Feature::files, {}, {}, true},
  {kFeature, kGo, Place::anywhere, "Beta.Files.", "uploaded files", "", Feature::files},
  {kFeature, kJava, Place::anywhere, "beta().files()", "uploaded files", "", Feature::files},
  {kFeature, kAll, Place::anywhere, "api.anthropic.com/v1/files", "uploaded files", "", Feature::files},
  {kFeature, kGo, Place::word, "URLImageSourceParam", "a source that is a URL", "", Feature::url_source},
  {kFeature, kGo, Place::word, "URLPDFSourceParam", "a source that is a URL", "", Feature::url_source},
  {kFeature, kJava, Place::word, "UrlImageSource", "a source that is a URL", "", Feature::url_source},
  {kFeature, kJava, Place::word, "UrlPdfSource", "a source that is a URL", "", Feature::url_source},
  {kFeature, kCpp, Place::word, "URLImageSource", "a source that is a URL", "", Feature::url_source},
  {kFeature, kCpp, Place::word, "URLPDFSource", "a source that is a URL", "", Feature::url_source},
  {kFeature, kAll, Place::dated, "web_search_2", "the web_search tool", "", Feature::web_search},
  {kFeature, kGo | Language::java, Place::dated, "WebSearchTool2", "the web_search tool", "", Feature::web_search},
  {kFeature, kAll, Place::dated, "web_fetch_2", "the web_fetch tool", "", Feature::web_fetch},
  {kFeature, kGo | Language::java, Place::dated, "WebFetchTool2", "the web_fetch tool", "", Feature::web_fetch},
  {kFeature, kAll, Place::dated, "code_execution_2", "the code_execution tool", "", Feature::code_execution},
  {kFeature, kGo | Language::java, Place::dated, "CodeExecutionTool2", "the code_execution tool", "",
   Feature::code_execution},
  {kFeature, kAll, Place::word, "mcp_servers", "MCP servers that the API calls", "", Feature::mcp, {}, {}, true},
  {kFeature, kAll, Place::word, "inference_geo", "inference_geo", "", Feature::inference_geo, {}, {}, true},
  {kFeature, kAll, Place::word, "service_tier", "service_tier in the body", "", Feature::body_service_tier, {}, {}, true},
};
// clang-format on

}  // namespace

std::span<const Pattern> patterns() {
  return kPatterns;
}

std::string bedrock_equivalent(const Pattern& pattern) {
  if (!pattern.feature) return std::string(pattern.equivalent);
  const std::optional<Error> refused = refuse_feature(PlatformKind::invoke_model, *pattern.feature);
  return refused ? refused->hint : std::string();
}

}  // namespace anthropic::internal::cli
